import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';

const prompts = ['A boat', 'A kite', 'A train', 'A whale', 'A comet'].map((prompt) => ({ prompt }));
const prompt = '={{ $json.prompt }}';

const HOUR_MS = 3_600_000;

describe('Rule 4: Many items take as long as the slowest', () => {
	let aheadMs = 0;
	const node = simulated({ now: () => Date.now() + aheadMs, keys: ['test-key', 'other-key'] });

	it('creates all tasks before the first is completed, and keeps the order of the items', async () => {
		node.api.plan({ promptIncludes: 'boat', durationMs: 900, estimatedTimeS: 1 });

		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt }),
			items: prompts,
		});

		const firstFive = node.api.requests.slice(0, 5).map(({ method }) => method);
		expect(firstFive).toEqual(Array(5).fill('POST'));
		const promptOf = (id: unknown) => node.api.tasks.find((task) => task.id === id)?.request.prompt;
		expect(items.map(({ json }) => ({ prompt: promptOf(json.taskId) }))).toEqual(prompts);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
	});

	it('generates at most as many videos in parallel as Max Concurrency allows', async () => {
		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt, options: { maxConcurrency: 2 } }),
			items: prompts,
		});

		expect(items).toHaveLength(5);
		const seenDone = new Set<string>();
		let created = 0;
		for (const request of node.api.requests) {
			if (request.endpoint === 'create') created += 1;
			if (request.endpoint === 'download') seenDone.add(request.taskId!);
			expect(created - seenDone.size).toBeLessThanOrEqual(2 + 1);
		}
	});

	it.each([
		['rejected create', 'HTTP 400'],
		['failed task', 'content_policy_violation'],
	])('creates no queued video after a %s with On Error = Stop', async (reason, message) => {
		if (reason === 'rejected create') node.api.fault({ on: 'create', then: { status: 400 } });
		node.api.plan({ outcome: { code: 'content_policy_violation', message: 'No.' } });

		const { error } = await node.run({
			parameters: createAndWaitParams({ prompt, options: { maxConcurrency: 1 } }),
			items: prompts,
		});

		expect(error?.message).toMatch(/^Item 0: /);
		expect(error?.message).toContain(message);
		expect(node.api.requestsTo('create')).toHaveLength(1);
	});

	describe('with a rate limited create beside a paid task', () => {
		const [boat, kite] = prompts;
		const clockSpeed = 20;
		const withRetryAfter = (seconds: string) => ({
			status: 429,
			headers: { 'retry-after': seconds },
		});

		it('reads and downloads the video during a Retry-After of 40 s', async () => {
			node.api.fault({ on: 'create', promptIncludes: 'kite', then: withRetryAfter('40') });

			const { items } = await node.run({
				parameters: createAndWaitParams({ prompt }),
				items: [boat, kite],
				clockSpeed,
			});

			expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
			const sequence = node.api.requests.map(({ endpoint }) => endpoint);
			expect(sequence.slice(0, 2)).toEqual(['create', 'create']);
			expect(sequence.indexOf('download')).toBeLessThan(sequence.lastIndexOf('create'));
		});

		it('fails its item at once if Retry-After is an hour, with that time', async () => {
			const then = withRetryAfter('3600');
			node.api.fault({ on: 'create', promptIncludes: 'kite', times: 'always', then });

			const { items } = await node.run({
				parameters: createAndWaitParams({ prompt }),
				items: [boat, kite],
				node: { onError: 'continueRegularOutput' },
				clockSpeed,
			});

			expect(items[0].json.status).toBe('completed');
			expect(items[0].binary?.data.mimeType).toBe('video/mp4');
			expect(items[1].json.error).toMatch(/Try again in 1 h.*This item was not charged/);
			expect(node.api.requestsTo('create')).toHaveLength(2);
		});

		it('creates and reads those of another account as if they were alone', async () => {
			const then = withRetryAfter('3600');
			node.api.fault({ on: 'create', promptIncludes: 'limited', times: 'always', then });
			const keys = ['test-key', 'other-key'];

			const { items } = await node.run({
				parameters: createAndWaitParams({ prompt }),
				items: Array.from({ length: 6 }, (_, i) => ({
					prompt: i % 2 === 0 ? `A limited boat ${i}` : `A kite ${i}`,
				})),
				credential: (itemIndex) => ({ apiKey: keys[itemIndex % 2] }),
				node: { onError: 'continueRegularOutput' },
				clockSpeed,
			});

			expect(items.map(({ json }) => json.status ?? 'error')).toEqual(
				Array(3).fill(['error', 'completed']).flat(),
			);
		});
	});

	it('awaits the paid videos before the run fails because of a create, and creates no other', async () => {
		node.api.plan({ durationMs: 3_000, estimatedTimeS: 3 });
		node.api.fault({ on: 'create', promptIncludes: 'kite', then: { status: 502, accepted: true } });

		const { error } = await node.run({
			parameters: createAndWaitParams({ prompt, options: { maxConcurrency: 2 } }),
			items: prompts,
		});

		expect(error?.message).toMatch(/^Item 1: The request may have been accepted/);
		const [boat] = node.api.tasks;
		expect(error?.description).toContain(`${boat.id} (completed)`);
		expect(node.api.requestsTo('create')).toHaveLength(2);
		expect(node.api.requestsTo('download')).toHaveLength(0);
	});

	it('fails all items if no create is accepted within Queue Timeout, and sends no queued create', async () => {
		node.api.fault({ on: 'create', times: 'always', then: { status: 429 } });

		const { items } = await node.run({
			parameters: createParams({ prompt, options: { maxConcurrency: 2, queueTimeoutMinutes: 10 } }),
			items: prompts,
			node: { onError: 'continueRegularOutput' },
			clockSpeed: 60,
		});

		for (const { json } of items)
			expect(json.error).toMatch(/HTTP 429.*for 10 min.*This item was not charged/);
		// The three items that wait for Max Concurrency are not sent.
		const sent = node.api
			.requestsTo('create')
			.map(({ body }) => (body as { prompt: string }).prompt);
		expect(new Set(sent)).toEqual(new Set(['A boat', 'A kite']));
	});

	it('creates 20 videos with default settings before the first can be completed', async () => {
		node.api.plan({ durationMs: HOUR_MS, estimatedTimeS: 3 });
		const items = Array.from({ length: 20 }, (_, i) => ({ prompt: `Boat ${i}` }));

		const { result } = await node.start({ parameters: createAndWaitParams({ prompt }), items });
		await node.api.waitForRequest('create', 20);
		aheadMs += HOUR_MS;

		const { items: output } = await result;
		expect(output.map(({ json }) => json.status)).toEqual(Array(20).fill('completed'));
	});

	it('outputs all tasks without reading them if Wait for Completion is off', async () => {
		const { items } = await node.run({ parameters: createParams({ prompt }), items: prompts });

		expect(items.map(({ json }) => json.status)).toEqual(Array(5).fill('pending'));
		expect(node.api.requestsTo('read')).toHaveLength(0);
	});

	it('waits for the tasks of an earlier Create in parallel', async () => {
		const created = await node.run({ parameters: createParams({ prompt }), items: prompts });

		const { items } = await node.run({
			parameters: { resource: 'video', operation: 'wait', taskId: '={{ $json.taskId }}' },
			items: created.items.map(({ json }) => json),
		});

		expect(items.map(({ json }) => json.taskId)).toEqual(node.api.tasks.map(({ id }) => id));
		expect(items.every(({ binary }) => binary?.data.mimeType === 'video/mp4')).toBe(true);
	});
});
