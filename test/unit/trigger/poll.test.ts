import { freshMemory } from '../../../nodes/Hailuo/trigger/memory';
import { poll, type WatchOptions } from '../../../nodes/Hailuo/trigger/poll';
import type { TriggerState } from '../../../nodes/Hailuo/trigger/state';
import { FakeAccount } from '../../../tools/simulation/fakeAccount';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { rejected } from '../scheduling/requestErrors';

const START_MS = Date.parse('2026-01-31T12:00:00Z');
const EMPTY: TriggerState = { revision: 0, processed: new Map() };
const WORK_MS = 25_000;

let time: VirtualClock;
let account: FakeAccount;
const watching = (ids: string[]): WatchOptions => ({
	event: 'completed',
	giveUpMs: 24 * 3_600_000,
	what: { ids },
});

describe('poll', () => {
	beforeEach(() => {
		time = new VirtualClock(undefined, START_MS);
		account = new FakeAccount(time);
	});

	it('emits no item twice from an old state, and emits again after two minutes without a save', async () => {
		account.add({ id: 'a', endsMs: START_MS });
		const memory = freshMemory();
		const run = async () =>
			await time.run(poll(watching(['a']), EMPTY, memory, account.dependencies(), WORK_MS));

		expect((await run()).items).toHaveLength(1);
		expect((await run()).items).toHaveLength(0);
		await time.run(time.sleep(119_000));
		expect((await run()).items).toHaveLength(0);
		await time.run(time.sleep(2_000));
		expect((await run()).items).toHaveLength(1);
	});

	it('reads 1,000 new IDs once each before any is read again', async () => {
		for (let i = 0; i < 1_000; i += 1) account.add({ id: `task-${i}` });
		const ids = account.tasks.map(({ id }) => id);
		const memory = freshMemory();

		for (let polls = 0; account.requests.length < 1_000; polls += 1) {
			expect(polls).toBeLessThan(10);
			await time.run(poll(watching(ids), EMPTY, memory, account.dependencies(), WORK_MS));
			// The tasks that were read are not due again before all others were read.
			for (const tracked of memory.trackedTasks.values())
				if (tracked.readMs) tracked.nextPollAtMs = Infinity;
		}

		const reads = account.requests.filter(({ what }) => what === 'read');
		expect(new Set(reads.map(({ taskId }) => taskId)).size).toBe(reads.length);
	});

	it('ends within 25 s plus one request if each response takes 10 s', async () => {
		for (let i = 0; i < 100; i += 1) account.add({ id: `task-${i}` });
		account.latencyMs = () => 10_000;
		const ids = account.tasks.map(({ id }) => id);

		await time.run(poll(watching(ids), EMPTY, freshMemory(), account.dependencies(), WORK_MS));

		expect(time.now() - START_MS).toBeLessThanOrEqual(WORK_MS + 10_000);
	});

	it('sends batches again after a failed batch', async () => {
		account.hasBatch = true;
		account.add({ id: 'a' });
		account.add({ id: 'b' });
		const memory = freshMemory();
		const run = async () => {
			account.requests.length = 0;
			const ids = account.tasks.map(({ id }) => id);
			await time.run(poll(watching(ids), EMPTY, memory, account.dependencies(), WORK_MS));
			await time.run(time.sleep(10 * 60_000));
			return account.requests.map(({ what }) => what);
		};

		expect(await run()).toEqual(['batch']);
		account.fault = (what) => (what === 'batch' ? rejected(503).error : undefined);
		expect(await run()).toEqual(['batch']);
		account.fault = () => undefined;
		for (let i = 0; i < 40; i += 1) account.add({ id: `task-${i}` });
		expect(await run()).toEqual(['batch']);
	});

	it('saves state without items only when it starts to watch an account', async () => {
		const memory = freshMemory();
		const what = { account: { scope: 'x', formerScope: '' } };
		const run = async (state: TriggerState) =>
			await time.run(
				poll({ ...watching([]), what }, state, memory, account.dependencies(), WORK_MS),
			);
		account.add({ id: 'a' });

		const { state } = await run(EMPTY);
		expect(state?.account).toMatchObject({ pending: new Map([['a', START_MS / 1000]]) });
		expect((await run(state ?? EMPTY)).state).toBeUndefined();
	});
});
