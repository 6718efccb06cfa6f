import type { TaskPage } from '../domain/taskList';
import { err, ok, type Result } from '../utils/result';
import type { RequestError } from './evidence';

/** The maximum page size of the API's list. */
export const PAGE_SIZE = 100;

type PageResult = Result<TaskPage, RequestError>;

/** A page number and the result of reading that page. */
export interface NumberedPage {
	page: number;
	result: PageResult;
}

const WITHOUT_TOTAL: RequestError = {
	reason: 'unclear',
	isForeign: true,
	message: 'The list is sorted oldest first and has no total, so new tasks cannot be found',
};

/**
 * Reads an account's task list page by page, newest tasks first. Tasks can move to later pages during
 * the read, since new tasks are added at the start: a task may be returned twice, but is never missed.
 *
 * A list that the provider sorts oldest first is read backwards from its last page, which is page 1 here.
 * New tasks are added at its end, which moves the older ones to later pages here as well.
 */
export class TaskPager {
	/** Number of entries on a page: a provider may return fewer than requested. */
	private pageSize = 0;
	/** The number of pages of a list that is sorted oldest first. */
	private lastPage: number | undefined;

	/** @param list reads one page in the provider's order */
	constructor(private readonly list: (page: number) => Promise<PageResult>) {}

	/** Yields the pages from `from` up to the end of the list or the first error. */
	async *pages(from = 1): AsyncGenerator<NumberedPage, void> {
		for (let page = from; ; page += 1) {
			const result = await this.read(page);
			if (result.ok) this.pageSize = Math.max(this.pageSize, result.value.entries);
			yield { page, result };
			if (!result.ok || this.isLast(page, result.value)) return;
		}
	}

	private isLast(page: number, { entries, total }: TaskPage): boolean {
		if (this.lastPage !== undefined) return page >= this.lastPage;
		return entries === 0 || (total !== undefined && page * this.pageSize >= total);
	}

	private async read(page: number): Promise<PageResult> {
		if (this.lastPage !== undefined) return await this.readBack(page, this.lastPage);
		const result = await this.list(page);
		if (page > 1 || !result.ok || !result.value.isOldestFirst) return result;
		const lastPage = await this.findLastPage(result.value);
		if (!lastPage.ok) return lastPage;
		this.lastPage = lastPage.value;
		return this.lastPage === 1
			? ok(newestFirst(result.value))
			: await this.readBack(1, this.lastPage);
	}

	/** @param page page number, counted from the end */
	private async readBack(page: number, lastPage: number): Promise<PageResult> {
		if (page > lastPage) return ok({ tasks: [], entries: 0 });
		const result = await this.list(lastPage - page + 1);
		return result.ok ? ok(newestFirst(result.value)) : result;
	}

	private async findLastPage({ entries, total }: TaskPage): Promise<Result<number, RequestError>> {
		if (total !== undefined) return ok(Math.ceil(total / entries));
		const second = await this.list(2);
		if (!second.ok) return second;
		return second.value.entries === 0 ? ok(1) : err(WITHOUT_TOTAL);
	}
}

function newestFirst(page: TaskPage): TaskPage {
	return { ...page, tasks: [...page.tasks].reverse() };
}
