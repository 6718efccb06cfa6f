import type { TaskPage } from '../domain/taskList';
import { err, ok, type Result } from '../utils/result';
import type { RequestError } from './evidence';

/** The maximum page size of the API's list. */
export const PAGE_SIZE = 100;

type PageResult = Result<TaskPage, RequestError>;

const NO_TASKS: TaskPage = { tasks: [], entries: [] };

const WITHOUT_TOTAL: RequestError = {
	reason: 'unclear',
	isForeign: true,
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
 *
 * @param send reads one page, counted from 1, in the provider's order
 */
export async function* readPages(
	send: (page: number) => Promise<PageResult>,
): AsyncGenerator<PageResult, void> {
	const known = new Set<string>();
	let pagesWithoutNew = 0;
	const first = await send(1);
	const { total, isOldestFirst } = first.ok ? first.value : {};
	const step = isOldestFirst ? -1 : 1;
	let [page, result] = [1, first];
	let previous = first;
	const read = async (number: number): Promise<PageResult> => {
		const next = await send(number);
		if (!next.ok && previous.ok && isPastEnd(next.error, number, previous.value))
			return ok(NO_TASKS);
		previous = next;
		return next;
	};
	if (first.ok && isOldestFirst) [page, result] = await readLastPage(read, first.value);

	for (;;) {
		yield result.ok && isOldestFirst
			? ok({ ...result.value, tasks: [...result.value.tasks].reverse() })
			: result;
		if (!result.ok) return;
		const { entries } = result.value;
		const hasNew = entries.some(({ taskId }) => !known.has(taskId));
		pagesWithoutNew = hasNew ? 0 : pagesWithoutNew + 1;
		for (const { taskId } of entries) known.add(taskId);
		page += step;
		if (entries.length === 0 || pagesWithoutNew === MAX_PAGES_WITHOUT_NEW || page === 0) return;
		result = await read(page);
	}

	/**
	 * Whether the API rejected a page because the list has no such page: the page before was not full, or
	 * the total was reached. Without a total, a 404 proves that as well, since the route answered before;
	 * another rejection can be a limit of the API.
	 */
	function isPastEnd(
		{ status, reason, isForeign }: RequestError,
		number: number,
		before: TaskPage,
	) {
		if (isForeign || (status !== 404 && reason !== 'invalid')) return false;
		const size = first.ok ? first.value.entries.length : 0;
		const end = total ?? (status === 404 ? 0 : Infinity);
		return before.entries.length < PAGE_SIZE || (number - 1) * size >= end;
	}
}

/** @returns the number and the content of the last page of a list that is sorted oldest first */
async function readLastPage(
	read: (page: number) => Promise<PageResult>,
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
