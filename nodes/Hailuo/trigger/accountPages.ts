import type { ListedTask } from '../domain/taskList';
import type { NumberedPage } from '../transport/taskPager';
import type { TriggerState } from './state';

/** The part of the account's list that a poll has read. */
export interface AccountPages {
	/** The tasks on the pages read. */
	seen: ReadonlyMap<string, ListedTask>;
	/** Whether anything could be read. */
	isRead: boolean;
	/** The page from which a later poll must continue; absent if nothing is left to read. */
	resumePage?: number;
}

/** Reads the list from the given page, newest tasks first; see `TaskPager`. */
export type ReadPages = (from?: number) => AsyncIterable<NumberedPage>;

/**
 * Reads the account's list, newest tasks first, up to the first page without new tasks: n new tasks
 * need at most ⌈n / page size⌉ + 1 reads. Pages that an earlier poll could not read are then read to
 * the end.
 */
export async function readAccountPages(
	pages: ReadPages,
	state: TriggerState,
): Promise<AccountPages> {
	const { watermarkS = 0, resumePage: unreadFrom } = state.account ?? {};
	const seen = new Map<string, ListedTask>();
	let isRead = false;

	const isKnown = ({ taskId, createdS }: ListedTask) =>
		createdS < watermarkS ||
		state.processed.has(taskId) ||
		(state.account?.pending?.has(taskId) ?? false) ||
		seen.has(taskId);

	let from: number | undefined = 1;
	for (let readsToEnd = false; from !== undefined; readsToEnd = true) {
		const start: number = from;
		from = undefined;
		for await (const { page, result } of pages(start)) {
			if (!result.ok) return { seen, isRead, resumePage: page === 1 ? unreadFrom : page };
			const { tasks } = result.value;
			isRead = true;
			const hasNew = tasks.some((task) => !isKnown(task));
			for (const task of tasks) seen.set(task.taskId, task);

			if (tasks.some(({ createdS }) => createdS < watermarkS)) return { seen, isRead };
			if (!hasNew && !readsToEnd) {
				if (unreadFrom === undefined) return { seen, isRead };
				// Unread tasks can only have moved to later pages.
				from = Math.max(page + 1, unreadFrom);
				break;
			}
		}
	}
	return { seen, isRead };
}
