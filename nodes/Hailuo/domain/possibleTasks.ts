import type { ListedTask } from './taskList';

/** The clocks of provider and n8n may differ by so much, s. */
const CLOCK_SKEW_S = 60;

/** The moment from which on a task of the account may come from a create sent at this one, Unix seconds. */
export function possibleSinceS(sentAtMs: number): number {
	return Math.floor(sentAtMs / 1000) - CLOCK_SKEW_S;
}

/**
 * The tasks of the account that a create of unknown outcome may have created: of its model, made
 * since it was sent, and made by no other item. The list has no prompts, so that none is certain.
 *
 * @param known IDs of the tasks that the execution has created itself
 */
export function possibleTasks(
	listed: readonly ListedTask[],
	create: { model: string; sentAtMs: number },
	known: ReadonlySet<string>,
): string[] {
	return listed
		.filter(({ model = create.model }) => model === create.model)
		.filter(({ createdS }) => createdS >= possibleSinceS(create.sentAtMs))
		.map(({ taskId }) => taskId)
		.filter((taskId) => !known.has(taskId));
}
