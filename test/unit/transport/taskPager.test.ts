import { parseTaskList } from '../../../nodes/Hailuo/domain/taskList';
import { TaskPager } from '../../../nodes/Hailuo/transport/taskPager';
import { ok } from '../../../nodes/Hailuo/utils/result';

interface List {
	/** Creation time of each task, s, in the provider's order. */
	times: number[];
	hasTotal?: boolean;
	/** Tasks per page of the provider. */
	pageSize?: number;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => 1_000 + index);
const downFrom = (count: number) => upTo(count).reverse();

/** Reads a list and returns the numbers of the requested pages, the pages and the errors. */
async function readPages({ times, hasTotal = true, pageSize = 10 }: List, from?: number[]) {
	const requestedPages: number[] = [];
	const pager = new TaskPager(async (page) => {
		requestedPages.push(page);
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
	return { requestedPages, pages, errors };
}

describe('TaskPager', () => {
	it.each<[string, List, number[]]>([
		['a list without tasks', { times: [] }, [1]],
		['a list of one page', { times: downFrom(10) }, [1]],
		['a list with one task more than a page', { times: downFrom(11) }, [1, 2]],
		['a list of three full pages', { times: downFrom(30) }, [1, 2, 3]],
		['a list of three pages', { times: downFrom(25) }, [1, 2, 3]],
		[
			'a list of three pages without a total',
			{ times: downFrom(25), hasTotal: false },
			[1, 2, 3, 4],
		],
		['a list of one page sorted oldest first', { times: upTo(10) }, [1]],
		[
			'a list of one page sorted oldest first without a total',
			{ times: upTo(10), hasTotal: false },
			[1, 2],
		],
		['a list of three pages sorted oldest first', { times: upTo(25) }, [1, 3, 2, 1]],
		['a list of two full pages sorted oldest first', { times: upTo(20) }, [1, 2, 1]],
	])('returns %s with the newest tasks first', async (_, list, expected) => {
		const { requestedPages, pages } = await readPages(list);

		expect(requestedPages).toEqual(expected);
		const times = pages.flatMap((page) => page.slice(1));
		expect(times).toEqual([...list.times].sort((a, b) => b - a));
		expect(pages.map(([page]) => page).slice(0, 3)).toEqual([1, 2, 3].slice(0, pages.length));
	});

	it('starts at any page of a list sorted oldest first, counted from its end', async () => {
		const { pages } = await readPages({ times: upTo(25) }, [1, 3, 7]);

		expect(pages.slice(3)).toEqual([[3, ...downFrom(10)], [7]]);
	});

	it('returns an error for several pages sorted oldest first without a total', async () => {
		const { pages, errors } = await readPages({ times: upTo(25), hasTotal: false });

		expect(pages).toEqual([]);
		expect(errors).toEqual([expect.stringContaining('oldest first')]);
	});

	it('treats tasks of the same second as sorted newest first', async () => {
		const { requestedPages } = await readPages({ times: Array<number>(25).fill(1_000) });

		expect(requestedPages).toEqual([1, 2, 3]);
	});
});
