import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { openMemory } from '../../../nodes/Hailuo/trigger/memory';
import { err } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const RATE_LIMITED: RequestError = {
	reason: 'rateLimited',
	status: 429,
	message: 'Slow down',
	retryAfterMs: 10 * 3_600_000,
};

describe('After a Retry-After and a refused batch, openMemory returns', () => {
	it.each([
		['neither of them for another trigger', 'trigger-2', 'key-1', 'all', 0, 50],
		['neither of them for another key', 'trigger-1', 'key-2', 'all', 0, 50],
		['both for the same key, but a pause of at most an hour', 'trigger-1', 'key-1', 'all', 3_600_000, 1], // prettier-ignore
		['both for another model filter', 'trigger-1', 'key-1', 'one model', 3_600_000, 1],
	])('%s', (_, trigger, account, scope, minPauseMs, maxTasks) => {
		const clock = new VirtualClock();
		const before = openMemory('trigger-1', 'key-1', 'key-1 all', clock);
		before.rateLimiter.onResult(err(RATE_LIMITED));
		before.batches.onRefused(clock.now());
		before.failing = { sinceMs: 0 };
		const latest = { state: { revision: 7, emitted: new Map() }, savedMs: 0 };
		before.latest = latest;

		const memory = openMemory(trigger, account, `${account} ${scope}`, clock);

		expect(memory.rateLimiter.pausedForMs).toBeGreaterThanOrEqual(minPauseMs);
		expect(memory.rateLimiter.pausedForMs).toBeLessThanOrEqual(1.1 * minPauseMs);
		expect(memory.batches.maxTasks(clock.now())).toBe(maxTasks);
		// How long polls have failed tells when watching should have started with this filter.
		expect(memory.failing !== undefined).toBe(minPauseMs > 0 && scope === 'all');
		// What was emitted does not depend on the key.
		expect(memory.latest).toEqual(trigger === 'trigger-1' ? latest : undefined);
	});
});
