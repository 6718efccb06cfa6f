import { isFinal, type KnownTask } from '../../domain/task';
import type { ItemResult } from '../../execution/itemResult';
import type { RunContext } from '../../execution/runContext';
import { formatDuration } from '../../utils/format';

/** Waits of at least this duration get a hint. Providers state 30 s to 9 min for a video. */
const LONG_WAIT_MS = { oneVideo: 5 * 60_000, severalVideos: 60_000 };

/**
 * For a run with long waits: how long its videos took, and how many status requests were sent. n8n shows
 * none of this while a node is running.
 */
export function waitHints({ waitedMs, readRequests }: RunContext): string[] {
	const [shortest, longest] = [Math.min(...waitedMs), Math.max(...waitedMs)];
	const isOne = waitedMs.length === 1;
	if (longest < (isOne ? LONG_WAIT_MS.oneVideo : LONG_WAIT_MS.severalVideos)) return [];
	const videos = isOne ? 'The video was' : `${waitedMs.length} videos were`;
	const [from, to] = [formatDuration(shortest), formatDuration(longest)];
	const time = from === to ? to : `${from} to ${to}`;
	return [`${videos} ready after ${time}. Status requests sent: ${readRequests}.`];
}

/**
 * If no node follows a Create that does not wait, the video would seem to be missing. To turn on Wait for
 * Completion and execute the node again would create, and charge, another video.
 */
export function pendingHints(run: RunContext, results: readonly ItemResult[]): string[] {
	const { context, isTool } = run;
	if (isTool || context.getChildNodes(context.getNode().name).length > 0) return [];
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
