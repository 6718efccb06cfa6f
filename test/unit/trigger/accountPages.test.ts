import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import { TaskListPager } from '../../../nodes/Hailuo/trigger/accountPages';

const SINCE_S = 1_000;

/** A list of so many tasks, newest first; the task of index i was made at SINCE_S + total - i. */
function list(total: number): ListedTask[] {
	return Array.from({ length: total }, (_, i) => ({
		taskId: `task-${total - i}`,
		status: 'completed',
		createdS: SINCE_S + total - i,
	}));
}

/** The pages that a walk reads of this list, with pages of 10. */
function walked(
	tasks: ListedTask[],
	state: { known?: number; resumePage?: number; watermarkS?: number },
) {
	const { known = 0, resumePage, watermarkS = SINCE_S } = state;
	const processed = new Map(
		tasks.slice(tasks.length - known).map((one) => [one.taskId, one.createdS]),
	);
	const account = { scope: 'x', watermarkS, pending: new Map(), resumePage };
	const walk = new TaskListPager({ revision: 0, processed, account });
	const pages: number[] = [];
	while (walk.nextPage !== undefined) {
		pages.push(walk.nextPage);
		const page = tasks.slice((walk.nextPage - 1) * 10, walk.nextPage * 10);
		walk.addPage({ tasks: page, entries: page.length, total: tasks.length });
	}
	return pages;
}

it.each([
	['an empty list', 0, {}, [1]],
	['nothing new', 50, { known: 50 }, [1]],
	['one page of new ones', 50, { known: 45 }, [1, 2]],
	['new ones that fill a page', 50, { known: 40 }, [1, 2]],
	['25 new ones', 50, { known: 25 }, [1, 2, 3, 4]],
	['all new', 30, {}, [1, 2, 3]],
	['new ones that reach back to the old time', 50, { watermarkS: SINCE_S + 35 }, [1, 2]],
	['a part left unread, with nothing new on top', 50, { known: 50, resumePage: 4 }, [1, 4, 5]],
	['a part left unread on the next page', 50, { known: 50, resumePage: 1 }, [1, 2, 3, 4, 5]],
])('%s', (_, total, state, pages) => {
	expect(walked(list(total), state)).toEqual(pages);
});

it('goes on where a host gives shorter pages than wanted', () => {
	const tasks = list(5);
	const walk = new TaskListPager({ revision: 0, processed: new Map() });

	walk.addPage({ tasks: tasks.slice(0, 2), entries: 2, total: 5 });
	expect(walk.nextPage).toBe(2);
	walk.addPage({ tasks: tasks.slice(2, 4), entries: 2, total: 5 });
	expect(walk.nextPage).toBe(3);
	walk.addPage({ tasks: tasks.slice(4), entries: 1, total: 5 });
	expect(walk.nextPage).toBeUndefined();
	expect(walk.seen.size).toBe(5);
});

it.each([
	['before its first page', 0, 7, 7],
	['after a page', 1, undefined, 2],
])('that is broken off %s is taken up there', (_, pages, resumePage, resumeAt) => {
	const account = { scope: 'x', watermarkS: SINCE_S, resumePage };
	const walk = new TaskListPager({ revision: 0, processed: new Map(), account });

	if (pages > 0) walk.addPage({ tasks: list(10), entries: 10, total: 100 });

	expect(walk.resumePage).toBe(resumeAt);
});
