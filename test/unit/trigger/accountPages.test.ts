import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import { TaskPager } from '../../../nodes/Hailuo/transport/taskPager';
import { readAccountPages } from '../../../nodes/Hailuo/trigger/accountPages';
import type { AccountState } from '../../../nodes/Hailuo/trigger/state';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { rejected } from '../scheduling/requestErrors';

const WATERMARK_S = 1_000;

/** A list of `total` tasks, newest first; the task at index i was created at WATERMARK_S + total - i. */
function list(total: number): ListedTask[] {
	return Array.from({ length: total }, (_, i) => ({
		taskId: `task-${total - i}`,
		status: 'completed',
		createdS: WATERMARK_S + total - i,
	}));
}

interface Start {
	/** How many of the oldest tasks are processed. */
	processedCount?: number;
	account?: Partial<AccountState>;
	pageSize?: number;
	/** The page that fails with a 503. */
	failingPage?: number;
}

/** Reads the list, and returns also which pages were requested. */
async function readPages(tasks: ListedTask[], start: Start = {}) {
	const { processedCount = 0, account, pageSize = 10, failingPage } = start;
	const processed = new Map(
		tasks.slice(tasks.length - processedCount).map((task) => [task.taskId, task.createdS]),
	);
	const pages: number[] = [];
	const listPage = async (page: number) => {
		pages.push(page);
		if (page === failingPage) return rejected(503);
		const shown = tasks.slice((page - 1) * pageSize, page * pageSize);
		return ok({ tasks: shown, entries: shown.length, total: tasks.length });
	};
	const state = {
		revision: 0,
		processed,
		account: { scope: 'x', watermarkS: WATERMARK_S, pending: new Map(), ...account },
	};
	const pager = new TaskPager(listPage);
	const result = await readAccountPages((from) => pager.pages(from), state);
	return { ...result, pages };
}

describe('readAccountPages', () => {
	it.each<[string, number, Start, number[]]>([
		['the first page of an empty list', 0, {}, [1]],
		['one page if there are no new tasks', 50, { processedCount: 50 }, [1]],
		['one page beyond 5 new tasks', 50, { processedCount: 45 }, [1, 2]],
		['one page beyond 10 new tasks that fill a page', 50, { processedCount: 40 }, [1, 2]],
		['one page beyond 25 new tasks', 50, { processedCount: 25 }, [1, 2, 3, 4]],
		['all pages if all tasks are new', 30, {}, [1, 2, 3]],
		[
			'up to the first page with a task older than the watermark',
			50,
			{ account: { watermarkS: WATERMARK_S + 35 } },
			[1, 2],
		],
		[
			'one page more if a page ends in the second of the watermark',
			50,
			{ account: { watermarkS: WATERMARK_S + 31 } },
			[1, 2, 3],
		],
		[
			'the first page and an unread, shorter last page',
			45,
			{ processedCount: 45, account: { resumePage: 5 } },
			[1, 5],
		],
		[
			'the first page and the unread pages 4 and 5',
			50,
			{ processedCount: 50, account: { resumePage: 4 } },
			[1, 4, 5],
		],
		[
			'all unread pages from page 2 on',
			50,
			{ processedCount: 50, account: { resumePage: 1 } },
			[1, 2, 3, 4, 5],
		],
		['all pages if they are shorter than requested', 5, { pageSize: 2 }, [1, 2, 3]],
	])('reads %s', async (_, total, start, expected) => {
		const { pages, isRead, resumePage } = await readPages(list(total), start);

		expect(pages).toEqual(expected);
		expect([isRead, resumePage]).toEqual([true, undefined]);
	});

	it('returns each task once', async () => {
		expect((await readPages(list(25))).seen.size).toBe(25);
	});

	it.each([
		['the first page fails', 1, 7, { isRead: false, resumePage: 7 }],
		['a later page fails', 2, undefined, { isRead: true, resumePage: 2 }],
	])('returns where a later poll resumes if %s', async (_, failingPage, resumePage, expected) => {
		const account = { resumePage };

		expect(await readPages(list(100), { failingPage, account })).toMatchObject(expected);
	});
});
