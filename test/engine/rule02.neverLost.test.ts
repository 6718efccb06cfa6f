import { ExecuteContext } from 'n8n-core';

import { createAndWaitParams, simulated } from './harness/simulatedNode';

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

	it('outputs the unfinished task after a timeout if On Timeout is Return the Task', async () => {
		node.api.plan({ durationMs: 60_000, estimatedTimeS: 1 });

		const { items } = await node.run({
			parameters: createAndWaitParams({
				options: { timeoutMinutes: 0.01, onTimeout: 'returnTask' },
			}),
		});

		expect(items[0].json).toMatchObject({
			taskId: node.api.tasks[0].id,
			status: expect.stringMatching(/pending|processing/),
			timedOut: true,
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

	it('keeps an error short, however long the value in it is', async () => {
		const { error } = await node.run({
			parameters: createAndWaitParams({
				mode: 'imageToVideo',
				firstFrameSource: 'binary',
				firstFrameBinaryProperty: '={{ "iVBORw0KGgo".repeat(40000) }}',
			}),
			filesBaseUrl: node.api.filesUrl,
		});

		expect(JSON.stringify([error?.message, error?.description]).length).toBeLessThan(2_000);
	});
});
