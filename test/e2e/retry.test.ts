import type { FaultRule } from '../../simulator';
import type { Execution } from '../../tools/n8n/execution';
import { workflow, type NodeOptions } from '../../tools/n8n/workflow';
import { simulatedN8n } from './harness/simulatedN8n';

const createParams = { prompt: '={{ $json.prompt }}' };
const oneItem = [{ prompt: 'A boat' }];
const threeItems = [...oneItem, { prompt: 'A kite' }, { prompt: 'A train' }];

// Retry On Fail is a matter of n8n's engine: test/engine/rule03.neverPaidTwice.test.ts. The editor's Retry is one of its server;
// what it resumes, after random faults: test/unit/execution/executions.property.test.ts.
describe('Retry of a failed execution', () => {
	const hailuo = simulatedN8n({
		// Otherwise the provider would return the same task, and the task store would not be tested.
		honorIdempotency: false,
		// Only the read of a single task can be rejected for one of several items.
		withTaskBatch: false,
	});

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

	/** Runs a workflow that fails, and retries it a minute later. */
	async function failAndRetry(parameters: NodeOptions['parameters'], items = oneItem) {
		const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters, { items }).build());
		const failed = await hailuo.n8n.run(id);
		hailuo.advance(60_000);
		return { failed, retried: await hailuo.n8n.retry(failed.id, 'original') };
	}

	it.each<[string, typeof oneItem, FaultRule]>([
		['read', oneItem, { on: 'read', then: { status: 401 } }],
		['download', threeItems, { on: 'download', promptIncludes: 'kite', then: { status: 401 } }],
	])('resumes the tasks after a rejected %s', async (_, items, rule) => {
		hailuo.api.fault(rule);

		const { failed, retried } = await failAndRetry(createParams, items);

		expect(failed.error?.message).toContain('401');
		expectPaidOnce(retried, items);
	});

	it('does not send a create of unknown outcome again', async () => {
		hailuo.api.fault({ on: 'create', then: { status: 500, accepted: true } });
		// A list would be read twice, 10 s apart.
		hailuo.api.fault({ on: 'list', times: 'always', then: { status: 404 } });

		const { retried } = await failAndRetry(createParams);

		expect(retried.error?.message).toContain('may have been accepted');
		expect(hailuo.api.requestsTo('create')).toHaveLength(1);
	});

	describe('with the currently saved workflow', () => {
		/** Runs a workflow that fails, saves another one in its place, and retries the execution. */
		async function failChangeAndRetry(items: typeof oneItem, changes: Partial<NodeOptions>) {
			const flow = ({ parameters, ...rest }: Partial<NodeOptions>) =>
				hailuo.flow({ ...createParams, ...parameters }, { items, ...rest }).build();
			const saved = await hailuo.n8n.createWorkflow(flow({}));
			const { id: failed } = await hailuo.n8n.run(saved.id);
			await hailuo.n8n.saveWorkflow(saved, flow(changes));
			return await hailuo.n8n.retry(failed, 'currently saved');
		}

		it('resumes the task if only options changed', async () => {
			hailuo.api.fault({ on: 'read', then: { status: 401 } });
			const options = { outputBinaryField: 'clip' };

			const retried = await failChangeAndRetry(oneItem, { parameters: { options } });

			expectPaidOnce(retried, oneItem, 'clip');
		});

		it.each<[string, RegExp, Partial<NodeOptions>]>([
			['Duration is invalid', /^Duration must be/, { parameters: { duration: 7 } }],
			[
				'its credential cannot be read',
				/credential/i,
				{ credentials: { hailuoApi: { id: 'unknown', name: 'Deleted' } } },
			],
			[
				'too few credits are left',
				/Minimum Credits is 900/,
				{ parameters: { options: { minimumCredits: 900 } } },
			],
		])('names the paid tasks in its error if %s', async (_, message, changes) => {
			hailuo.api.planCredits({ account: 500 });
			hailuo.api.fault({ on: 'create', promptIncludes: 'train', then: { status: 402 } });

			const { error } = await failChangeAndRetry(threeItems, changes);

			expect(error?.message).toMatch(message);
			expect(hailuo.api.tasks).toHaveLength(2);
			for (const { id } of hailuo.api.tasks) expect(error?.description).toContain(id);
			expect(error?.description).not.toContain('Nothing was charged');
		});
	});

	it('of a parent pays again for its sub-workflow, whose own Retry resumes the task', async () => {
		hailuo.api.fault({ on: 'read', then: { status: 401 } });
		const sub = await hailuo.n8n.createWorkflow(
			workflow('Sub')
				.node('Start', 'n8n-nodes-base.executeWorkflowTrigger', {
					typeVersion: 1.1,
					parameters: { inputSource: 'passthrough' },
				})
				.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
					parameters: { prompt: 'A boat' },
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
