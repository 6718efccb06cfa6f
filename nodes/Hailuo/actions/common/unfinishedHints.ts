import { isFinal, type KnownTask } from '../../domain/task';
import type { ItemResult } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';

/**
 * If no Hailuo node follows a Create that does not wait, the video would seem to be missing; another node,
 * such as one that stores it, finds no file. To turn on Wait for Completion and execute the node again
 * would create, and charge, another video.
 */
export function pendingHints(run: RunContext, results: readonly ItemResult[]): string[] {
	const { context, isTool } = run;
	const { name, type } = context.getNode();
	const isFollowed = context.getChildNodes(name).some((node) => node.type === type);
	if (isTool || isFollowed) return [];
	const pending = tasksOf(results).filter(
		(task) => !isFinal(task) && task.timedOut === undefined,
	).length;
	if (pending === 0) return [];
	const [isBeingGenerated, get, another] =
		pending === 1
			? ['The video is being generated and is already paid for', 'get it', 'another video']
			: [
					`${pending} videos are being generated and are already paid for`,
					'get them',
					`${pending} more videos`,
				];
	return [
		`${isBeingGenerated}. To ${get}, add a Hailuo node with the operation Wait after this one and execute that step. Executing this node again charges ${another}.`,
	];
}

/** An item that timed out looks like a success in n8n. */
export function timeoutHints({ isTool }: RunContext, results: readonly ItemResult[]): string[] {
	if (isTool) return [];
	const timedOut = tasksOf(results).filter((task) => task.timedOut).length;
	if (timedOut === 0) return [];
	return [
		timedOut === 1
			? 'The video was not ready before the timeout: its item is unfinished and has no file. To get it, use Wait with the task ID.'
			: `${timedOut} videos were not ready before the timeout: their items are unfinished and have no file. To get them, use Wait with the task IDs.`,
	];
}

const tasksOf = (results: readonly ItemResult[]): KnownTask[] =>
	results
		.flatMap((result) => (result.ok ? result.value : []))
		.map(({ json }) => json as unknown as KnownTask);
