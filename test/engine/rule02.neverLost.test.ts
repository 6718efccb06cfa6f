import { ExecuteContext } from 'n8n-core';

import { createParams, createAndWaitParams, simulated } from './harness/simulatedNode';
import { measureStopMs } from './harness/stop';

const INDETERMINATE = { status: 502, accepted: true };
/** Shortens the pauses of 2 s and 10 s before the account's list is read. */
const clockSpeed = 20;

// After each fault: the invariants of the fault matrix, test/faults/violations.ts.
describe('Rule 2: A paid task is never lost', () => {
	const node = simulated();

	it('lists the tasks of all other items with their status if one item ends the run', async () => {
		node.api.plan({ durationMs: 60_000, estimatedTimeS: 1 });
		node.api.plan({
			promptIncludes: 'bad',
			outcome: { code: 'service_error', message: 'Broken' },
		});

		const { error } = await node.run({
			parameters: createAndWaitParams({ prompt: '={{ $json.prompt }}' }),
			items: [{ prompt: 'A boat' }, { prompt: 'A bad one' }, { prompt: 'A kite' }],
		});

		const [boat, bad, kite] = ['boat', 'bad', 'kite'].map(
			(word) => node.api.tasks.find(({ request }) => request.prompt?.includes(word))!.id,
		);
		expect(error?.message).toContain(`Item 1: Task ${bad} failed`);
		expect(error?.description).toMatch(
			new RegExp(`${boat} \\((pending|processing)\\), ${kite} \\((pending|processing)\\)`),
		);
		expect(error?.description).toContain('Resume with Get Status or Wait at no extra cost');
	});

	it('includes the task in the error output', async () => {
		node.api.plan({ outcome: { code: 'brand_new_code', message: 'Who knows' } });

		const { items, errorItems } = await node.run({
			parameters: createAndWaitParams(),
			items: [{ source: 'sheet row 7' }],
			node: { onError: 'continueErrorOutput' },
		});

		expect(items).toHaveLength(0);
		expect(errorItems[0].json).toMatchObject({
			source: 'sheet row 7',
			error: expect.stringContaining('Who knows (brand_new_code)'),
			details: {
				taskId: node.api.tasks[0].id,
				status: 'failed',
				failure: { code: 'brand_new_code', retryable: false },
			},
		});
	});

	it('outputs all videos even if what follows the items throws', async () => {
		const addHints = jest.spyOn(ExecuteContext.prototype, 'addExecutionHints');
		addHints.mockImplementation(() => {
			if (node.api.tasks.length > 0) throw new Error('n8n has no place for hints');
		});

		const { items, error } = await node.run({
			parameters: createAndWaitParams(),
			items: Array(4).fill({}),
			node: { onError: 'continueRegularOutput' },
		});

		addHints.mockRestore();
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.taskId).sort()).toEqual(node.api.paidTaskIds.sort());
	});
});

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
		// For error workflows, as data.
		const idOf = (item: number) =>
			node.api.tasks.find(({ request }) => request.prompt === five[item].prompt)?.id;
		expect(error?.context).toMatchObject({
			tasks: [0, 2, 4].map((item) => ({ taskId: idOf(item), status: 'pending', item })),
			indeterminate: [
				{ item: 1, cause: expect.stringContaining('HTTP 502') },
				{ item: 3, cause: expect.stringContaining('closed') },
			],
		});
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

	// Which tasks are named, and what the error says: test/unit/actions/common/findPossibleTasks.test.ts, the fault matrix.
	it('does not delay a Stop to search for the task in the account’s list', async () => {
		node.api.fault({ on: 'create', then: INDETERMINATE });
		const started = await node.start({ parameters, items: five.slice(0, 1) });
		await node.api.waitForIdle();

		expect(await measureStopMs(started)).toBeLessThan(1_000);
		expect((await started.result).status).toBe('canceled');
		expect(node.api.requestsTo('list')).toHaveLength(0);
	});
});
