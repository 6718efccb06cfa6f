import { parseTaskList } from '../../../nodes/Hailuo/domain/taskList';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { readPages } from '../../../nodes/Hailuo/transport/taskPager';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

interface List {
	/** Creation time of each task, s after 2023, in the provider's order. */
	times: number[];
	total?: number;
	/** The provider returns the first page, whatever is requested. */
	ignoresPage?: boolean;
	/** Tasks per page. Default: 10. */
	size?: number;
	/** The response to a page after the last one. Default: an empty page. */
	pastEnd?: RequestError;
}

/** The provider's; the requested one is 100. */
const PAGE_SIZE = 10;
const NEW_YEAR_S = 1_672_531_200;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const downFrom = (count: number) => upTo(count).reverse();
const REJECTION: RequestError = { reason: 'invalid', status: 400, message: 'No such page' };
const INVALID_PAGE: RequestError = {
	reason: 'unclearNotFound',
	status: 404,
	message: 'Invalid page.',
};
const PROXY_PAGE: RequestError = { reason: 'unexpectedFormat', status: 404, message: 'A web page' };
const WRONG_KEY: RequestError = { reason: 'invalidKey', status: 401, message: 'Invalid key' };
const OUTAGE: RequestError = { reason: 'unclear', status: 503, message: 'Overloaded' };

/** Reads a list and returns the numbers of the requested pages, the times of the tasks and the errors. */
async function readAll(list: List, beforePage: (page: number) => void = () => {}) {
	const requested: number[] = [];
	const times: number[] = [];
	const errors: string[] = [];
	const pages = readPages(async (page) => {
		requested.push(page);
		if (requested.length > 100) throw new Error('The list has no end');
		beforePage(page);
		const { size = PAGE_SIZE } = list;
		const from = list.ignoresPage ? 0 : (page - 1) * size;
		const data = list.times
			.slice(from, from + size)
			.map((time) => ({ id: `task-${time}`, created_at: NEW_YEAR_S + time }));
		if (data.length === 0 && list.pastEnd) return err(list.pastEnd);
		return ok(parseTaskList({ data, total: list.total })!);
	});
	for await (const page of pages) {
		if (!page.ok) errors.push(page.error.message);
		else times.push(...page.value.tasks.map(({ createdS = 0 }) => createdS - NEW_YEAR_S));
	}
	return { requested, times: [...new Set(times)], errors };
}

describe('readPages', () => {
	it.each<[string, List, number[]]>([
		['a list without tasks', { times: [] }, [1]],
		['a list of one page', { times: downFrom(10), total: 10 }, [1, 2]],
		['a list of three pages', { times: downFrom(25), total: 25 }, [1, 2, 3, 4]],
		['a list without a total', { times: downFrom(25) }, [1, 2, 3, 4]],
		['a list whose total counts only the page', { times: downFrom(25), total: 10 }, [1, 2, 3, 4]],
		['a list of one page sorted oldest first', { times: upTo(10), total: 10 }, [1, 2]],
		['one sorted oldest first without a total', { times: upTo(10) }, [1, 2]],
		['three pages sorted oldest first', { times: upTo(25), total: 25 }, [1, 3, 4, 2, 1]],
		['one sorted oldest first whose total counts the page', { times: upTo(25), total: 10 }, [1, 2, 3, 4, 2, 1]], // prettier-ignore
		['one sorted oldest first whose total is too large', { times: upTo(15), total: 45 }, [1, 5, 4, 3, 2, 3, 1]], // prettier-ignore
		['a provider that rejects a page after the last one', { times: downFrom(20), total: 20, pastEnd: REJECTION }, [1, 2, 3]], // prettier-ignore
		['one that rejects it and has no total', { times: downFrom(15), pastEnd: REJECTION }, [1, 2, 3]], // prettier-ignore
		['one that answers it with 404', { times: downFrom(5), pastEnd: INVALID_PAGE }, [1, 2]],
		['one that answers it with 404 after a full page', { times: downFrom(100), size: 100, pastEnd: INVALID_PAGE }, [1, 2]], // prettier-ignore
		['one that rejects it after a full page that reaches the total', { times: downFrom(100), size: 100, total: 100, pastEnd: REJECTION }, [1, 2]], // prettier-ignore
		['one sorted oldest first that rejects it', { times: upTo(200), size: 100, total: 200, pastEnd: REJECTION }, [1, 2, 3, 1]], // prettier-ignore
		['one sorted oldest first that answers it with 404', { times: upTo(15), total: 45, pastEnd: INVALID_PAGE }, [1, 5, 4, 3, 2, 3, 1]], // prettier-ignore
	])('returns all tasks of %s, the newest first', async (_, list, expected) => {
		const { requested, times, errors } = await readAll(list);

		expect(times).toEqual([...list.times].sort((a, b) => b - a));
		expect(requested).toEqual(expected);
		expect(errors).toEqual([]);
	});

	it.each<[string, List]>([
		['newest first', { times: downFrom(25), ignoresPage: true }],
		['oldest first', { times: upTo(25), total: 25, ignoresPage: true }],
	])('ends if the provider ignores the page, and sorts %s', async (_, list) => {
		const { requested, times } = await readAll(list);

		expect(times).toHaveLength(PAGE_SIZE);
		expect(requested.length).toBeLessThanOrEqual(5);
	});

	it('returns all tasks if so many are created meanwhile that a page has only known ones', async () => {
		const list: List = { times: downFrom(25) };
		const { times } = await readAll(list, (page) => {
			if (page === 2) list.times.unshift(...downFrom(10).map((time) => time + 100));
		});

		expect(times).toEqual(downFrom(25));
	});

	it.each([
		['sorted newest first, at an outage', { times: downFrom(20), total: 20, pastEnd: OUTAGE }, 'Overloaded'], // prettier-ignore
		['sorted oldest first without a total', { times: upTo(25) }, 'oldest first'],
		['sorted oldest first, at an outage', { times: upTo(10), pastEnd: OUTAGE }, 'Overloaded'],
		['whose next page is a 404 page of a proxy', { times: downFrom(5), pastEnd: PROXY_PAGE }, 'A web page'], // prettier-ignore
		['whose next page is missing although the total is larger', { times: downFrom(100), size: 100, total: 150, pastEnd: INVALID_PAGE }, 'Invalid page'], // prettier-ignore
		['whose key becomes invalid', { times: downFrom(5), pastEnd: WRONG_KEY }, 'Invalid key'],
		['whose next page is rejected after a full one without a total', { times: downFrom(100), size: 100, pastEnd: REJECTION }, 'No such page'], // prettier-ignore
	])('returns the error of a list %s', async (_, list, message) => {
		expect((await readAll(list)).errors).toEqual([expect.stringContaining(message)]);
	});

	it('is not misled about the order by a single wrong time', async () => {
		const list: List = { times: [5, 4, 3, 2, 1, 9_000_000], total: 6 };

		expect((await readAll(list)).times).toEqual(list.times);
	});
});
