import { parseTaskList } from '../../../nodes/Hailuo/domain/taskList';
import { TaskPager } from '../../../nodes/Hailuo/transport/taskPager';
import { ok } from '../../../nodes/Hailuo/utils/result';

interface List {
	/** Creation of each task, in the provider's order. */
	times: number[];
	hasTotal?: boolean;
	/** Of the provider's pages. */
	pageSize?: number;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => 1_000 + index);
const downFrom = (count: number) => upTo(count).reverse();

/** Reads a list, and tells which of the provider's pages were read. */
async function read({ times, hasTotal = true, pageSize = 10 }: List, from?: number[]) {
	const read: number[] = [];
	const pager = new TaskPager(async (page) => {
		read.push(page);
		const data = times
			.slice((page - 1) * pageSize, page * pageSize)
			.map((time) => ({ id: `task-${time}`, created_at: time }));
		return ok(parseTaskList({ data, ...(hasTotal && { total: times.length }) })!);
	});
	const pages: Array<[page: number, ...times: number[]]> = [];
	const errors: string[] = [];
	for (const start of from ?? [1]) {
		for await (const { page, result } of pager.pages(start)) {
			if (!result.ok) errors.push(result.error.message);
			else pages.push([page, ...result.value.tasks.map(({ createdS }) => createdS)]);
		}
	}
	return { read, pages, errors };
}

describe('taskPager', () => {
	it.each<[string, List, number[]]>([
		['no tasks', { times: [] }, [1]],
		['one page', { times: downFrom(10) }, [1]],
		['one task more than a page', { times: downFrom(11) }, [1, 2]],
		['full pages', { times: downFrom(30) }, [1, 2, 3]],
		['three pages', { times: downFrom(25) }, [1, 2, 3]],
		['three pages without a total', { times: downFrom(25), hasTotal: false }, [1, 2, 3, 4]],
		['one page, oldest first', { times: upTo(10) }, [1]],
		['one page, oldest first, without a total', { times: upTo(10), hasTotal: false }, [1, 2]],
		['three pages, oldest first', { times: upTo(25) }, [1, 3, 2, 1]],
		['full pages, oldest first', { times: upTo(20) }, [1, 2, 1]],
	])('reads %s, newest tasks first', async (_, list, expected) => {
		const { read: numbers, pages } = await read(list);

		expect(numbers).toEqual(expected);
		const times = pages.flatMap((page) => page.slice(1));
		expect(times).toEqual([...list.times].sort((a, b) => b - a));
		expect(pages.map(([page]) => page).slice(0, 3)).toEqual([1, 2, 3].slice(0, pages.length));
	});

	it('reads a list that is sorted oldest first from any page on, counted from its end', async () => {
		const { pages } = await read({ times: upTo(25) }, [1, 3, 7]);

		expect(pages.slice(3)).toEqual([[3, ...downFrom(10)], [7]]);
	});

	it('says that a list cannot be used which is sorted oldest first and tells no total', async () => {
		const { pages, errors } = await read({ times: upTo(25), hasTotal: false });

		expect(pages).toEqual([]);
		expect(errors).toEqual([expect.stringContaining('oldest first')]);
	});

	it('takes tasks of one second for sorted newest first', async () => {
		const { read: numbers } = await read({ times: Array<number>(25).fill(1_000) });

		expect(numbers).toEqual([1, 2, 3]);
	});
});
