import { parseTaskList, type TaskPage } from '../../../nodes/Hailuo/domain/taskList';
import type { TaskListing } from '../../../nodes/Hailuo/trigger/pollRequests';
import type { AccountState } from '../../../nodes/Hailuo/trigger/state';
import {
	addListed,
	isHistory,
	isLastPage,
	startWatching,
	waitingTasks,
	withoutEnded,
} from '../../../nodes/Hailuo/trigger/watchAccount';

const HOUR_S = 3_600;
const NOW_S = Date.parse('2026-01-31T00:00:00Z') / 1000;
const TIMES = { nowMs: 50 * HOUR_S * 1000, wallMs: NOW_S * 1000 };
const WATCH = { event: 'completed', giveUpMs: 24 * HOUR_S * 1000, scope: 'one' } as const;

const ids = (...entries: Array<[string, number]>) => new Map(entries);
const account = (rest: Partial<AccountState> = {}): AccountState => ({
	scope: 'one',
	floorS: NOW_S - HOUR_S,
	seen: ids(),
	waiting: ids(),
	...rest,
});
/** A page of entries as the API returns them. */
const page = (...entries: object[]) => parseTaskList({ data: entries })!;
const listed = (agoS: number, rest: object = {}) => ({
	id: `task-${agoS}`,
	status: 'processing',
	created_at: NOW_S - agoS,
	...rest,
});
/** So many tasks, from a time on. */
const pageFrom = (agoS: number, count = 100, everyS = 1) =>
	page(...Array.from({ length: count }, (_, index) => listed(agoS + index * everyS)));
const list = (...pages: TaskPage[]): TaskListing => ({ pages, end: 'complete' });

describe('startWatching', () => {
	it.each([
		['all that has finished is history', undefined, 300, Infinity],
		['what was created since the first attempt is not, if the list failed', TIMES.nowMs - HOUR_S * 1000, HOUR_S + 300, NOW_S - HOUR_S - 300], // prettier-ignore
	])('keeps what is waiting; %s', (_, failingSinceMs, belowS, historyS) => {
		const before = account({ scope: 'before', waiting: ids(['task-1', 5]) });
		const floorS = NOW_S - belowS;
		expect(startWatching(before, 'one', TIMES, failingSinceMs)).toEqual({
			account: { scope: 'one', floorS, seen: ids(), waiting: ids(['task-1', 5]) },
			historyS,
		});
	});
});

describe('isLastPage', () => {
	it.each<[string, AccountState | undefined, number]>([
		['the floor', account(), HOUR_S],
		['a day before the newest tasks, at the start', undefined, 24 * HOUR_S + 100],
	])('is the first page below %s', (_, state, agoS) => {
		const isLast = isLastPage(state);

		expect([0, agoS - 1_000, agoS].map((ago) => isLast(pageFrom(ago)))).toEqual([
			false,
			false,
			true,
		]);
	});
});

describe('addListed', () => {
	const completed = { status: 'completed' };
	const failed = { status: 'failed' };
	const odd = { status: 'rendering' };

	// prettier-ignore
	it.each<[string, object, 'waiting' | 'seen' | 'neither', Partial<AccountState>?, number?]>([
		['that runs', {}, 'waiting'],
		['that has completed', completed, 'waiting'],
		['that has failed, which a read must confirm', failed, 'waiting'],
		['that was emitted before', completed, 'seen', { seen: ids(['x', NOW_S]) }],
		['that was emitted, and is listed as running again', {}, 'seen', { seen: ids(['x', NOW_S]) }],
		['that completed below the floor', completed, 'neither', { floorS: NOW_S }],
		['that completed below the floor, but was waiting', completed, 'waiting', { floorS: NOW_S, waiting: ids(['x', 1]) }],
		['that runs below the floor, as it is listed late', {}, 'waiting', { floorS: NOW_S }],
		['that runs, but is older than Give Up After', { created_at: NOW_S - 25 * HOUR_S }, 'neither'],
		['of another model', { model: 'Other' }, 'neither'],
		['of the model in other case', { model: 'minimax-HAILUO-02' }, 'waiting'],
		['without a model, which a read must tell', {}, 'waiting'],
		['without a known status', odd, 'waiting'],
		['without a known status below the floor', odd, 'neither', { floorS: NOW_S }],
		['without a known status at the start', odd, 'waiting', { floorS: NOW_S }, Infinity],
		['that runs at the start', {}, 'waiting', {}, Infinity],
		['that has completed at the start', completed, 'seen', {}, Infinity],
		['that completes at a second start, but was waiting', completed, 'waiting', { waiting: ids(['x', 1]) }, Infinity],
		['that completed after the first attempt to start', completed, 'waiting', {}, NOW_S - 60],
		['that completed before the first attempt to start', completed, 'seen', {}, NOW_S],
	])('adds a task %s', (_, entry, expected, before = {}, historyS) => {
		const task = { id: 'x', created_at: NOW_S - 60, status: 'processing', ...entry };
		const watch = { ...WATCH, model: 'MiniMax-Hailuo-02' };
		const { account: after } = addListed(account(before), list(page(task)), watch, TIMES, historyS);

		const found = after.waiting.has('x') ? 'waiting' : after.seen.has('x') ? 'seen' : 'neither';
		expect(found).toBe(expected);
	});

	it('counts a completed task as seen if only failed ones are emitted', () => {
		const watch = { ...WATCH, event: 'failed' } as const;
		const { account: after } = addListed(account(), list(page(listed(9, completed))), watch, TIMES);
		expect([...after.seen.keys()]).toEqual(['task-9']);
	});

	const undated = { id: 'undated', created_at: null };
	it.each<[string, object[], number]>([
		['the time in its ID', [{ ...undated, id: `task-unified-${NOW_S - 70}-x` }, listed(60)], 70],
		['the time of its neighbor', [listed(40), undated, listed(60)], 40],
		['the time of the next one, if it is the first', [undated, listed(60)], 60],
	])('gives a task without a time %s', (_, entries, agoS) => {
		const { account: after } = addListed(account(), list(page(...entries)), WATCH, TIMES);
		expect([...after.waiting.values()]).toContain(NOW_S - agoS);
	});

	// prettier-ignore
	it.each<[string, TaskPage[], number]>([
		['an hour behind the newest task', [pageFrom(10, 1)], HOUR_S + 10],
		['an hour behind most tasks, if the newest has a wrong time', [page(listed(-90_000), listed(20), listed(30))], HOUR_S + 20],
		['an hour behind now, if all times are in the future', [page(listed(-90_000))], HOUR_S],
		['the 500th task of a large account', [pageFrom(0, 600, 2)], 1_000],
		['at least ten minutes behind its tenth newest task', [pageFrom(20, 600)], 20 + 9 + 600],
	])('moves the floor to %s', (_, pages, belowS) => {
		const before = account({ floorS: NOW_S - 9 * HOUR_S });
		const { account: after } = addListed(before, list(...pages), WATCH, TIMES);
		expect(after.floorS).toBe(NOW_S - belowS);
	});

	it('sets the floor by the list at the start, since the clock of n8n may be wrong', () => {
		const { account: before, historyS } = startWatching(undefined, 'one', TIMES);
		const { account: after } = addListed(before, list(pageFrom(0, 1)), WATCH, TIMES, historyS);
		expect(after.floorS).toBe(NOW_S - HOUR_S);
	});

	it('moves the floor only up, and forgets what was seen below it', () => {
		const seen = ids(['old', NOW_S - 2 * HOUR_S], ['young', NOW_S]);
		const before = account({ floorS: NOW_S - 60, seen });
		const { account: after } = addListed(before, list(page(listed(10))), WATCH, TIMES);
		expect(after).toMatchObject({ floorS: NOW_S - 60, seen: ids(['young', NOW_S]) });
	});

	it.each<[string, TaskListing['end'], number, string | undefined]>([
		['moves it to the oldest listed task, and says so, if no more can be listed', 'limited', 100, 'from 2026-01-30T15:00:00.000Z until 2026-01-30T23:58:20.000Z'], // prettier-ignore
		['does not move it if a page could not be read', 'failed', 9 * HOUR_S, undefined],
	])('%s', (_, end, belowS, note) => {
		const before = account({ floorS: NOW_S - 9 * HOUR_S });
		const after = addListed(before, { pages: [pageFrom(0, 200)], end }, WATCH, TIMES);

		expect(after.account.floorS).toBe(NOW_S - belowS);
		expect(after.account.waiting.size).toBe(200);
		expect(after.note?.includes(note ?? '')).toBe(note && true);
	});

	it('emits no history that the first list could not contain', () => {
		const pages = [pageFrom(0, 200)];
		const { account: after, note } = addListed(account(), { pages, end: 'limited' }, WATCH, TIMES, Infinity); // prettier-ignore

		expect(after.floorS).toBe(NOW_S - 100);
		expect(note).toBeUndefined();
	});

	it('changes nothing if the list is empty', () => {
		const before = account();
		expect(addListed(before, list(page()), WATCH, TIMES).account).toBe(before);
	});
});

describe('isHistory', () => {
	const waiting = ids(['waiting', 5]);

	it.each<[boolean, string, object]>([
		[true, 'that was created before', { taskId: 'x', createdS: 9 }],
		[false, 'that was created at this second', { taskId: 'x', createdS: 10 }],
		[false, 'that was waiting', { taskId: 'waiting', createdS: 5 }],
		[true, 'whose time is unknown', { taskId: 'x' }],
	])('is %s for a task %s', (expected, _, task) => {
		expect(isHistory(task as { taskId: string }, account({ waiting }), 10)).toBe(expected);
	});
});

describe('waitingTasks', () => {
	it('are sorted oldest first', () => {
		const waiting = ids(['new', NOW_S], ['old', NOW_S - 1]);
		expect(waitingTasks(account({ waiting }))).toEqual([
			{ taskId: 'old', createdAt: '2026-01-30T23:59:59.000Z' },
			{ taskId: 'new', createdAt: '2026-01-31T00:00:00.000Z' },
		]);
	});
});

describe('withoutEnded', () => {
	it('moves a task to those seen now, since a list that lags can show it as running again', () => {
		const before = account({ waiting: ids(['task-1', NOW_S - 9 * HOUR_S], ['task-2', 5]) });
		const after = withoutEnded(before, [{ taskId: 'task-1', status: 'completed' }], TIMES);

		expect(after.waiting).toEqual(ids(['task-2', 5]));
		expect(after.seen).toEqual(ids(['task-1', NOW_S]));
	});
});
