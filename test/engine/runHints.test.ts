import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Hints of a run', () => {
	const node = simulated();
	const reads = () => node.api.requestsTo('read').length + node.api.requestsTo('batch').length;

	describe('of a Create that output its task', () => {
		it('suggest how to get the video if no Hailuo node follows', async () => {
			const one = await node.run({ parameters: createParams() });
			const three = await node.run({
				parameters: createParams(),
				executionId: '2',
				items: [{}, {}, {}],
			});

			expect(one.hints).toEqual([
				expect.stringMatching(
					/^The video is being generated.*already paid.*operation Wait after this one.*again charges another video\.$/,
				),
			]);
			expect(three.hints).toEqual([
				expect.stringMatching(/^3 videos are being generated.*again charges 3 more videos\.$/),
			]);
		});

		it('are absent for a failed task, whose item contains the reason', async () => {
			node.api.fault({ on: 'create', then: { status: 400 } });

			const { hints } = await node.run({
				parameters: createParams(),
				node: { onError: 'continueRegularOutput' },
			});

			expect(hints).toEqual([]);
		});
	});

	describe('of an unfinished task that is output at the timeout', () => {
		const options = { timeoutMinutes: 0.01, onTimeout: 'returnTask' };

		it.each([
			['Create', { isWait: false }],
			['Wait', { isWait: true }],
		])(
			'say after %s that the item has no file, and how to get the video',
			async (_, { isWait }) => {
				node.api.plan({ durationMs: 600_000, estimatedTimeS: 1 });
				const items = isWait
					? (await node.run({ parameters: createParams() })).items.map(({ json }) => json)
					: [{}];

				const { hints } = await node.run({
					parameters: isWait ? { operation: 'wait', options } : createAndWaitParams({ options }),
					executionId: '2',
					items,
				});

				expect(hints).toEqual([
					expect.stringMatching(/^The video was not ready.*has no file.*use Wait with the task ID/),
				]);
			},
		);
	});

	// When it is added: test/unit/actions/common/videoWaits.test.ts.
	it.each([
		['Create', { isWait: false }],
		['Wait', { isWait: true }],
	])('state after %s how long the videos took, and the number of reads', async (_, { isWait }) => {
		const prompt = '={{ $json.prompt }}';
		const boats = [{ prompt: 'A boat' }, { prompt: 'A kite' }];
		node.api.plan({ durationMs: 400, estimatedTimeS: 30 });
		node.api.plan({ promptIncludes: 'kite', durationMs: 2_000, estimatedTimeS: 200 });
		const items = isWait
			? (await node.run({ parameters: createParams({ prompt }), items: boats })).items.map(
					({ json }) => json,
				)
			: boats;

		const { hints } = await node.run({
			parameters: isWait
				? { operation: 'wait', downloadVideo: false }
				: createAndWaitParams({ prompt, downloadVideo: false }),
			executionId: '2',
			items,
			clockSpeed: 100,
		});

		const pattern = `^2 videos were ready after .+ to \\d+ min.*\\. Status requests sent: ${reads()}\\.$`;
		expect(hints).toEqual([expect.stringMatching(new RegExp(pattern))]);
	});
});
