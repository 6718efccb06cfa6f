import { createParams, simulated } from './harness/simulatedNode';
import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
const DONE = [{ durationMs: 0 }];

describe('A task list that the provider sorts oldest first', () => {
	describe('in the trigger', () => {
		const hailuo = simulatedTrigger({ task: { durationMs: 5 * MINUTE_MS } });
		beforeEach(() => hailuo.api.addTasks({ count: 250, behaviors: DONE }));

		it('does not prevent tasks from being emitted', async () => {
			hailuo.api.planList({ order: 'oldestFirst' });
			const trigger = hailuo.trigger({ watch: 'account' });
			await trigger.activate();
			const taskId = await hailuo.createTask();
			hailuo.advance(MINUTE_MS);
			expect((await trigger.poll()).items).toBeUndefined();
			const before = hailuo.api.requestsTo('list').length;
			hailuo.advance(5 * MINUTE_MS);

			expect((await trigger.poll()).items).toMatchObject([{ taskId }]);
			// The first page, which reveals the order, the last one, and the one after it, which is empty.
			expect(hailuo.api.requestsTo('list').length - before).toBeLessThanOrEqual(4);
			hailuo.advance(MINUTE_MS);
			expect((await trigger.poll()).items).toBeUndefined();
		});
	});

	describe('in the node', () => {
		const node = simulated();
		const getMany = (parameters: object) => ({
			resource: 'video',
			operation: 'getMany',
			options: { includeDetails: false },
			...parameters,
		});

		it('is output newest first, with all tasks created after a time', async () => {
			node.api.addTasks({ count: 250, behaviors: DONE });
			node.api.planList({ order: 'oldestFirst' });
			const newest = [...node.api.tasks].reverse().map(({ id }) => id);
			const createdAfter = new Date(Date.now() - 120.5 * MINUTE_MS).toISOString();

			const { items: some } = await node.run({ parameters: getMany({ limit: 60 }) });
			const { items: young } = await node.run({
				parameters: getMany({ returnAll: true, filters: { createdAfter } }),
			});

			expect(some.map(({ json }) => json.taskId)).toEqual(newest.slice(0, 60));
			expect(young.map(({ json }) => json.taskId)).toEqual(newest.slice(0, 120));
		});

		it('still provides the candidate of an indeterminate create', async () => {
			node.api.addTasks({ count: 250, behaviors: DONE });
			node.api.planList({ order: 'oldestFirst' });
			node.api.fault({ on: 'create', then: { reset: 'afterAccepted' } });

			const { error } = await node.run({ parameters: createParams() });

			expect(error?.description).toContain(node.api.tasks.at(-1)?.id);
		});
	});
});
