/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { getEventListeners } from 'node:events';

import { BUSY, BUSY_ITEMS } from './harness/busy';
import { measureOwnMs } from '../../tools/stopwatch';
import { sentRequests } from './harness/sentRequests';
import { createAndWaitParams, simulated } from './harness/simulatedNode';
import { measureStopMs } from './harness/stop';
import { ownTimers } from './harness/timers';

describe('Rule 6: Stop stops within a second', () => {
	const node = simulated();
	const timers = ownTimers();
	const sent = sentRequests();
	const twenty = {
		parameters: createAndWaitParams({ options: { maxConcurrency: BUSY_ITEMS } }),
		items: Array.from({ length: BUSY_ITEMS }, () => ({})),
	};

	it.each(Object.entries(BUSY))(
		'cancels a run that %s, and leaves no timer, listener or request',
		async (_, busy) => {
			busy.prepare(node.api);
			const { result, stop, signal } = await node.start(twenty);
			await busy.reached(node.api);
			expect((await timers()) + getEventListeners(signal, 'abort').length).toBeGreaterThan(0);

			const sentBefore = sent();
			const stopMs = await measureOwnMs(async () => {
				stop();
				expect((await result).status).toBe('canceled');
				await node.api.waitForIdle();
			});

			expect(stopMs).toBeLessThan(1_000);
			expect(await timers()).toBe(0);
			expect(getEventListeners(signal, 'abort')).toHaveLength(0);
			expect(sentBefore).toBeGreaterThan(0);
			expect(sent()).toBe(sentBefore);
		},
	);

	it('ends while items are still validated', async () => {
		const started = await node.start({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt + "!" }}' }),
			items: Array.from({ length: 20_000 }, (_, i) => ({ prompt: `Boat ${i}` })),
		});
		await Promise.resolve();

		expect(await measureStopMs(started)).toBeLessThan(1_000);
		expect((await started.result).status).toBe('canceled');
		expect(node.api.requests).toHaveLength(0);
	});

	it('creates no task for queued items', async () => {
		node.api.plan({ durationMs: 600_000, estimatedTimeS: 600 });
		const { result, stop } = await node.start({
			parameters: createAndWaitParams({ options: { maxConcurrency: 2 } }),
			items: [{}, {}, {}],
		});
		await node.api.waitForRequest('create', 2);

		stop();
		await result;

		expect(node.api.tasks).toHaveLength(2);
	});

	it('leaves no timer or listener after a run that was not stopped, either', async () => {
		const { result, signal } = await node.start({ ...twenty, items: [{}, {}, {}] });
		const { items } = await result;

		expect(items.every(({ binary }) => binary?.data)).toBe(true);
		expect(await timers()).toBe(0);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	});
});
