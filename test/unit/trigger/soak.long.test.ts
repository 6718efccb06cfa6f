import type { TriggerEvent } from '../../../nodes/Hailuo/trigger/evaluateTask';
import type { WatchOptions } from '../../../nodes/Hailuo/trigger/poll';
import { isSoak } from '../../runner/soak';
import { FakeAccount, type FakeTask } from '../../../tools/simulation/fakeAccount';
import { FakeN8n, type Keeping } from '../../../tools/simulation/fakeN8n';
import { seeded } from '../../../tools/simulation/seeded';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const START_MS = Date.parse('2026-01-31T00:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TASKS = isSoak ? 10_000 : 1_000;
const DAYS = 2;
const GIVE_UP_MS = 6 * HOUR_MS;
/** Then all have finished, or were given up. */
const END_MS = START_MS + DAYS * 24 * HOUR_MS + 12 * HOUR_MS;

/** Lives of tasks: bursts and quiet hours, quick and slow ones, some that never end. */
function populate(account: FakeAccount, random: () => number): void {
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
		tasks.push({ id: `task-${i}`, createdMs, endsMs, end, lateMs: random() * 20_000 });
	}
	for (const task of tasks.sort((a, b) => a.createdMs - b.createdMs)) account.add(task);
}

/** One read in 20 goes wrong, and the API is down for some minutes now and then. */
function disturb(account: FakeAccount, random: () => number): void {
	let downUntilMs = 0;
	account.latencyMs = () => 50 + random() ** 4 * 4_000;
	account.trouble = (_, taskId) => {
		const nowMs = account.time.now();
		if (nowMs < downUntilMs) return { kind: 'notSent', message: 'down' };
		if (random() < 0.0005) downUntilMs = nowMs + random() * 20 * MINUTE_MS;
		if (random() > 0.05) return undefined;
		const isYoung = taskId !== undefined && nowMs - account.find(taskId)!.createdMs < 5 * MINUTE_MS;
		const statuses = isYoung ? [503, 429, 500, 404] : [503, 429, 500];
		const status = statuses[Math.floor(random() * statuses.length)];
		const rest = status === 429 ? { retryAfterMs: random() * 3 * MINUTE_MS } : {};
		return { kind: 'rejected', status, message: 'trouble', ...rest };
	};
}

/** Polls each minute until the end; n8n dies, redeploys, and polls overlap at random. */
async function live(
	n8n: FakeN8n,
	account: FakeAccount,
	random: () => number,
	beforePoll = () => {},
): Promise<void> {
	const { time } = account;
	let running: Array<Promise<void>> = [];
	while (time.now() < END_MS) {
		const chance = random();
		beforePoll();
		if (chance < 0.01) {
			n8n.restart();
			running = [];
			// Down for up to three hours, and then the poll at n8n's start.
			if (chance < 0.002) await time.sleep(random() * 3 * HOUR_MS);
			running.push(n8n.activate());
		} else {
			running.push(n8n.poll(false, chance > 0.99));
			if (chance > 0.9) {
				await time.sleep(random() * 2_000);
				running.push(n8n.poll());
			}
		}
		if (random() < 0.8) await Promise.all(running.splice(0));
		await time.sleep(MINUTE_MS - (time.now() % MINUTE_MS));
	}
	await Promise.all(running);
}

/** How often each task must have come: once, or never. */
function expected(account: FakeAccount, event: TriggerEvent): Map<string, number> {
	const isWanted = (end: string) =>
		event === 'finished' || (event === 'completed') === (end === 'completed');
	return new Map(
		account.tasks
			// One that never ends is given up, which counts as a failure.
			.filter(({ end, endsMs }) => isWanted(endsMs === Infinity ? 'failed' : end))
			.map(({ id }) => [id, 1]),
	);
}

/** At most five requests begin in any second, restarts apart. */
function mostInASecond(account: FakeAccount): number {
	const moments = account.requests.map(({ atMs }) => atMs);
	let most = 0;
	for (let from = 0, to = 0; to < moments.length; to += 1) {
		while (moments[to] - moments[from] >= 1_000) from += 1;
		most = Math.max(most, to - from + 1);
	}
	return most;
}

const rules = { giveUpMs: GIVE_UP_MS };
const wholeAccount = { account: { scope: 'one', formerScope: '' } };

describe('trigger over days', () => {
	describe.each<[Keeping, TriggerEvent, number, 'newest' | 'oldest']>([
		['memory', 'finished', 1, 'newest'],
		['database', 'failed', 2, 'newest'],
		['cursor', 'completed', 3, 'newest'],
		['memory', 'finished', 4, 'oldest'],
	])(`${TASKS} tasks of an account, state in %s, event %s, seed %i, %s first`, (...row) => {
		const [keeping, event, seed, order] = row;
		it('come exactly once each', async () => {
			const random = seeded(seed);
			const time = new VirtualClock(random, START_MS - HOUR_MS);
			const account = new FakeAccount(time);
			account.isOldestFirst = order === 'oldest';
			populate(account, random);
			const watching: WatchOptions = { ...rules, event, what: wholeAccount };
			const n8n = new FakeN8n(account, watching, keeping);

			await time.run(
				n8n.activate().then(async () => {
					disturb(account, random);
					await live(n8n, account, random);
				}),
			);

			expect(differences(n8n.counts, expected(account, event))).toEqual([]);
			expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
			expect(n8n.savedBytes).toBeLessThan(60_000);
		}, 300_000);
	});

	describe.each<[Keeping, TriggerEvent, number]>([['database', 'finished', 12]])(
		`${TASKS} watched IDs, state in %s, event %s`,
		(keeping, event, seed) => {
			it('come exactly once each, while the list of IDs changes', async () => {
				const random = seeded(seed);
				const time = new VirtualClock(random, START_MS - HOUR_MS);
				const account = new FakeAccount(time);
				populate(account, random);
				disturb(account, random);
				const n8n = new FakeN8n(account, { ...rules, event, what: { ids: [] } }, keeping);
				/** A task is on the list from its creation on, until long after its end. */
				const isOnTheList = ({ createdMs, endsMs }: FakeTask) => {
					const lastsMs = Math.min(endsMs, createdMs + GIVE_UP_MS) + 4 * HOUR_MS;
					return createdMs <= time.now() && time.now() < lastsMs;
				};
				const beforePoll = () => {
					const ids = account.tasks.filter(isOnTheList).map(({ id }) => id);
					n8n.watching = { ...rules, event, what: { ids } };
				};

				await time.run(live(n8n, account, random, beforePoll));

				expect(differences(n8n.counts, expected(account, event))).toEqual([]);
				expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
			}, 300_000);
		},
	);

	it('no second sees more than five requests', async () => {
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

		expect(mostInASecond(account)).toBe(5);
	});

	function differences(actual: Map<string, number>, wanted: Map<string, number>): string[] {
		const ids = new Set([...actual.keys(), ...wanted.keys()]);
		return [...ids].flatMap((id) => {
			const [came, must] = [actual.get(id) ?? 0, wanted.get(id) ?? 0];
			return came === must ? [] : [`${id} came ${came} times, not ${must}`];
		});
	}
});
