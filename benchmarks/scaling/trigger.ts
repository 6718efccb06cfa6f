import type { Watch } from '../../nodes/Hailuo/trigger/poll';
import { FakeAccount } from '../../tools/simulation/fakeAccount';
import { FakeN8n } from '../../tools/simulation/fakeN8n';
import { VirtualClock } from '../../tools/simulation/virtualClock';
import { seeded } from '../../tools/simulation/seeded';
import { videos } from './videos';
import { busiest, LATENCY_MS, MEDIAN_MS, type Figures, type Load } from './fleet';

const START_MS = Date.parse('2026-01-31T00:00:00Z');
const MINUTE_MS = 60_000;

/**
 * Create in executions that end at once, and the trigger that watches the account once a minute: no
 * execution waits. Creates are spread evenly here, so that none is rejected.
 */
export async function simulateTrigger(load: Load): Promise<Figures> {
	const time = new VirtualClock(seeded(5), START_MS);
	const account = new FakeAccount(time);
	account.latencyMs = () => LATENCY_MS;
	account.hasBatch = load.hasBatch === true;
	const watch: Watch = { event: 'finished', giveUpMs: 6 * 3_600_000, scope: 'one' };
	const n8n = new FakeN8n(account, watch);
	const all = videos(load.videos, MEDIAN_MS, 'noisy');
	const lagsMs: number[] = [];

	const runAll = async () => {
		await n8n.activate();
		await time.sleep(1_000);
		const startMs = time.now();
		all.forEach(({ durationMs }, i) => {
			const createdMs = startMs + i * load.everyMs;
			account.add({ id: `task-${i}`, createdMs, endsMs: createdMs + durationMs });
		});
		while (lagsMs.length < all.length) {
			await time.sleep(MINUTE_MS - (time.now() % MINUTE_MS));
			await n8n.poll();
			for (const { taskId } of n8n.emitted.slice(lagsMs.length)) {
				lagsMs.push(time.now() - (account.find(taskId)?.endsMs ?? 0));
			}
		}
	};
	await time.run(runAll());

	const requests = account.requests.map(({ atMs }) => atMs);
	return {
		createsAMinute: busiest(
			all.map((_, i) => i * load.everyMs),
			MINUTE_MS,
		),
		requestsAS: busiest(requests, MINUTE_MS) / 60,
		mostInAS: busiest(requests, 1_000),
		limitAS: load.hasBatch ? 10 : 5,
		lagsMs,
		durationMs: time.now() - START_MS,
	};
}
