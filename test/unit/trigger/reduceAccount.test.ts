import type { TaskStatus } from '../../../nodes/Hailuo/domain/task';
import type { ListedTask } from '../../../nodes/Hailuo/domain/taskList';
import type { Reading, TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import {
	initialAccount,
	reduceAccount,
	tasksToRead,
	type AccountListing,
} from '../../../nodes/Hailuo/trigger/reduceAccount';
import { err, ok } from '../../../nodes/Hailuo/utils/result';

const NOW_S = 1_770_000_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const GIVE_UP_S = 24 * HOUR_S;
/** Everything created before this second is processed. */
const SINCE_S = NOW_S - 10 * HOUR_S;

const listed = (taskId: string, status: TaskStatus, createdS = NOW_S - MINUTE_S): ListedTask => ({
	taskId,
	status,
	createdS,
});

interface Given {
	seen?: ListedTask[];
	pending?: Record<string, number>;
	processed?: Record<string, number>;
	unfinished?: Record<string, number>;
	event?: TriggerEvent;
	resumePage?: number;
	watermarkS?: number;
}

function listing(given: Given): AccountListing {
	const { seen = [], pending = {}, processed = {}, unfinished, event = 'completed' } = given;
	const { resumePage, watermarkS = SINCE_S } = given;
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

describe('reduceAccount', () => {
	describe('which tasks are read', () => {
		const old = SINCE_S - 1;

		it.each<[string, Given, string[]]>([
			['a finished one', { seen: [listed('a', 'completed')] }, ['a']],
			['none that is unfinished', { seen: [listed('a', 'processing')] }, []],
			['none with another end', { seen: [listed('a', 'failed')] }, []],
			['a failed one, for Failed', { seen: [listed('a', 'failed')], event: 'failed' }, ['a']],
			['none twice', { seen: [listed('a', 'completed')], processed: { a: NOW_S } }, []],
			['none of the history', { seen: [listed('a', 'completed', old)] }, []],
			['one of the first second', { seen: [listed('a', 'completed', SINCE_S)] }, ['a']],
			[
				'an old one that was pending',
				{ seen: [listed('a', 'completed', old)], pending: { a: old } },
				['a'],
			],
			['a pending one that is unfinished no more', { pending: { a: old }, unfinished: {} }, ['a']],
			['none that is unfinished still', { pending: { a: old }, unfinished: { a: old } }, []],
			['none that nobody knows of', { pending: { a: old } }, []],
			[
				'none that is seen unfinished, whatever the other list says',
				{ seen: [listed('a', 'processing')], pending: { a: NOW_S - MINUTE_S }, unfinished: {} },
				[],
			],
			['one that is watched no longer', { pending: { a: NOW_S - GIVE_UP_S } }, ['a']],
			['none before that', { pending: { a: NOW_S - GIVE_UP_S + 1 } }, []],
			[
				'the oldest first',
				{ seen: [3, 1, 2].map((age) => listed(`${age}`, 'completed', NOW_S - age)) },
				['3', '2', '1'],
			],
		])('%s', (_, given, ids) => {
			expect(tasksToRead(listing(given)).map(({ taskId }) => taskId)).toEqual(ids);
		});

		it('with their creation, as far as a read does not tell it', () => {
			expect(tasksToRead(listing({ seen: [listed('a', 'completed', NOW_S)] }))).toEqual([
				{ taskId: 'a', createdAt: new Date(NOW_S * 1000).toISOString() },
			]);
		});
	});

	describe('what comes of it', () => {
		const createdS = NOW_S - 20 * MINUTE_S;
		const read = (status: TaskStatus, ageS = 20 * MINUTE_S): Reading => {
			const createdAt = new Date((NOW_S - ageS) * 1000).toISOString();
			return ok({ task: { taskId: 'a', status, createdAt } });
		};
		const failed = (status: number): Reading => err({ kind: 'rejected', status, message: 'No' });
		const seen = (status: TaskStatus) => [listed('a', status, createdS)];
		const GIVEN_UP_S = NOW_S - GIVE_UP_S;

		it.each<
			[string, Given, Reading | undefined, { items: number; left: string[]; notes?: number }]
		>([
			['a finished one', { seen: seen('completed') }, read('completed'), { items: 1, left: [] }],
			['one with another end', { seen: seen('failed') }, undefined, { items: 0, left: [] }],
			[
				'one with another end that was pending',
				{ seen: seen('failed'), pending: { a: createdS } },
				undefined,
				{ items: 0, left: [] },
			],
			['an unfinished one', { seen: seen('pending') }, undefined, { items: 0, left: ['a'] }],
			['one that was not read', { seen: seen('completed') }, undefined, { items: 0, left: ['a'] }],
			['a failed read', { seen: seen('completed') }, failed(503), { items: 0, left: ['a'] }],
			[
				'a 404 for one that the list shows',
				{ seen: seen('completed') },
				failed(404),
				{ items: 0, left: ['a'] },
			],
			[
				'a 404 for one that no list shows',
				{ pending: { a: createdS }, event: 'finished' },
				failed(404),
				{ items: 1, left: [] },
			],
			[
				'one that never ends',
				{ pending: { a: GIVEN_UP_S } },
				read('processing', GIVE_UP_S),
				{ items: 0, left: [], notes: 1 },
			],
		])('%s', (_, given, reading, expected) => {
			const readings = new Map(reading === undefined ? [] : [['a', reading]]);
			const { items, notes, account, processed } = reduceAccount(listing(given), readings);

			expect({ items: items.length, left: [...account.pending.keys()] }).toEqual({
				items: expected.items,
				left: expected.left,
			});
			expect(notes).toHaveLength(expected.notes ?? 0);
			// Neither pending nor processed: the next poll would take it for a new one.
			const isOld = Object.values(given.pending ?? {}).some((at) => at < SINCE_S);
			if (!isOld) expect(processed.has('a')).toBe(!expected.left.includes('a'));
		});
	});

	describe('the second before which all is processed', () => {
		it.each<[string, Given, number]>([
			['follows the newest task an hour behind', { seen: [listed('a', 'pending', NOW_S)] }, NOW_S - HOUR_S], // prettier-ignore
			['never goes back', { seen: [listed('a', 'pending', SINCE_S + HOUR_S - 1)] }, SINCE_S],
			['stays where nothing was seen', {}, SINCE_S],
			['stays where pages are left', { seen: [listed('a', 'pending', NOW_S)], resumePage: 3 }, SINCE_S], // prettier-ignore
		])('%s', (_, given, watermarkS) => {
			const { account } = reduceAccount(listing(given), new Map());
			expect(account).toMatchObject({ scope: 'x', watermarkS });
			expect(account.resumePage).toBe(given.resumePage);
		});

		it('is the oldest of which finished tasks are remembered', () => {
			const sinceS = NOW_S - HOUR_S;
			const given = { a: sinceS - 1, b: sinceS, c: NOW_S };
			const newest = [listed('d', 'pending', NOW_S)];

			const { processed } = reduceAccount(listing({ processed: given, seen: newest }), new Map());
			expect([...processed.keys()]).toEqual(['b', 'c']);
		});
	});

	describe('the start', () => {
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
			['an empty account', start([]), { watermarkS: 0, pending: [], processed: [] }],
			[
				'finished tasks are history',
				start([listed('a', 'completed', 9), listed('b', 'failed', 9), listed('c', 'completed', 8)]),
				{ watermarkS: 9, pending: [], processed: ['a', 'b'] },
			],
			[
				'unfinished ones are pending, wherever they are listed',
				start([listed('a', 'processing', 9)], { b: 3 }),
				{ watermarkS: 9, pending: ['b', 'a'], processed: [] },
			],
			[
				'one that finishes between the two lists is pending',
				start([listed('a', 'completed', 9)], { a: 9 }),
				{ watermarkS: 9, pending: ['a'], processed: [] },
			],
		])('%s', (_, account, expected) => {
			expect(account).toEqual({ scope: 'x', ...expected });
		});
	});
});
