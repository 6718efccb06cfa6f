import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';
import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import type { Reading, TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import {
	initialAccount,
	reduceAccount,
	tasksToRead,
	type AccountListing,
} from '../../../nodes/Hailuo/trigger/reduceAccount';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { rejected } from '../scheduling/requestErrors';

const NOW_S = 1_770_000_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const GIVE_UP_S = 24 * HOUR_S;
/** All tasks created before this second are processed. */
const WATERMARK_S = NOW_S - 10 * HOUR_S;

const listed = (taskId: string, status: TaskStatus, createdS = NOW_S - MINUTE_S): ListedTask => ({
	taskId,
	status,
	createdS,
});

interface ListingInput {
	seen?: ListedTask[];
	pending?: Record<string, number>;
	processed?: Record<string, number>;
	unfinished?: Record<string, number>;
	event?: TriggerEvent;
	resumePage?: number;
	watermarkS?: number;
}

function listing(input: ListingInput): AccountListing {
	const { seen = [], pending = {}, processed = {}, unfinished, event = 'completed' } = input;
	const { resumePage, watermarkS = WATERMARK_S } = input;
	return {
		processed: new Map(Object.entries(processed)),
		account: { scope: 'x', watermarkS, pending: new Map(Object.entries(pending)) },
		seen: new Map(seen.map((task) => [task.taskId, task])),
		resumePage,
		...(unfinished && { unfinished: new Map(Object.entries(unfinished)) }),
		rules: { event, giveUpMs: GIVE_UP_S * 1000 },
		wallMs: NOW_S * 1000,
	};
}

describe('tasksToRead', () => {
	const old = WATERMARK_S - 1;

	it.each<[string, ListingInput, string[]]>([
		['a new completed task', { seen: [listed('a', 'completed')] }, ['a']],
		['no unfinished task', { seen: [listed('a', 'processing')] }, []],
		['no failed task with the event completed', { seen: [listed('a', 'failed')] }, []],
		[
			'a failed task with the event failed',
			{ seen: [listed('a', 'failed')], event: 'failed' },
			['a'],
		],
		['no processed task', { seen: [listed('a', 'completed')], processed: { a: NOW_S } }, []],
		['no task from before the watermark', { seen: [listed('a', 'completed', old)] }, []],
		[
			'a task from the second of the watermark',
			{ seen: [listed('a', 'completed', WATERMARK_S)] },
			['a'],
		],
		[
			'a pending task from before the watermark that has completed',
			{ seen: [listed('a', 'completed', old)], pending: { a: old } },
			['a'],
		],
		[
			'a pending task that is no longer listed as unfinished',
			{ pending: { a: old }, unfinished: {} },
			['a'],
		],
		[
			'no pending task that is still listed as unfinished',
			{ pending: { a: old }, unfinished: { a: old } },
			[],
		],
		['no pending task while the unfinished tasks are unknown', { pending: { a: old } }, []],
		[
			'no task that one list shows as unfinished, even if the other does not',
			{ seen: [listed('a', 'processing')], pending: { a: NOW_S - MINUTE_S }, unfinished: {} },
			[],
		],
		[
			'a pending task of 24 h, which is no longer watched',
			{ pending: { a: NOW_S - GIVE_UP_S } },
			['a'],
		],
		['no pending task 1 s younger than 24 h', { pending: { a: NOW_S - GIVE_UP_S + 1 } }, []],
		[
			'the oldest task first',
			{ seen: [3, 1, 2].map((age) => listed(`${age}`, 'completed', NOW_S - age)) },
			['3', '2', '1'],
		],
	])('selects %s', (_, input, ids) => {
		expect(tasksToRead(listing(input)).map(({ taskId }) => taskId)).toEqual(ids);
	});

	it('includes the creation from the list', () => {
		expect(tasksToRead(listing({ seen: [listed('a', 'completed', NOW_S)] }))).toEqual([
			{ taskId: 'a', createdAt: new Date(NOW_S * 1000).toISOString() },
		]);
	});
});

describe('reduceAccount', () => {
	describe('with the reading of a task', () => {
		const createdS = NOW_S - 20 * MINUTE_S;
		const read = (status: TaskStatus, ageS = 20 * MINUTE_S): Reading => {
			const createdAt = new Date((NOW_S - ageS) * 1000).toISOString();
			return ok({ task: { taskId: 'a', status, createdAt } });
		};
		const seen = (status: TaskStatus) => [listed('a', status, createdS)];
		const GIVEN_UP_S = NOW_S - GIVE_UP_S;

		it.each<
			[
				string,
				ListingInput,
				Reading | undefined,
				{ items: number; pending: string[]; notes?: number },
			]
		>([
			[
				'emits a completed task',
				{ seen: seen('completed') },
				read('completed'),
				{ items: 1, pending: [] },
			],
			['skips a failed task', { seen: seen('failed') }, undefined, { items: 0, pending: [] }],
			[
				'skips a failed task that was pending',
				{ seen: seen('failed'), pending: { a: createdS } },
				undefined,
				{ items: 0, pending: [] },
			],
			[
				'keeps an unfinished task pending',
				{ seen: seen('pending') },
				undefined,
				{ items: 0, pending: ['a'] },
			],
			[
				'keeps a completed task pending if it was not read',
				{ seen: seen('completed') },
				undefined,
				{ items: 0, pending: ['a'] },
			],
			[
				'keeps a task pending after a 503',
				{ seen: seen('completed') },
				rejected(503),
				{ items: 0, pending: ['a'] },
			],
			[
				'keeps a task pending after a 404 if the list shows it',
				{ seen: seen('completed') },
				rejected(404),
				{ items: 0, pending: ['a'] },
			],
			[
				'emits a task as failed after a 404 if no list shows it',
				{ pending: { a: createdS }, event: 'finished' },
				rejected(404),
				{ items: 1, pending: [] },
			],
			[
				'logs a task that is unfinished after 24 h',
				{ pending: { a: GIVEN_UP_S } },
				read('processing', GIVE_UP_S),
				{ items: 0, pending: [], notes: 1 },
			],
		])('%s', (_, input, reading, expected) => {
			const readings = new Map(reading === undefined ? [] : [['a', reading]]);
			const { items, notes, account, processed } = reduceAccount(listing(input), readings);

			expect({ items: items.length, pending: [...account.pending.keys()] }).toEqual({
				items: expected.items,
				pending: expected.pending,
			});
			expect(notes).toHaveLength(expected.notes ?? 0);
			// A task that is neither pending nor processed would be new to the next poll.
			const isOld = Object.values(input.pending ?? {}).some((at) => at < WATERMARK_S);
			if (!isOld) expect(processed.has('a')).toBe(!expected.pending.includes('a'));
		});
	});

	describe('the watermark', () => {
		it.each<[string, ListingInput, number]>([
			['moves to 1 h before the newest task', { seen: [listed('a', 'pending', NOW_S)] }, NOW_S - HOUR_S], // prettier-ignore
			[
				'never moves back',
				{ seen: [listed('a', 'pending', WATERMARK_S + HOUR_S - 1)] },
				WATERMARK_S,
			],
			['stays if no task was seen', {}, WATERMARK_S],
			['stays if pages are unread', { seen: [listed('a', 'pending', NOW_S)], resumePage: 3 }, WATERMARK_S], // prettier-ignore
		])('%s', (_, input, watermarkS) => {
			const { account } = reduceAccount(listing(input), new Map());
			expect(account).toMatchObject({ scope: 'x', watermarkS });
			expect(account.resumePage).toBe(input.resumePage);
		});

		it('determines which processed tasks are kept', () => {
			const watermarkS = NOW_S - HOUR_S;
			const before = { a: watermarkS - 1, b: watermarkS, c: NOW_S };
			const newest = [listed('d', 'pending', NOW_S)];

			const { processed } = reduceAccount(listing({ processed: before, seen: newest }), new Map());
			expect([...processed.keys()]).toEqual(['b', 'c']);
		});
	});
});

describe('initialAccount', () => {
	const start = (newest: ListedTask[], unfinished: Record<string, number> = {}) => {
		const { account, processed } = initialAccount(
			'x',
			new Map(Object.entries(unfinished)),
			newest,
			() => true,
		);
		return { ...account, pending: [...account.pending.keys()], processed: [...processed.keys()] };
	};

	it.each([
		[
			'starts at second 0 for an empty account',
			start([]),
			{ watermarkS: 0, pending: [], processed: [] },
		],
		[
			'does not track finished tasks, and marks those of the newest second as processed',
			start([listed('a', 'completed', 9), listed('b', 'failed', 9), listed('c', 'completed', 8)]),
			{ watermarkS: 9, pending: [], processed: ['a', 'b'] },
		],
		[
			'tracks unfinished tasks of both lists as pending',
			start([listed('a', 'processing', 9)], { b: 3 }),
			{ watermarkS: 9, pending: ['b', 'a'], processed: [] },
		],
		[
			'tracks a task as pending that finishes between the reads of the two lists',
			start([listed('a', 'completed', 9)], { a: 9 }),
			{ watermarkS: 9, pending: ['a'], processed: [] },
		],
	])('%s', (_, account, expected) => {
		expect(account).toEqual({ scope: 'x', ...expected });
	});
});
