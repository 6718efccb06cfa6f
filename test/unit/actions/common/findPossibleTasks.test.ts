import type { IExecuteFunctions } from 'n8n-workflow';

import { findPossibleTasks } from '../../../../nodes/Hailuo/actions/common/findPossibleTasks';
import type { RunItem } from '../../../../nodes/Hailuo/execution/operation';
import type { Account } from '../../../../nodes/Hailuo/execution/accounts';
import type { RunContext } from '../../../../nodes/Hailuo/execution/runContext';
import type { IndeterminateCreate } from '../../../../nodes/Hailuo/execution/storedItem';
import { TaskStore } from '../../../../nodes/Hailuo/execution/taskStore';
import { RateLimiter } from '../../../../nodes/Hailuo/scheduling/rateLimiter';
import { HailuoClient } from '../../../../nodes/Hailuo/transport/client';
import { VirtualClock } from '../../../../tools/simulation/virtualClock';

const MODEL = 'MiniMax-Hailuo-02';
const OWN = 'task-own-1';
const nowS = () => Math.floor(Date.now() / 1000);

interface Entry {
	id: string;
	model?: string;
	/** Seconds since the create was sent, by the provider's clock. */
	agoS?: number;
}

interface AccountList {
	/** The list at the first and at the second search, or the status of the response. */
	lists: Array<Entry[] | number>;
	/** How far the provider's clock is ahead of n8n's, s; undefined: its responses have no date. */
	aheadS?: number;
}

interface Found extends Partial<IndeterminateCreate> {
	/** Number of requests. */
	reads: number;
}

/** Searches after one create of unknown outcome, in a run that has created one other task. */
async function search({ lists, aheadS }: AccountList): Promise<Found> {
	const clock = new VirtualClock();
	let reads = 0;
	let searches = 0;
	const httpRequestWithAuthentication = async (_: string, { qs }: { qs: { page: number } }) => {
		reads += 1;
		if (qs.page === 1) searches += 1;
		const list = lists[Math.min(searches, lists.length) - 1];
		const headers =
			aheadS === undefined ? {} : { date: new Date(Date.now() + aheadS * 1000).toUTCString() };
		if (typeof list === 'number') return await Promise.resolve(response(list, NO_LIST));
		const page = list.slice((qs.page - 1) * 100, qs.page * 100);
		const data = page.map(({ id, model = MODEL, agoS = 0 }) => ({
			id,
			model,
			status: 'processing',
			created_at: nowS() + (aheadS ?? 0) - agoS,
		}));
		const body = JSON.stringify({ data, total: list.length });
		return await Promise.resolve({ ...response(200, body), headers });
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const client = new HailuoClient(context, { baseUrl: 'https://a.example', data: {} });
	const account = { readLimiter: new RateLimiter(clock), client } as unknown as Account;
	const store = new TaskStore({}, '1', 0, false);
	store.track(0, { taskId: OWN });
	store.setIndeterminate(1, { cause: 'x', model: MODEL, sentAtMs: Date.now() });
	const run = { clock, stopSignal: new AbortController().signal, store } as unknown as RunContext;
	const items = [{ itemIndex: 1, account }] as unknown as RunItem[];
	await clock.run(findPossibleTasks(run, items, [{ account, task: { taskId: OWN } }]));
	return { ...store.indeterminate(1), reads };
}

const NO_LIST = '{"error": {"message": "No such route"}}';
const response = (statusCode: number, body: string) => ({ statusCode, headers: {}, body });

const own: Entry = { id: OWN };
/** More tasks of the run since the create than the search reads. */
const manyOthers = [
	own,
	...Array.from({ length: 600 }, (_, i) => ({ id: `other-${i}`, model: 'x' })),
];

describe('findPossibleTasks', () => {
	it.each<[string, AccountList, string[] | undefined]>([
		['a new task', { lists: [[{ id: 'new' }, own]], aheadS: 0 }, ['new']],
		['a task that is listed late', { lists: [[own], [{ id: 'new' }, own]], aheadS: 0 }, ['new']],
		['a new task although a foreign one came first', { lists: [[{ id: 'foreign' }, own], [{ id: 'new' }, { id: 'foreign' }, own]], aheadS: 0 }, ['foreign', 'new']], // prettier-ignore
		['another spelling of the model', { lists: [[{ id: 'new', model: 'minimax-hailuo-02' }, own]], aheadS: 0 }, ['new']], // prettier-ignore
		['a task created up to 60 s earlier', { lists: [[{ id: 'new', agoS: 55 }, own]], aheadS: 0 }, ['new']], // prettier-ignore
		['a new task, with a clock 2 min ahead', { lists: [[{ id: 'new' }, own]], aheadS: 120 }, ['new']], // prettier-ignore
		['a new task, with a clock 2 min behind', { lists: [[{ id: 'new' }, own]], aheadS: -120 }, ['new']], // prettier-ignore
		['no older task, with a clock 2 min ahead', { lists: [[own, { id: 'old', agoS: 100 }]], aheadS: 120 }, []], // prettier-ignore
		['no task of another model', { lists: [[{ id: 'x', model: 'MiniMax-Hailuo-2.3' }, own]], aheadS: 0 }, []], // prettier-ignore
		['no task that the run created itself', { lists: [[own]], aheadS: 0 }, []],
		['a new task although the first read fails', { lists: [503, [{ id: 'new' }, own]], aheadS: 0 }, ['new']], // prettier-ignore
	])('finds %s', async (_, account, expected) => {
		expect((await search(account)).possibleTaskIds).toEqual(expected);
	});

	it.each([
		['has no list', 404, 1],
		['rejects the request', 403, 1],
		['returns something else', 200, 2],
		['fails', 503, 2],
	])('finds nothing if the provider %s', async (_, status, reads) => {
		expect(await search({ lists: [status] })).toMatchObject({ reads });
		expect((await search({ lists: [status] })).possibleTaskIds).toBeUndefined();
	});

	it.each<[boolean, string, AccountList]>([
		[true, 'the list shows a task of the run twice, and no new one', { lists: [[own]], aheadS: 0 }],
		[false, 'the list is empty', { lists: [[]], aheadS: 0 }],
		[false, "the list lacks the run's own task", { lists: [[{ id: 'old', agoS: 600 }]], aheadS: 0 }], // prettier-ignore
		[false, "the first list lacks the run's own task", { lists: [[], [own]], aheadS: 0 }],
		[false, 'the list is longer than the search', { lists: [manyOthers], aheadS: 0 }],
		[true, 'the search ends at an older task', { lists: [[...manyOthers.slice(0, 400), ...manyOthers.map((one) => ({ ...one, id: `old-${one.id}`, agoS: 600 }))]], aheadS: 0 }], // prettier-ignore
		[false, 'the responses have no date', { lists: [[own]] }],
		[false, 'the second read fails', { lists: [[own], 503], aheadS: 0 }],
		[false, 'there is a new task', { lists: [[own], [{ id: 'new' }, own]], aheadS: 0 }],
	])('says %s that there is no new task if %s', async (expected, _, account) => {
		expect((await search(account)).hasNoNewTask === true).toBe(expected);
	});
});
