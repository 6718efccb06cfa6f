import type { TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import type { WatchOptions } from '../../../nodes/Hailuo/trigger/poll';
import { isSoak } from '../../runner/soak';
import { FakeAccount, type FakeTask } from '../../../tools/simulation/fakeAccount';
import { FakeN8n, type StateStorage } from '../../../tools/simulation/fakeN8n';
import { seeded } from '../../../tools/simulation/seeded';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { failed, rejected } from '../scheduling/requestErrors';

const START_MS = Date.parse('2026-01-31T00:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TASKS = isSoak ? 10_000 : 1_000;
const DAYS = 2;
const GIVE_UP_MS = 6 * HOUR_MS;
/** By then all tasks have finished, or are no longer watched. */
const END_MS = START_MS + DAYS * 24 * HOUR_MS + 12 * HOUR_MS;

/** Adds tasks in bursts and quiet hours, fast and slow ones, some that never finish. */
function addTasks(account: FakeAccount, random: () => number): void {
	const tasks: FakeTask[] = [];
	let burstMs = START_MS;
	for (let i = 0; i < TASKS; i += 1) {
		if (i % 250 === 0) burstMs = START_MS + random() * DAYS * 24 * HOUR_MS;
		const isInBurst = random() < 0.3;
		const createdMs = isInBurst
			? burstMs + random() * 2 * MINUTE_MS
			: START_MS + random() * DAYS * 24 * HOUR_MS;
		const lasts = random() < 0.98 ? 20_000 + random() * 10 * MINUTE_MS : random() * 5 * HOUR_MS;
		const end = random() < 0.85 ? 'completed' : random() < 0.7 ? 'failed' : 'cancelled';
		const endsMs = random() < 0.005 ? Infinity : createdMs + lasts;
		tasks.push({ id: `task-${i}`, createdMs, endsMs, end, listedAfterMs: random() * 20_000 });
	}
	for (const task of tasks.sort((a, b) => a.createdMs - b.createdMs)) account.add(task);
}

/** Makes one read in 20 fail, and the API unavailable for some minutes from time to time. */
function injectErrors(account: FakeAccount, random: () => number): void {
	let downUntilMs = 0;
	account.latencyMs = () => 50 + random() ** 4 * 4_000;
	account.fault = (_, taskId) => {
		const nowMs = account.time.now();
		if (nowMs < downUntilMs) return failed('notSent').error;
		if (random() < 0.0005) downUntilMs = nowMs + random() * 20 * MINUTE_MS;
		if (random() > 0.05) return undefined;
		const isYoung = taskId !== undefined && nowMs - account.find(taskId)!.createdMs < 5 * MINUTE_MS;
		const statuses = isYoung ? [503, 429, 500, 404] : [503, 429, 500];
		const status = statuses[Math.floor(random() * statuses.length)];
		const retryAfter = status === 429 ? { retryAfterMs: random() * 3 * MINUTE_MS } : {};
		return rejected(status, retryAfter).error;
	};
}

/** Polls each minute until the end, with random crashes, restarts and overlapping polls. */
async function pollForDays(
	n8n: FakeN8n,
	account: FakeAccount,
	random: () => number,
	beforePoll = () => {},
): Promise<void> {
	const { time } = account;
	let running: Array<Promise<void>> = [];
	while (time.now() < END_MS) {
		const draw = random();
		beforePoll();
		if (draw < 0.01) {
			n8n.restart();
			running = [];
			// Down for up to 3 h, then the poll at activation.
			if (draw < 0.002) await time.sleep(random() * 3 * HOUR_MS);
			running.push(n8n.activate());
		} else {
			running.push(n8n.poll(false, draw > 0.99));
			if (draw > 0.9) {
				await time.sleep(random() * 2_000);
				running.push(n8n.poll());
			}
		}
		if (random() < 0.8) await Promise.all(running.splice(0));
		await time.sleep(MINUTE_MS - (time.now() % MINUTE_MS));
	}
	await Promise.all(running);
}

/** How often each task must be emitted: once, or never. */
function expectedCounts(account: FakeAccount, event: TriggerEvent): Map<string, number> {
	const isWanted = (end: string) =>
		event === 'finished' || (event === 'completed') === (end === 'completed');
	return new Map(
		account.tasks
			// A task that never finishes is emitted as timed out, which counts as a failure.
			.filter(({ end, endsMs }) => isWanted(endsMs === Infinity ? 'failed' : end))
			.map(({ id }) => [id, 1]),
	);
}

/** The most requests that start within any second. */
function maxPerSecond(account: FakeAccount): number {
	const times = account.requests.map(({ atMs }) => atMs);
	let max = 0;
	for (let from = 0, to = 0; to < times.length; to += 1) {
		while (times[to] - times[from] >= 1_000) from += 1;
		max = Math.max(max, to - from + 1);
	}
	return max;
}

const rules = { giveUpMs: GIVE_UP_MS };
const wholeAccount = { account: { scope: 'one', formerScope: '' } };

describe(`poll, over ${DAYS} days with random errors and crashes of n8n`, () => {
	describe.each<[StateStorage, TriggerEvent, number, 'newest' | 'oldest']>([
		['memory', 'finished', 1, 'newest'],
		['database', 'failed', 2, 'newest'],
		['cursor', 'completed', 3, 'newest'],
		['memory', 'finished', 4, 'oldest'],
	])(`with ${TASKS} tasks of an account, state in %s, event %s, seed %i, %s first`, (...row) => {
		const [storage, event, seed, order] = row;
		it('emits each matching task exactly once', async () => {
			const random = seeded(seed);
			const time = new VirtualClock(random, START_MS - HOUR_MS);
			const account = new FakeAccount(time);
			account.isOldestFirst = order === 'oldest';
			addTasks(account, random);
			const watching: WatchOptions = { ...rules, event, what: wholeAccount };
			const n8n = new FakeN8n(account, watching, storage);

			await time.run(
				n8n.activate().then(async () => {
					injectErrors(account, random);
					await pollForDays(n8n, account, random);
				}),
			);

			expect(differences(n8n.counts, expectedCounts(account, event))).toEqual([]);
			expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
			expect(n8n.savedBytes).toBeLessThan(60_000);
		}, 300_000);
	});

	describe.each<[StateStorage, TriggerEvent, number]>([['database', 'finished', 12]])(
		`with ${TASKS} watched IDs, state in %s, event %s`,
		(storage, event, seed) => {
			it('emits each matching task exactly once while the list of IDs changes', async () => {
				const random = seeded(seed);
				const time = new VirtualClock(random, START_MS - HOUR_MS);
				const account = new FakeAccount(time);
				addTasks(account, random);
				injectErrors(account, random);
				const n8n = new FakeN8n(account, { ...rules, event, what: { ids: [] } }, storage);
				/** A task is watched from its creation until 4 h after its end. */
				const isWatched = ({ createdMs, endsMs }: FakeTask) => {
					const lastsMs = Math.min(endsMs, createdMs + GIVE_UP_MS) + 4 * HOUR_MS;
					return createdMs <= time.now() && time.now() < lastsMs;
				};
				const beforePoll = () => {
					const ids = account.tasks.filter(isWatched).map(({ id }) => id);
					n8n.watching = { ...rules, event, what: { ids } };
				};

				await time.run(pollForDays(n8n, account, random, beforePoll));

				expect(differences(n8n.counts, expectedCounts(account, event))).toEqual([]);
				expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
			}, 300_000);
		},
	);

	it('sends at most five requests in any second, with overlapping polls', async () => {
		const random = seeded(21);
		const time = new VirtualClock(random, START_MS);
		const account = new FakeAccount(time);
		account.latencyMs = () => 50 + random() * 3_000;
		for (let i = 0; i < 1_000; i += 1) account.add({ id: `task-${i}` });
		const ids = account.tasks.map(({ id }) => id);
		const n8n = new FakeN8n(account, { ...rules, event: 'finished', what: { ids } });

		await time.run(
			(async () => {
				for (let minute = 0; minute < 30; minute += 1) {
					await Promise.all([n8n.poll(), n8n.poll(), time.sleep(MINUTE_MS)]);
				}
			})(),
		);

		expect(maxPerSecond(account)).toBe(5);
	});

	function differences(actual: Map<string, number>, expected: Map<string, number>): string[] {
		const ids = new Set([...actual.keys(), ...expected.keys()]);
		return [...ids].flatMap((id) => {
			const [count, expectedCount] = [actual.get(id) ?? 0, expected.get(id) ?? 0];
			return count === expectedCount ? [] : [`${id}: emitted ${count} times, not ${expectedCount}`];
		});
	}
});
