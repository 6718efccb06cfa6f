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
		['a provider that rejects a page after the last one', { times: downFrom(20), total: 20, pastEnd: REJECTION }, [1, 2, 3]], // prettier-ignore
		['one that rejects it and has no total', { times: downFrom(15), pastEnd: REJECTION }, [1, 2, 3]], // prettier-ignore
		['one that answers it with 404', { times: downFrom(5), pastEnd: INVALID_PAGE }, [1, 2]],
		['one that answers it with 404 after a full page', { times: downFrom(100), size: 100, pastEnd: INVALID_PAGE }, [1, 2]], // prettier-ignore
		['one that rejects it after a full page that reaches the total', { times: downFrom(100), size: 100, total: 100, pastEnd: REJECTION }, [1, 2]], // prettier-ignore
	])('returns all tasks of %s, the newest first', async (_, list, expected) => {
		const { requested, times, errors } = await readAll(list);

		expect(times).toEqual([...list.times].sort((a, b) => b - a));
		expect(requested).toEqual(expected);
		expect(errors).toEqual([]);
	});

	it('ends if the provider ignores the page', async () => {
		const { requested, times } = await readAll({ times: downFrom(25), ignoresPage: true });

		expect(times).toHaveLength(PAGE_SIZE);
		expect(requested).toEqual([1, 2, 3]);
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
		['whose next page is a 404 page of a proxy', { times: downFrom(5), pastEnd: PROXY_PAGE }, 'A web page'], // prettier-ignore
		['whose next page is missing although the total is larger', { times: downFrom(100), size: 100, total: 150, pastEnd: INVALID_PAGE }, 'Invalid page'], // prettier-ignore
		['whose key becomes invalid', { times: downFrom(5), pastEnd: WRONG_KEY }, 'Invalid key'],
		['whose next page is rejected after a full one without a total', { times: downFrom(100), size: 100, pastEnd: REJECTION }, 'No such page'], // prettier-ignore
	])('returns the error of a list %s', async (_, list, message) => {
		expect((await readAll(list)).errors).toEqual([expect.stringContaining(message)]);
	});

	it.each([
		['all entries', upTo(10), true],
		['all but one entry', [5, ...upTo(10)], true],
		['most entries', [5, 4, ...upTo(10)], false],
		['a few entries, which need only one page', upTo(9), false],
		['no entries: all were created in the same second', Array<number>(10).fill(5), false],
		['no entries, but one time is wrong', [...downFrom(10), 9_000_000], false],
	])('refuses a list if %s are sorted oldest first', async (_, times, isRefused) => {
		const { errors } = await readAll({ times });

		expect(errors).toEqual(isRefused ? [expect.stringContaining('sorted oldest first')] : []);
	});
});
