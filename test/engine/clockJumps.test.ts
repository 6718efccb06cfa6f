import { createAndWaitParams, simulated } from './harness/simulatedNode';

const HOUR_MS = 3_600_000;

describe('Waiting for a video', () => {
	// The API keeps its time.
	const startedAt = Date.now() - performance.now();
	const node = simulated({ now: () => startedAt + performance.now() });
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['back by an hour', -HOUR_MS],
		['forward by an hour', HOUR_MS],
	])('is not affected when the system clock jumps %s', async (_, jumpMs) => {
		node.api.plan({ durationMs: 3_000, estimatedTimeS: 3 });
		const began = performance.now();
		const started = await node.start({
			parameters: createAndWaitParams({ options: { timeoutMinutes: 2 } }),
		});
		await node.api.requestArrives('read');

		const { now } = Date;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + jumpMs);
		const { items, error } = await started.result;

		expect(error).toBeUndefined();
		expect(items[0].json.status).toBe('completed');
		expect(performance.now() - began).toBeLessThan(60_000);
	});
});
