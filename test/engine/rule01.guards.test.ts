import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

const items = (count: number) => Array.from({ length: count }, () => ({}));

// Credits that cannot be read: the rows of the fault matrix, test/faults/cases/credits.ts.
describe('Rule 1: Nothing is spent before everything is validated (limits of a run)', () => {
	const node = simulated();

	describe('Max Videos per Run', () => {
		it('refuses a run with more items before any request, and reports how many there are', async () => {
			const { error } = await node.run({
				parameters: createParams({ options: { maxVideosPerRun: 25 } }),
				items: items(40),
			});

			expect(error?.message).toBe('This run would create 40 videos; Max Videos per Run is 25');
			expect(error?.description).toContain('Nothing was charged.');
			expect(node.api.requests).toEqual([]);
		});

		it('allows exactly as many items', async () => {
			await node.run({
				parameters: createParams({ options: { maxVideosPerRun: 3 } }),
				items: items(3),
			});

			expect(node.api.tasks).toHaveLength(3);
		});

		it('does not count invalid items', async () => {
			const run = await node.run({
				parameters: createParams({
					prompt: '={{ $json.prompt }}',
					options: { maxVideosPerRun: 2 },
				}),
				items: [{ prompt: 'A' }, { prompt: '' }, { prompt: 'B' }],
				node: { onError: 'continueRegularOutput' },
			});

			expect(run.items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
			expect(node.api.tasks).toHaveLength(2);
		});

		it('applies the smallest value of all items', async () => {
			const { error } = await node.run({
				parameters: createParams({
					options: { maxVideosPerRun: '={{ $itemIndex === 1 ? 1 : 9 }}' },
				}),
				items: items(2),
			});

			expect(error?.message).toMatch(/Max Videos per Run is 1$/);
			expect(node.api.requests).toEqual([]);
		});

		it('does not count items whose tasks were created by an earlier try', async () => {
			node.api.fault({ on: 'create', skip: 2, then: { status: 400 } });
			const oneFromNowOn = `={{ Date.now() < ${Date.now() + 900} ? 3 : 1 }}`;
			await node.run({
				parameters: createParams({ options: { maxVideosPerRun: oneFromNowOn, maxConcurrency: 1 } }),
				items: items(3),
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1000 },
			});

			expect(node.api.tasks).toHaveLength(3);
			expect(node.api.requestsTo('create')).toHaveLength(4);
		});
	});

	describe('Minimum Credits', () => {
		const guarded = createParams({ options: { minimumCredits: 100 } });

		it.each([
			['account', { account: 99.5, key: null }, '99.5'],
			['API key', { account: 500, key: 80 }, '80'],
		])('refuses a run if the %s has fewer credits', async (_, plan, left) => {
			node.api.planCredits(plan);

			const { error } = await node.run({ parameters: guarded, items: items(2) });

			expect(error?.message).toBe(`${left} credits are left; Minimum Credits is 100`);
			expect(error?.description).toContain('Nothing was charged.');
			expect(node.api.requests.map(({ endpoint }) => endpoint)).toEqual(['credits']);
		});

		it('reads the credits once before the first create, and adds a hint with credits and reservation', async () => {
			node.api.planCredits({ account: 100 });

			const run = await node.run({ parameters: guarded, items: items(3) });

			const endpoints = node.api.requests.map(({ endpoint }) => endpoint);
			expect(endpoints).toEqual(['credits', 'create', 'create', 'create']);
			expect(run.hints).toContain('Credits before this run: 100. Reserved by 3 new tasks: 36.');
		});

		it('checks only the account if the key is unlimited', async () => {
			node.api.planCredits({ account: 100, key: null });

			expect((await node.run({ parameters: guarded })).status).toBe('success');
		});

		it('is not checked again if a retry only resumes tasks', async () => {
			node.api.planCredits({ account: 100 });
			node.api.fault({ on: 'read', then: { status: 401 } });

			const run = await node.run({
				parameters: createAndWaitParams({ options: { minimumCredits: 100 }, downloadVideo: false }),
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			});

			expect(run.items[0].json.status).toBe('completed');
			expect(node.api.requestsTo('credits')).toHaveLength(1);
			expect(node.api.tasks).toHaveLength(1);
		});

		it('is checked once per execution, since the creates of the first try reduce the credits', async () => {
			node.api.fault({ on: 'create', promptIncludes: 'item-1', then: { status: 400 } });
			node.api.fault({ on: 'credits', skip: 1, times: 'always', then: { status: 401 } });

			const { items: output } = await node.run({
				parameters: createAndWaitParams({
					prompt: '={{ "item-" + $itemIndex }}',
					options: { minimumCredits: 100 },
					downloadVideo: false,
				}),
				items: items(2),
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			});

			expect(output.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
			expect(node.api.tasks).toHaveLength(2);
			expect(node.api.requestsTo('credits')).toHaveLength(1);
		});

		it('is cancelled by a Stop while the credits are read, and no further request is sent', async () => {
			node.api.fault({ on: 'credits', times: 'always', then: { hang: true } });
			const run = await node.start({ parameters: guarded });
			await node.api.waitForRequest('credits');
			run.stop();

			await run.result.catch(() => undefined);
			expect(node.api.requests.map(({ endpoint }) => endpoint)).toEqual(['credits']);
		});
	});

	it.each([
		[{ maxVideosPerRun: 1 }, /^This run would create 2 videos; Max Videos per Run is 1\. /],
		[{ minimumCredits: 100 }, /^5 credits are left; Minimum Credits is 100\. /],
	])(
		'outputs an error item per input item with On Error = Continue: %j',
		async (options, error) => {
			node.api.planCredits({ account: 5 });

			const run = await node.run({
				parameters: createParams({ options }),
				items: items(2),
				node: { onError: 'continueRegularOutput' },
			});

			const json = { error: expect.stringMatching(error), details: {} };
			expect(run.items.map((item) => item.json)).toEqual([json, json]);
			expect(node.api.tasks).toEqual([]);
		},
	);

	it.each([
		['maxVideosPerRun', 'Max Videos per Run'],
		['minimumCredits', 'Minimum Credits'],
	])('refuses %s that is set but is not a positive number', async (name, label) => {
		for (const value of ['={{ $json.gone }}', '={{ null }}', '', 0, -1, 'many']) {
			const { error } = await node.run({
				parameters: createParams({ options: { [name]: value } }),
			});
			expect(error?.message).toMatch(new RegExp(`^${label} (is empty|must be a number)`));
		}
		expect(node.api.requests).toEqual([]);
	});
});
