import { creatingAndWaiting, simulated } from './harness/simulated';

describe('Rule 6: Stop stops', () => {
	const node = simulated();

	it('ends a run that waits, and nothing is created any more', async () => {
		node.api.plan({ durationMs: 600_000, estimatedTimeS: 600 });
		const { result, stop } = await node.start({
			parameters: creatingAndWaiting({ options: { maxConcurrency: 2 } }),
			items: [{}, {}, {}],
		});
		await node.api.requestArrives('create', 2);

		stop();
		const { status } = await result;

		expect(status).toBe('canceled');
		expect(node.api.tasks).toHaveLength(2);
		expect(node.api.requestsTo('read')).toHaveLength(0);
	});

	it('ends a read that hangs', async () => {
		node.api.fault({ on: 'read', then: { hang: true } });
		const { result, stop } = await node.start({ parameters: creatingAndWaiting() });
		await node.api.requestArrives('read');

		stop();

		expect((await result).status).toBe('canceled');
		expect(node.api.requestsTo('read')).toHaveLength(1);
	});
});
