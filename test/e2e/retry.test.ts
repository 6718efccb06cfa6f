import type { FaultRule, TaskPlan } from '../../simulator';
import type { Execution } from '../../tools/n8n/execution';
import { workflow, type NodeOptions } from '../../tools/n8n/workflow';
import { simulatedN8n } from './harness/simulatedN8n';

const createParams = { prompt: '={{ $json.prompt }}', waitForCompletion: true };
/** A timeout of 0.6 s, for videos that take longer. */
const withShortTimeout = { ...createParams, options: { timeoutMinutes: 0.01 } };
const slow: TaskPlan = { durationMs: 2_000, estimatedTimeS: 1 };
const verySlow: TaskPlan = { durationMs: 60_000, estimatedTimeS: 1 };

const oneItem = [{ prompt: 'A boat' }];
const threeItems = [...oneItem, { prompt: 'A kite' }, { prompt: 'A train' }];

const batches: Array<[string, typeof oneItem]> = [
	['1 item', oneItem],
	['3 items', threeItems],
];

/** Faults that fail a try after its tasks were created; of three items, the second gets the fault. */
const rejections: Array<[string, typeof oneItem, FaultRule]> = (
	['read', 'download'] as const
).flatMap((on) => [
	[`a rejected ${on}, 1 item`, oneItem, { on, then: { status: 401 } }],
	[`a rejected ${on}, 3 items`, threeItems, { on, promptIncludes: 'kite', then: { status: 401 } }],
]);

describe('Retries in a real n8n', () => {
	/** How far the simulated time is ahead of the real one, ms. */
	let aheadMs = 0;
	// Otherwise the provider would return the same task, and the task store would not be tested.
	const honorIdempotency = false;
	const hailuo = simulatedN8n({
		now: () => Date.now() + aheadMs,
		honorIdempotency,
		// Only the read of a single task can be rejected for one of several items.
		withTaskBatch: false,
	});
	afterEach(() => (aheadMs = 0));

	/** Each item has one task, and every paid task is in the output. */
	function expectPaidOnce(execution: Execution, items: unknown[], field = 'data'): void {
		const delivered = execution.items('Hailuo');
		expect(execution.error).toBeUndefined();
		expect(delivered.map(({ binary }) => binary?.[field].mimeType)).toEqual(
			items.map(() => 'video/mp4'),
		);
		expect(hailuo.api.tasks).toHaveLength(items.length);
		expect(delivered.map(({ json }) => json.taskId).sort()).toEqual(
			[...hailuo.api.paidTaskIds].sort(),
		);
	}

	describe('Retry On Fail with three tries', () => {
		const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };

		it.each(rejections)('pays each task once after %s', async (_, items, rule) => {
			const fault = hailuo.api.fault({ ...rule, times: 2 });

			const execution = await hailuo.run(createParams, { items, ...retrying });

			expect(fault.hits).toBe(2);
			expectPaidOnce(execution, items);
		});

		it.each(batches)('pays each task once after a timeout, %s', async (_, items) => {
			hailuo.api.plan(slow);

			const execution = await hailuo.run(withShortTimeout, { items, ...retrying });

			expectPaidOnce(execution, items);
		});
	});

	describe('Retry with the original workflow', () => {
		/** Runs a workflow that fails, and retries it a minute later. */
		async function failAndRetry(parameters: typeof createParams, items = oneItem) {
			const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters, { items }).build());
			const failed = await hailuo.n8n.run(id);
			aheadMs += 60_000;
			return { failed, retried: await hailuo.n8n.retry(failed.id, 'original') };
		}

		it.each(rejections)('resumes the tasks after %s', async (_, items, rule) => {
			hailuo.api.fault(rule);

			const { failed, retried } = await failAndRetry(createParams, items);

			expect(failed.error?.message).toContain('401');
			expectPaidOnce(retried, items);
		});

		it.each(batches)('resumes the tasks after a timeout, %s', async (_, items) => {
			hailuo.api.plan(verySlow);

			const { failed, retried } = await failAndRetry(withShortTimeout, items);

			expect(failed.error?.message).toContain('was not ready after 0.01 min');
			expectPaidOnce(retried, items);
		});

		it('does not send a create of unknown outcome again', async () => {
			hailuo.api.fault({ on: 'create', then: { status: 500, accepted: true } });

			const { retried } = await failAndRetry(createParams);

			expect(retried.error?.message).toContain('may have been accepted');
			expect(hailuo.api.requestsTo('create')).toHaveLength(1);
		});

		it('creates a new task after a failed one, which is not charged', async () => {
			const outcome = { code: 'service_error', message: 'Try later' };
			hailuo.api.plan({ promptIncludes: 'boat', outcome });
			const { id } = await hailuo.n8n.createWorkflow(
				hailuo.flow(createParams, { items: oneItem }).build(),
			);
			const { id: failed } = await hailuo.n8n.run(id);
			hailuo.api.plan({ outcome: 'completed' });

			const retried = await hailuo.n8n.retry(failed, 'original');

			expect(retried.items('Hailuo')[0].json.taskId).toBe(hailuo.api.tasks[1].id);
			expect(hailuo.api.paidTaskIds).toEqual([hailuo.api.tasks[1].id]);
		});
	});

	it('with the currently saved workflow resume the tasks if only its options changed', async () => {
		hailuo.api.fault({ on: 'read', then: { status: 401 } });
		const flow = (outputBinaryField: string) =>
			hailuo.flow({ ...createParams, options: { outputBinaryField } }, { items: oneItem }).build();
		const saved = await hailuo.n8n.createWorkflow(flow('data'));
		const { id: failed } = await hailuo.n8n.run(saved.id);
		await hailuo.n8n.saveWorkflow(saved, flow('clip'));

		expectPaidOnce(await hailuo.n8n.retry(failed, 'currently saved'), oneItem, 'clip');
	});

	describe('Retry with a currently saved workflow that can no longer be executed', () => {
		const unknown = { hailuoApi: { id: 'unknown', name: 'Deleted' } };

		it.each<[string, RegExp, Partial<NodeOptions>]>([
			['an invalid Duration', /^Duration must be/, { parameters: { duration: 7 } }],
			['a credential that cannot be read', /credential/i, { credentials: unknown }],
			[
				'too few credits',
				/Minimum Credits is 900/,
				{ parameters: { options: { minimumCredits: 900 } } },
			],
		])('names the paid tasks in its error: %s', async (_, message, changes) => {
			hailuo.api.planCredits({ account: 500 });
			hailuo.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 402 } });
			const flow = ({ parameters, ...rest }: Partial<NodeOptions>) =>
				hailuo.flow({ ...createParams, ...parameters }, { items: threeItems, ...rest }).build();
			const saved = await hailuo.n8n.createWorkflow(flow({}));
			const { id: failed } = await hailuo.n8n.run(saved.id);
			await hailuo.n8n.saveWorkflow(saved, flow(changes));

			const { error } = await hailuo.n8n.retry(failed, 'currently saved');

			expect(error?.message).toMatch(message);
			expect(hailuo.api.tasks).toHaveLength(2);
			for (const { id } of hailuo.api.tasks) expect(error?.description).toContain(id);
			expect(error?.description).not.toContain('Nothing was charged');
		});
	});

	it('of a parent pay again for its sub-workflow, whose own Retry resumes the task', async () => {
		hailuo.api.fault({ on: 'read', then: { status: 401 } });
		const sub = await hailuo.n8n.createWorkflow(
			workflow('Sub')
				.node('Start', 'n8n-nodes-base.executeWorkflowTrigger', {
					typeVersion: 1.1,
					parameters: { inputSource: 'passthrough' },
				})
				.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
					parameters: { ...createParams, prompt: 'A boat' },
					credentials: hailuo.credentials,
				})
				.build(),
		);
		await hailuo.n8n.activate(sub);
		const parent = await hailuo.n8n.createWorkflow(
			workflow('Parent')
				.manualTrigger()
				.node('Call', 'n8n-nodes-base.executeWorkflow', {
					typeVersion: 1.2,
					parameters: { workflowId: { __rl: true, mode: 'id', value: sub.id } },
				})
				.build(),
		);
		const { id: failed } = await hailuo.n8n.run(parent.id);
		const [failedSub] = await hailuo.n8n.executionIds(sub.id);
		expect((await hailuo.n8n.execution(failedSub)).error?.description).toMatch(
			/retry this execution of the sub-workflow/,
		);

		const retriedSub = await hailuo.n8n.retry(failedSub, 'original');

		expectPaidOnce(retriedSub, oneItem);
		const { error, status } = await hailuo.n8n.retry(failed, 'original');
		expect({ error, status }).toEqual({ status: 'success' });
		expect(hailuo.api.tasks).toHaveLength(2);
	});
});
