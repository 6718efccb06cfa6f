import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

describe('Hints of a run', () => {
	const node = simulated();
	const reads = () => node.api.requestsTo('read').length + node.api.requestsTo('batch').length;

	// All hints about a request: test/unit/domain/hints.test.ts.
	it('warn once, for all items, about too many camera movements at once', async () => {
		const { hints } = await node.run({
			parameters: createParams({ prompt: 'A boat [Shake,Zoom in,Pan left,Tilt up]' }),
			next: { operation: 'getStatus' },
			items: [{}, {}],
		});

		expect(hints).toEqual([expect.stringContaining('contains 4 camera movements')]);
	});

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

	// When they are added: test/unit/actions/common/videoWaits.test.ts.
	it.each([
		['Create', { isWait: false }],
		['Wait', { isWait: true }],
	])(
		'say after %s how to get a video that was not ready, and how long the others took',
		async (_, { isWait }) => {
			const prompt = '={{ $json.prompt }}';
			const prompts = [{ prompt: 'A boat' }, { prompt: 'A kite' }, { prompt: 'A fox' }];
			// Ready after a number of reads, however slow the machine is.
			const slow = { durationMs: 1, estimatedTimeS: 200, progress: 'none' } as const;
			node.api.plan({ ...slow, processingReads: 8 });
			node.api.plan({ ...slow, promptIncludes: 'kite', processingReads: 25 });
			node.api.plan({ ...slow, promptIncludes: 'fox', processingReads: 1_000 });
			const items = isWait
				? (await node.run({ parameters: createParams({ prompt }), items: prompts })).items.map(
						({ json }) => json,
					)
				: prompts;
			const options = { timeoutMinutes: 8, onTimeout: 'returnTask' };
			const rest = { downloadVideo: false, options };

			const { hints } = await node.run({
				parameters: isWait
					? { operation: 'wait', ...rest }
					: createAndWaitParams({ prompt, ...rest }),
				executionId: '2',
				items,
				clockSpeed: 100,
			});

			const waits = `^2 videos were ready after .+ to \\d+ min.*\\. Status requests sent: ${reads()}\\.$`;
			expect(hints).toEqual([
				expect.stringMatching(/^The video was not ready.*has no file.*use Wait with the task ID/),
				expect.stringMatching(new RegExp(waits)),
			]);
		},
	);
});
