import type { TaskPage } from '../domain/taskList';
import { err, ok, type Result } from '../utils/result';
import type { RequestError } from './evidence';

/** The maximum page size of the API's list. */
export const PAGE_SIZE = 100;

type PageResult = Result<TaskPage, RequestError>;
/** Reads one page, counted from 1, in the provider's order. */
type ReadPage = (page: number) => Promise<PageResult>;

const NO_TASKS: TaskPage = { tasks: [], entries: [] };

const WITHOUT_TOTAL: RequestError = {
	reason: 'unexpectedFormat',
	message: 'The list is sorted oldest first and has no total, so new tasks cannot be found',
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
 * which ends the list as well. A list that is sorted oldest first is read backwards from its last page.
 */
export async function* readPages(send: ReadPage): AsyncGenerator<PageResult, void> {
	const read = endingWithEmptyPage(send);
	let [page, result] = [1, await read(1)];
	const isOldestFirst = result.ok && result.value.isOldestFirst;
	if (result.ok && isOldestFirst) [page, result] = await readLastPage(read, result.value);
	const known = new Set<string>();
	let pagesWithoutNew = 0;
	for (;;) {
		if (!result.ok) return yield result;
		const { tasks, entries } = result.value;
		yield isOldestFirst ? ok({ ...result.value, tasks: [...tasks].reverse() }) : result;
		const hasNew = entries.some(({ taskId }) => !known.has(taskId));
		pagesWithoutNew = hasNew ? 0 : pagesWithoutNew + 1;
		for (const { taskId } of entries) known.add(taskId);
		page += isOldestFirst ? -1 : 1;
		if (entries.length === 0 || pagesWithoutNew === MAX_PAGES_WITHOUT_NEW || page === 0) return;
		result = await read(page);
	}
}

/** Reads pages, and returns an empty one instead of the rejection of a page after the last one. */
function endingWithEmptyPage(send: ReadPage): ReadPage {
	let first: TaskPage | undefined;
	let previous: TaskPage | undefined;
	return async (page) => {
		const result = await send(page);
		if (!result.ok) {
			const isEnd = first && previous && isPastEnd(result.error, page, first, previous);
			return isEnd ? ok(NO_TASKS) : result;
		}
		first ??= result.value;
		previous = result.value;
		return result;
	};
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

/** @returns the number and the content of the last page of a list that is sorted oldest first */
async function readLastPage(
	read: ReadPage,
	first: TaskPage,
): Promise<[page: number, result: PageResult]> {
	const { entries, total } = first;
	let page = total === undefined ? 1 : Math.max(1, Math.ceil(total / entries.length));
	let result: PageResult = page === 1 ? ok(first) : await read(page);
	while (page > 1 && result.ok && result.value.entries.length === 0) {
		result = await read((page -= 1));
	}
	while (result.ok) {
		const known = new Set(result.value.entries.map(({ taskId }) => taskId));
		const next = await read(page + 1);
		if (next.ok && next.value.entries.every(({ taskId }) => known.has(taskId))) break;
		if (next.ok && total === undefined) return [page, err(WITHOUT_TOTAL)];
		[page, result] = [page + 1, next];
	}
	return [page, result];
}
