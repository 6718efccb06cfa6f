import { isOldestFirst, type TaskPage } from '../domain/taskList';
import { err, type Result } from '../utils/result';
import type { RequestError } from './evidence';

/** The maximum page size of the API's list. */
export const PAGE_SIZE = 100;

type PageResult = Result<TaskPage, RequestError>;

const OLDEST_FIRST: RequestError = {
	reason: 'invalid',
	message: 'The list is sorted oldest first, so new tasks cannot be found',
	suggestion: 'Use task IDs instead: with Get Status, or with Watch = Task IDs in the trigger.',
};

/** One page can consist of known tasks because new ones moved them there during the read; two cannot. */
const MAX_PAGES_WITHOUT_NEW = 2;

/**
 * Reads an account's task list page by page, newest tasks first, to its end or the first error. Tasks can
 * move to later pages during the read, since new tasks are added at the start: a task may be returned
 * twice, but is never missed.
 *
 * The end is an empty page, or the rejection of a page (`isPastEnd`). The provider's `total` proves
 * nothing, since it may count only the page; a provider that ignores `page` returns the same tasks again,
 * which ends the list as well.
 *
 * @param read reads one page, counted from 1
 */
export async function* readPages(
	read: (page: number) => Promise<PageResult>,
): AsyncGenerator<PageResult, void> {
	const known = new Set<string>();
	let pagesWithoutNew = 0;
	let first: TaskPage | undefined;
	let previous: TaskPage | undefined;
	for (let page = 1; pagesWithoutNew < MAX_PAGES_WITHOUT_NEW; page += 1) {
		const result = await read(page);
		if (!result.ok) {
			const isEnd = first && previous && isPastEnd(result.error, page, first, previous);
			if (!isEnd) yield result;
			return;
		}
		const { entries } = result.value;
		if (page === 1 && isOldestFirst(result.value)) return yield err(OLDEST_FIRST);
		yield result;
		if (entries.length === 0) return;
		const hasNew = entries.some(({ taskId }) => !known.has(taskId));
		pagesWithoutNew = hasNew ? 0 : pagesWithoutNew + 1;
		for (const { taskId } of entries) known.add(taskId);
		first ??= result.value;
		previous = result.value;
	}
}

/**
 * Whether the API rejected a page because the list has no such page: the page before was not full, or the
 * total was reached. Without a total, a 404 proves that as well, since the route answered before; another
 * rejection can be a limit of the API.
 */
function isPastEnd(
	{ status, reason }: RequestError,
	page: number,
	{ entries, total }: TaskPage,
	previous: TaskPage,
): boolean {
	if (reason === 'unexpectedFormat' || (status !== 404 && reason !== 'invalid')) return false;
	const end = total ?? (status === 404 ? 0 : Infinity);
	return previous.entries.length < PAGE_SIZE || (page - 1) * entries.length >= end;
}
