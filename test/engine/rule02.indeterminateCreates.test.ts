import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';
import { measureStopMs } from './harness/stop';

const INDETERMINATE = { status: 502, accepted: true };
/** Shortens the pauses of 2 s and 10 s before the account's list is read. */
const clockSpeed = 20;

describe('Rule 2: A paid task is never lost (creates of unknown outcome)', () => {
	const node = simulated({ honorIdempotency: false });
	const five = [1, 2, 3, 4, 5].map((n) => ({ prompt: `Boat ${n}` }));
	const parameters = createParams({ prompt: '={{ $json.prompt }}' });

	it('names every item whose create has an unknown outcome in the error of the run', async () => {
		node.api.fault({ on: 'create', times: 'always', then: INDETERMINATE });

		const { error } = await node.run({ parameters, items: five, clockSpeed });

		expect(error?.message).toMatch(
			/^Item \d: The request may have been accepted, but no task ID was returned: /,
		);
		expect(error?.description).toMatch(
			/^May have been accepted without a task ID: items 0, 1, 2, 3, 4 \(.*HTTP 502\)\)\. Not retried/,
		);
		expect(node.api.paidTaskIds).toHaveLength(5);
		for (const id of node.api.paidTaskIds) expect(error?.description).toContain(id);
		expect(error?.description).not.toMatch(/nothing was charged/i);
	});

	it('reports a failed TLS connection as an unknown outcome, with what to check', async () => {
		const { error } = await node.run({
			parameters: createParams(),
			baseUrl: node.api.baseUrl.replace('http:', 'https:'),
			clockSpeed,
		});

		// OpenSSL raises the same errors after a request was sent.
		expect(error?.message).toMatch(
			/may have been accepted.*The TLS connection failed: the port may expect http/,
		);
		expect(error?.description).not.toMatch(/nothing was charged/i);
	});

	it('groups the items by cause, before the known tasks', async () => {
		node.api.fault({ on: 'create', promptIncludes: '2', then: INDETERMINATE });
		node.api.fault({ on: 'create', promptIncludes: '4', then: { reset: 'afterAccepted' } });

		const { error } = await node.run({ parameters, items: five, clockSpeed });

		expect(error?.description).toMatch(
			/^May have been accepted without a task ID: item 1 \(.*HTTP 502\)\); item 3 \(The connection was closed\)\./,
		);
		expect(error?.description).toMatch(
			/Tasks of this execution: \S+ \(pending\), \S+ \(pending\), \S+ \(pending\)\. Resume with/,
		);
	});

	it('does not say that nothing was charged if another create was rejected', async () => {
		node.api.fault({ on: 'create', promptIncludes: '1', then: { status: 400 } });
		node.api.fault({ on: 'create', promptIncludes: '2', then: { reset: 'afterAccepted' } });

		const { error } = await node.run({ parameters, items: five.slice(0, 2), clockSpeed });

		expect(error?.message).toMatch(/^Item 0: .*HTTP 400/);
		expect(error?.description).toMatch(
			/^May have been accepted without a task ID: item 1 .*This item was not charged\.$/,
		);
		expect(error?.description).not.toMatch(/nothing was charged/i);
	});

	it('reports it again in each later try of the run, without sending it again', async () => {
		node.api.fault({ on: 'create', promptIncludes: '2', then: INDETERMINATE });
		node.api.fault({ on: 'create', promptIncludes: '3', times: 'always', then: { status: 400 } });

		const { error } = await node.run({
			parameters,
			items: five,
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			clockSpeed,
		});

		expect(error?.message).toMatch(/^Item 1: The request may have been accepted/);
		for (const { id } of node.api.tasks) expect(error?.description).toContain(id);
		const creates = node.api
			.requestsTo('create')
			.map(({ body }) => (body as { prompt: string }).prompt);
		expect(creates.filter((prompt) => prompt === 'Boat 2')).toHaveLength(1);
	});

	it('reports it in its own item with On Error = Continue', async () => {
		node.api.fault({ on: 'create', promptIncludes: '2', then: INDETERMINATE });

		const { items } = await node.run({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
			items: five,
			node: { onError: 'continueRegularOutput' },
			clockSpeed,
		});

		const [unclear] = node.api.tasks.filter(({ request }) => request.prompt === 'Boat 2');
		expect(items[1].json).toEqual({
			error: expect.stringContaining(`it may have created: ${unclear.id}. Check them`),
			details: { possibleTaskIds: [unclear.id] },
		});
		expect(items.filter(({ json }) => json.status === 'completed')).toHaveLength(4);
	});

	describe('candidates from the account’s task list', () => {
		const one = { parameters, items: five.slice(0, 1), clockSpeed };

		it('are omitted if the provider has no list', async () => {
			node.api.fault({ on: 'list', times: 'always', then: { status: 404 } });
			node.api.fault({ on: 'create', then: INDETERMINATE });

			const { error } = await node.run(one);

			expect(error?.description).toBe(
				'Not retried automatically, to avoid a double charge. Check your provider account: if the task exists, use Get Status or Wait with its ID; otherwise run again.',
			);
			expect(node.api.requestsTo('list')).toHaveLength(1);
		});

		it('do not delay a Stop', async () => {
			node.api.fault({ on: 'create', then: INDETERMINATE });
			const started = await node.start({ ...one, clockSpeed: 1 });
			await node.api.waitForIdle();

			expect(await measureStopMs(started)).toBeLessThan(1_000);
			expect((await started.result).status).toBe('canceled');
			expect(node.api.requestsTo('list')).toHaveLength(0);
		});
	});

	it('gives error workflows the tasks and the creates of unknown outcome as data', async () => {
		node.api.fault({ on: 'create', promptIncludes: '2', then: INDETERMINATE });

		const { error } = await node.run({ parameters, items: five.slice(0, 2), clockSpeed });

		const unclear = node.api.tasks.find(({ request }) => request.prompt === 'Boat 2')!;
		const others = node.api.tasks.filter(({ id }) => id !== unclear.id);
		expect(error?.context).toMatchObject({
			tasks: others.map(({ id }) => ({ taskId: id, status: expect.any(String), item: 0 })),
			indeterminate: [
				{ item: 1, cause: expect.stringContaining('HTTP 502'), possibleTaskIds: [unclear.id] },
			],
		});
	});
});
