import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import { TaskPager } from '../../../nodes/Hailuo/transport/taskPager';
import { readAccountPages } from '../../../nodes/Hailuo/trigger/accountPages';
import type { AccountState } from '../../../nodes/Hailuo/trigger/state';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

const SINCE_S = 1_000;

/** A list of so many tasks, newest first; the task of index i was created at SINCE_S + total - i. */
function list(total: number): ListedTask[] {
	return Array.from({ length: total }, (_, i) => ({
		taskId: `task-${total - i}`,
		status: 'completed',
		createdS: SINCE_S + total - i,
	}));
}

interface Start {
	/** How many of the oldest tasks are processed. */
	known?: number;
	account?: Partial<AccountState>;
	pageSize?: number;
	/** The page that cannot be read. */
	failingPage?: number;
}

/** Reads the list, and tells which pages were read. */
async function reading(tasks: ListedTask[], start: Start = {}) {
	const { known = 0, account, pageSize = 10, failingPage } = start;
	const processed = new Map(
		tasks.slice(tasks.length - known).map((task) => [task.taskId, task.createdS]),
	);
	const pages: number[] = [];
	const listPage = async (page: number) => {
		pages.push(page);
		if (page === failingPage)
			return err({ kind: 'rejected', status: 503, message: 'busy' } as const);
		const shown = tasks.slice((page - 1) * pageSize, page * pageSize);
		return ok({ tasks: shown, entries: shown.length, total: tasks.length });
	};
	const state = {
		revision: 0,
		processed,
		account: { scope: 'x', watermarkS: SINCE_S, pending: new Map(), ...account },
	};
	const pager = new TaskPager(listPage);
	const result = await readAccountPages((from) => pager.pages(from), state);
	return { ...result, pages };
}

describe('readAccountPages', () => {
	it.each<[string, number, Start, number[]]>([
		['an empty list', 0, {}, [1]],
		['nothing new', 50, { known: 50 }, [1]],
		['one page of new tasks', 50, { known: 45 }, [1, 2]],
		['new tasks that fill a page', 50, { known: 40 }, [1, 2]],
		['25 new tasks', 50, { known: 25 }, [1, 2, 3, 4]],
		['all new', 30, {}, [1, 2, 3]],
		['new tasks down to the watermark', 50, { account: { watermarkS: SINCE_S + 35 } }, [1, 2]],
		[
			'new tasks of the second of the watermark',
			50,
			{ account: { watermarkS: SINCE_S + 31 } },
			[1, 2, 3],
		],
		[
			'an unread last page, which is shorter',
			45,
			{ known: 45, account: { resumePage: 5 } },
			[1, 5],
		],
		[
			'unread pages, with nothing new before them',
			50,
			{ known: 50, account: { resumePage: 4 } },
			[1, 4, 5],
		],
		[
			'unread pages from the next one on',
			50,
			{ known: 50, account: { resumePage: 1 } },
			[1, 2, 3, 4, 5],
		],
		['pages shorter than requested', 5, { pageSize: 2 }, [1, 2, 3]],
	])('of %s reads the pages that it must', async (_, total, start, expected) => {
		const { pages, isRead, resumePage } = await reading(list(total), start);

		expect(pages).toEqual(expected);
		expect([isRead, resumePage]).toEqual([true, undefined]);
	});

	it('collects each task once', async () => {
		expect((await reading(list(25))).seen.size).toBe(25);
	});

	it.each([
		['the first page', 1, 7, { isRead: false, resumePage: 7 }],
		['a later page', 2, undefined, { isRead: true, resumePage: 2 }],
	])(
		'resumes in a later poll where %s could not be read',
		async (_, failingPage, resumePage, left) => {
			const account = { resumePage };

			expect(await reading(list(100), { failingPage, account })).toMatchObject(left);
		},
	);
});
