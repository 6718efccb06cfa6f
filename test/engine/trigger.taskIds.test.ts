import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;

describe('The trigger with Watch = Task IDs', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const failing = { outcome: { code: 'content_policy_violation', message: 'Not allowed.' } };

	it('emits a finished task once, with its video URL', async () => {
		const taskId = await hailuo.createTask();
		const trigger = hailuo.trigger({ taskIds: taskId });

		expect((await trigger.activate()).items).toBeUndefined();
		expect(await trigger.poll()).toEqual({ changedState: false });
		hailuo.advance(6 * MINUTE_MS);

		const { items, changedState } = await trigger.poll();
		expect(items).toEqual([
			expect.objectContaining({
				taskId,
				status: 'completed',
				videoUrl: hailuo.api.tasks[0].videoUrl,
			}),
		]);
		expect(changedState).toBe(true);
		hailuo.advance(MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
		expect((await trigger.withParameters({ taskIds: `${taskId},x` }).poll()).items).toBeUndefined();
	});

	it.each([
		['text with commas', (ids: string[]) => ids.join(', ')],
		['a JSON array', (ids: string[]) => JSON.stringify(ids)],
		['an expression that returns a list', (ids: string[]) => `={{ ${JSON.stringify(ids)} }}`],
	])('accepts %s, and emits several tasks as one list of items', async (_, written) => {
		const ids = [await hailuo.createTask(), await hailuo.createTask(), await hailuo.createTask()];
		hailuo.advance(6 * MINUTE_MS);

		const { items } = await hailuo.trigger({ taskIds: written(ids) }).activate();

		expect(items?.map(({ taskId }) => taskId)).toEqual(ids);
	});

	it.each([
		['completed', ['completed']],
		['failed', ['failed', 'cancelled']],
		['finished', ['completed', 'failed', 'cancelled']],
	])(
		'emits for the event %s tasks with the status %j, and reads them no more',
		async (event, statuses) => {
			hailuo.api.plan({ promptIncludes: 'bad', ...failing });
			hailuo.api.plan({ promptIncludes: 'no more', outcome: 'cancelled' });
			const taskIds = `${await hailuo.createTask()},${await hailuo.createTask('bad')},${await hailuo.createTask('no more')}`;
			hailuo.advance(6 * MINUTE_MS);
			const trigger = hailuo.trigger({ taskIds, event });

			const { items } = await trigger.activate();

			expect(items?.map(({ status }) => status)).toEqual(statuses);
			const reads = hailuo.api.requestsTo('read').length;
			hailuo.advance(MINUTE_MS);
			await trigger.poll();
			expect(hailuo.api.requestsTo('read')).toHaveLength(reads);
		},
	);

	it('emits an unknown ID once as failed, when the API has said so twice', async () => {
		const gone = 'task-unified-1700000000-gone';
		hailuo.api.plan({ durationMs: 60 * MINUTE_MS });
		const taskIds = `${gone}, ${await hailuo.createTask()}`;
		const trigger = hailuo.trigger({ taskIds, event: 'failed' });

		expect((await trigger.activate()).items).toBeUndefined();
		hailuo.advance(2 * MINUTE_MS);
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
		hailuo.advance(4 * MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([
			{ taskId: gone, status: 'failed', failure: { code: 'resource_not_found' } },
		]);
		hailuo.advance(6 * MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
	});

	it('ends the poll after a 429 with the tasks read so far, and pauses for Retry-After', async () => {
		const [first, second] = [await hailuo.createTask(), await hailuo.createTask()];
		const rateLimited = { status: 429, headers: { 'retry-after': '150' } };
		hailuo.api.fault({ on: 'read', taskId: second, then: rateLimited });
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ taskIds: [first, second].join() });

		expect((await trigger.activate()).items).toMatchObject([{ taskId: first }]);
		const reads = hailuo.api.requestsTo('read').length;
		hailuo.advance(MINUTE_MS);
		await trigger.poll();
		expect(hailuo.api.requestsTo('read')).toHaveLength(reads);
		hailuo.advance(2 * MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId: second }]);
	});

	it('emits a task once in overlapping polls', async () => {
		const taskId = await hailuo.createTask();
		const trigger = hailuo.trigger({ taskIds: taskId });
		await trigger.activate();
		hailuo.advance(6 * MINUTE_MS);

		const polls = await Promise.all([trigger.poll(), trigger.poll(), trigger.pollDurably()]);

		expect(polls.flatMap(({ items = [] }) => items)).toHaveLength(1);
	});
});

describe('The trigger with a provider that reads tasks in batches', () => {
	const hailuo = simulatedTrigger({ task: { durationMs: 5 * MINUTE_MS } });

	it('reads all due tasks in one request, and emits each once', async () => {
		const ids = [await hailuo.createTask(), await hailuo.createTask(), await hailuo.createTask()];
		const trigger = hailuo.trigger({ taskIds: ids.join() });

		expect((await trigger.activate()).items ?? []).toEqual([]);
		hailuo.advance(6 * MINUTE_MS);
		const { items = [] } = await trigger.poll();

		expect(items.map(({ taskId }) => taskId)).toEqual(ids);
		expect((await trigger.poll()).items ?? []).toEqual([]);
		expect(hailuo.api.requestsTo('batch')).toHaveLength(2);
		expect(hailuo.api.requestsTo('read')).toHaveLength(0);
	});
});
