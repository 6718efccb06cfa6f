import type { ListedTask } from './taskList';

/** The states that the account's list can be filtered by; pending tasks count as processing. */
export const LISTED_STATUSES = ['completed', 'processing', 'failed', 'cancelled'] as const;
export type ListedStatus = (typeof LISTED_STATUSES)[number];

/** Which tasks of an account are wanted; what is absent matches all. */
export interface TaskFilter {
	status?: ListedStatus;
	model?: string;
	/** Created at this moment or later, ms since 1970. The list tells whole seconds. */
	createdAfterMs?: number;
	/** Created before, ms since 1970. */
	createdBeforeMs?: number;
}

/** A provider may ignore the filters it was sent. */
export function matchesTaskFilter(task: ListedTask, filter: TaskFilter): boolean {
	const { status, model, createdAfterMs = -Infinity, createdBeforeMs = Infinity } = filter;
	const listedStatus = task.status === 'pending' ? 'processing' : task.status;
	return (
		(status === undefined || listedStatus === status) &&
		(model === undefined || (task.model ?? model) === model) &&
		(task.createdS + 1) * 1000 > createdAfterMs &&
		task.createdS * 1000 < createdBeforeMs
	);
}
