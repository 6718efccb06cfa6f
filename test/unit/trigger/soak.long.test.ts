import { busiest } from '../../../benchmarks/scaling/fleet';
import { isSoak } from '../../runner/soak';
import { FakeAccount, NO_SUCH_TASK, type FakeTask } from '../../../tools/simulation/fakeAccount';
import { FakeN8n, type StateStorage } from '../../../tools/simulation/fakeN8n';
import { seeded } from '../../../tools/simulation/seeded';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import type { TriggerEvent } from '../../../nodes/Hailuo/trigger/judgeTask';
import type { Watch } from '../../../nodes/Hailuo/trigger/poll';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';

const START_MS = Date.parse('2026-01-31T00:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = isSoak ? 7 : 1;
const TASKS_PER_DAY = 1_000;
const GIVE_UP_MS = 6 * HOUR_MS;
/** By then all tasks have finished, or are no longer watched. */
const END_MS = START_MS + DAYS * DAY_MS + 14 * HOUR_MS;
/** n8n is never down, and the API never unavailable, for so long that the links of videos expire. */
const LONGEST_OUTAGE_MS = 2 * HOUR_MS;
/** When the credential gets another key of the same account, in the cases with a new key. */
const NEW_KEY_MS = START_MS + (DAYS / 2) * DAY_MS;

const MODEL = 'MiniMax-Hailuo-02';
const PROXY_PAGE: RequestError = {
	reason: 'unexpectedFormat',
	status: 404,
	message: 'Received a web page instead of an API response',
};

/** Adds tasks in bursts and quiet hours, fast and slow ones, some that never finish, and images. */
function addTasks(account: FakeAccount, random: () => number): void {
	let burstMs = START_MS;
	for (let i = 0; i < DAYS * TASKS_PER_DAY; i += 1) {
		if (i % 150 === 0) burstMs = START_MS + random() * DAYS * DAY_MS;
		const createdMs =
			random() < 0.3 ? burstMs + random() * 2 * MINUTE_MS : START_MS + random() * DAYS * DAY_MS;
		const lastsMs = random() < 0.98 ? 20_000 + random() * 10 * MINUTE_MS : random() * 5 * HOUR_MS;
		account.add({
			id: `task-${i}`,
			createdMs,
			endsMs: random() < 0.005 ? Infinity : createdMs + lastsMs,
			end: random() < 0.85 ? 'completed' : random() < 0.7 ? 'failed' : 'cancelled',
			listedAfterMs: random() * 20_000,
			model: random() < 0.5 ? MODEL : MODEL.toLowerCase(),
			...listedTime(createdMs, random()),
		});
		if (random() < 0.3) account.add({ id: `image-${i}`, createdMs, endsMs: 0, type: 'image' });
		if (random() < 0.1) account.add({ id: `other-${i}`, createdMs, endsMs: 0, model: 'Other' });
	}
}

/** Some times in the list are in another unit, or wrong. */
function listedTime(createdMs: number, draw: number): Pick<FakeTask, 'listedTime'> {
	const s = Math.floor(createdMs / 1000);
	const times: unknown[] = [s * 1e3, s * 1e6, s * 1e9, String(s), s + 86_400, 0, null, 'yesterday'];
	return draw < 0.02 ? { listedTime: times[Math.floor(draw * 400)] } : {};
}

/** History: tasks that finished before watching began. */
function addHistory(account: FakeAccount, random: () => number): void {
	for (let i = 0; i < 500; i += 1) {
		const createdMs = START_MS - 2 * HOUR_MS - random() * 2 * DAY_MS;
		account.add({ id: `old-${i}`, createdMs, endsMs: createdMs + 5 * MINUTE_MS, model: MODEL });
	}
}

/** Makes one request in 20 fail, and the API unavailable, or hidden by a proxy's page, from time to time. */
function injectErrors(account: FakeAccount, random: () => number): void {
	const down = { untilMs: 0, error: PROXY_PAGE };
	account.latencyMs = () => 50 + random() ** 4 * 4_000;
	account.fault = (what, taskId) => {
		const nowMs = account.time.now();
		if (nowMs < down.untilMs) return down.error;
		if (random() < 0.0005) {
			down.untilMs = nowMs + random() * LONGEST_OUTAGE_MS;
			down.error = random() < 0.5 ? PROXY_PAGE : { reason: 'notSent', message: 'down' };
		}
		if (random() > 0.05) return undefined;
		const statuses = [503, 429, 500, 404];
		const status = statuses[Math.floor(random() * statuses.length)];
		if (status === 404) return what === 'read' && taskId !== undefined ? NO_SUCH_TASK : PROXY_PAGE;
		const retryAfter = status === 429 ? { retryAfterMs: random() * 3 * MINUTE_MS } : {};
		return {
			reason: status === 429 ? 'rateLimited' : 'unclear',
			status,
			message: 'trouble',
			...retryAfter,
		};
	};
	let skewedUntilMs = 0;
	account.skewMs = () => {
		if (random() < 0.0002) skewedUntilMs = account.time.now() + MINUTE_MS;
		return account.time.now() < skewedUntilMs ? 25 * HOUR_MS : 0;
	};
}

/** Polls each minute until the end, with random crashes, restarts and overlapping polls. */
async function pollUntilEnd(
	n8n: FakeN8n,
	{ time }: FakeAccount,
	random: () => number,
	beforePoll = () => {},
): Promise<void> {
	let running: Array<Promise<void>> = [];
	while (time.now() < END_MS) {
		const draw = random();
		beforePoll();
		if (draw < 0.005) {
			n8n.restart();
			running = [];
			if (draw < 0.001) await time.sleep(random() * LONGEST_OUTAGE_MS);
			running.push(n8n.poll('startup'));
		} else {
			running.push(n8n.poll('schedule', draw > 0.995));
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
			.filter(({ id }) => id.startsWith('task-'))
			// A task that never finishes is emitted as timed out, which counts as a failure.
			.filter(({ end, endsMs }) => isWanted(endsMs === Infinity ? 'failed' : end))
			.map(({ id }) => [id, 1]),
	);
}

/** @param optional tasks that may be missing */
function differences(
	actual: Map<string, number>,
	expected: Map<string, number>,
	optional: ReadonlySet<string> = new Set(),
): string[] {
	const ids = new Set([...actual.keys(), ...expected.keys()]);
	return [...ids].flatMap((id) => {
		const [count, expectedCount] = [actual.get(id) ?? 0, expected.get(id) ?? 0];
		if (count === 0 && optional.has(id)) return [];
		return count === expectedCount ? [] : [`${id}: emitted ${count} times, not ${expectedCount}`];
	});
}

/** A task that finishes before the account could be listed with the new key counts as history. */
function finishedAtNewKey({ tasks }: FakeAccount): Set<string> {
	const untilMs = NEW_KEY_MS + LONGEST_OUTAGE_MS;
	const finished = tasks.filter(
		({ endsMs }) => endsMs > NEW_KEY_MS - 3 * MINUTE_MS && endsMs < untilMs,
	);
	return new Set(finished.map(({ id }) => id));
}

const rules = { giveUpMs: GIVE_UP_MS };
const wholeAccount = { scope: 'one', model: MODEL };

describe(`The trigger with ${DAYS * TASKS_PER_DAY} videos, errors and crashes of n8n`, () => {
	it.each<[StateStorage, TriggerEvent, number, boolean, Partial<FakeAccount>]>([
		['memory', 'finished', 1, false, {}],
		['database', 'completed', 2, true, { hasBatch: true, total: 'page', hasDate: true }],
		['memory', 'failed', 3, true, { longestPage: 30, total: undefined }],
		['database', 'finished', 4, false, { hasBatch: true, longestPage: 50 }],
	])(
		'emits each task of the account exactly once, and no history (state in %s, event %s, seed %i, new key %s, %j)',
		async (storage, event, seed, hasNewKey, provider) => {
			const random = seeded(seed);
			const time = new VirtualClock(random, START_MS - HOUR_MS);
			const account = Object.assign(new FakeAccount(time), provider);
			addHistory(account, random);
			addTasks(account, random);
			const watching: Watch = { ...rules, event, ...wholeAccount };
			const n8n = new FakeN8n(account, watching, storage);
			let largestState = 0;
			const beforePoll = () => {
				largestState = Math.max(largestState, n8n.savedBytes);
				if (hasNewKey && time.now() >= NEW_KEY_MS) n8n.watching = { ...watching, scope: 'two' };
			};

			await time.run(
				n8n.activate().then(async () => {
					injectErrors(account, random);
					await pollUntilEnd(n8n, account, random, beforePoll);
				}),
			);

			const optional = hasNewKey ? finishedAtNewKey(account) : undefined;
			expect(differences(n8n.counts, expectedCounts(account, event), optional)).toEqual([]);
			expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
			expect(largestState).toBeLessThan(100_000);
			const requestsAt = account.requests.map(({ atMs }) => atMs);
			expect(busiest(requestsAt, 1_000)).toBeLessThanOrEqual(provider.hasBatch ? 10 : 5);
		},
		1_800_000,
	);

	it('emits each watched ID exactly once while the list of IDs changes', async () => {
		const random = seeded(12);
		const time = new VirtualClock(random, START_MS - HOUR_MS);
		const account = new FakeAccount(time);
		addTasks(account, random);
		injectErrors(account, random);
		const n8n = new FakeN8n(
			account,
			{ ...rules, event: 'finished', scope: 'ids', ids: [] },
			'database',
		);
		const upcoming = account.tasks.filter(({ id }) => id.startsWith('task-'));
		/** A task is watched from its creation until 4 h after its end. */
		let watched: FakeTask[] = [];
		const isWatched = ({ endsMs, createdMs }: FakeTask) =>
			time.now() < Math.min(endsMs, createdMs + GIVE_UP_MS) + 4 * HOUR_MS;
		const beforePoll = () => {
			const next = upcoming.findIndex(({ createdMs }) => createdMs > time.now());
			const created = upcoming.splice(0, next < 0 ? upcoming.length : next);
			watched = [...watched, ...created].filter(isWatched);
			const ids = watched.map(({ id }) => id);
			n8n.watching = { ...rules, event: 'finished', scope: 'ids', ids };
		};

		await time.run(pollUntilEnd(n8n, account, random, beforePoll));

		expect(differences(n8n.counts, expectedCounts(account, 'finished'))).toEqual([]);
		expect(Math.max(...n8n.pollMs)).toBeLessThan(36_000);
	}, 1_800_000);
});
