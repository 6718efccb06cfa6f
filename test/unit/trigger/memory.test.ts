import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import { openMemory } from '../../../nodes/Hailuo/trigger/memory';
import { err } from '../../../nodes/Hailuo/utils/result';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const RATE_LIMITED: RequestError = {
	reason: 'rateLimited',
	status: 429,
	message: 'Slow down',
	retryAfterMs: 3_600_000,
};
const NO_BATCH: RequestError = { reason: 'noSuchRoute', status: 404, message: 'Invalid URL' };

describe('What a trigger remembers after a Retry-After and a refused batch', () => {
	it.each([
		['another trigger has neither', 'trigger-2', 'key-1', 0, 50],
		['another key has neither', 'trigger-1', 'key-2', 0, 50],
		['the same key has both', 'trigger-1', 'key-1', 3_600_000, 1],
	])('%s', (_, trigger, account, minPauseMs, maxTasks) => {
		const clock = new VirtualClock();
		const before = openMemory('trigger-1', 'key-1', clock);
		before.rateLimiter.onResult(err(RATE_LIMITED));
		before.batches.onError(NO_BATCH, clock.now());
		const lastSave = { revision: 7, atMs: 0 };
		before.lastSave = lastSave;

		const memory = openMemory(trigger, account, clock);

		expect(memory.rateLimiter.pausedForMs).toBeGreaterThanOrEqual(minPauseMs);
		expect(memory.rateLimiter.pausedForMs > 0).toBe(minPauseMs > 0);
		expect(memory.batches.maxTasks(clock.now())).toBe(maxTasks);
		// What was emitted does not depend on the key.
		expect(memory.lastSave).toEqual(trigger === 'trigger-1' ? lastSave : undefined);
	});
});
