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

	describe('about waiting time and requests', () => {
		const prompt = '={{ $json.prompt }}';
		const items = ['A boat', 'A kite', 'A train'].map((text) => ({ prompt: text }));

		it('state the shortest and longest time of several videos', async () => {
			node.api.plan({ durationMs: 400, estimatedTimeS: 30 });
			node.api.plan({ promptIncludes: 'kite', durationMs: 2_000, estimatedTimeS: 200 });

			const { hints } = await node.run({
				parameters: createAndWaitParams({ prompt, downloadVideo: false }),
				items,
				clockSpeed: 100,
			});

			expect(hints).toEqual([
				expect.stringMatching(
					new RegExp(
						`^3 videos were ready after .+ to \\d+ min( \\d+ s)?\\. Status requests sent: ${reads()}\\.$`,
					),
				),
			]);
		});

		it('are also added by Wait', async () => {
			node.api.plan({ durationMs: 1_500, estimatedTimeS: 150 });
			const created = await node.run({ parameters: createParams({ prompt }), items });

			const { hints } = await node.run({
				parameters: { operation: 'wait', downloadVideo: false },
				items: created.items.map(({ json }) => json),
				clockSpeed: 100,
			});

			expect(hints).toEqual([expect.stringMatching(/^3 videos were ready after /)]);
		});

		it('are added for one video only if it took long', async () => {
			const parameters = createAndWaitParams({ downloadVideo: false });
			node.api.plan({ durationMs: 1_500, estimatedTimeS: 150 });
			const quick = await node.run({ parameters, clockSpeed: 100 });
			// Three times what counts as long, since a busy machine creates it late.
			node.api.plan({ durationMs: 3_000, estimatedTimeS: 900 });
			const slow = await node.run({ parameters, executionId: '2', clockSpeed: 300 });

			expect(quick.hints).toEqual([]);
			expect(slow.hints).toEqual([expect.stringMatching(/^The video was ready after \d+ min/)]);
		});

		it('are absent if all videos were completed soon', async () => {
			const parameters = createAndWaitParams({ prompt, downloadVideo: false });

			expect((await node.run({ parameters, items })).hints).toEqual([]);
		});

		it('do not count a failed task', async () => {
			node.api.plan({
				durationMs: 1_500,
				estimatedTimeS: 150,
				outcome: { code: 'service_error', message: 'No.' },
			});

			const { hints, items: output } = await node.run({
				parameters: createAndWaitParams({ prompt }),
				items,
				node: { onError: 'continueRegularOutput' },
				clockSpeed: 100,
			});

			expect(output[0].json.error).toContain('failed');
			expect(hints).toEqual([]);
		});
	});
});
