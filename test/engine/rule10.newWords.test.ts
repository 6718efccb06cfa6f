import { createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Rule 10: The provider may change words', () => {
	const node = simulated();

	it('treats an unknown status as still running', async () => {
		node.api.plan({
			processingReads: 1,
			estimatedTimeS: 1,
			statusWords: { processing: 'marinating' },
		});

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].json.status).toBe('completed');
		expect(node.api.requestsTo('read')).toHaveLength(2);
	});

	it('ignores unknown fields', async () => {
		node.api.fault({ on: 'read', times: 'always', then: { patch: { mood: 'sunny' } } });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].json).toMatchObject({ status: 'completed' });
		expect(items[0].json).not.toHaveProperty('mood');
	});

	it('finds the video URL in result_data', async () => {
		node.api.plan({ results: 'resultData' });

		const { items } = await node.run({ parameters: createAndWaitParams() });

		expect(items[0].json.videoUrl).toBe(node.api.tasks[0].videoUrl);
	});

	it('shows an unknown failure code unchanged', async () => {
		node.api.plan({ outcome: { code: 'moon_phase', message: 'Wrong moon' } });

		const { error } = await node.run({ parameters: createAndWaitParams() });

		expect(error?.message).toContain('Wrong moon (moon_phase)');
	});

	it.each(['null', 'absent'] as const)(
		'reports a failed task whose error is %s',
		async (failureShape) => {
			node.api.plan({ outcome: { code: 'x', message: 'x' }, failureShape });

			const { error } = await node.run({ parameters: createAndWaitParams() });

			expect(error?.message).toMatch(/failed: The API gave no reason/);
		},
	);

	it('reports a completed task without a video URL', async () => {
		node.api.plan({ results: 'none' });

		const { error } = await node.run({ parameters: createAndWaitParams(), clockSpeed: 60 });

		expect(error?.message).toMatch(/is completed, but the response has no video URL/);
	});
});
