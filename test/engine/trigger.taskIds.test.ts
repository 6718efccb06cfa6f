import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;

describe('The trigger, watching task IDs', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const failing = { outcome: { code: 'content_policy_violation', message: 'Not allowed.' } };

	it('gives a finished task once, with its link', async () => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId });

		expect(await trigger.activate()).toEqual({ changedState: false });
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
		expect((await trigger.changed({ taskIds: `${taskId},x` }).poll()).items).toBeUndefined();
	});

	it.each([
		['text with commas', (ids: string[]) => ids.join(', ')],
		['text with line breaks', (ids: string[]) => `\n${ids.join('\n')}\n`],
		['a JSON array', (ids: string[]) => JSON.stringify(ids)],
		['an expression that gives a list', (ids: string[]) => `={{ ${JSON.stringify(ids)} }}`],
	])('takes %s, and many tasks are one list of items', async (_, written) => {
		const ids = [await hailuo.makeTask(), await hailuo.makeTask(), await hailuo.makeTask()];
		hailuo.advance(6 * MINUTE_MS);

		const { items } = await hailuo.trigger({ taskIds: written(ids) }).activate();

		expect(items?.map(({ taskId }) => taskId)).toEqual(ids);
	});

	it.each([
		['completed', ['completed']],
		['failed', ['failed', 'cancelled']],
		['finished', ['completed', 'failed', 'cancelled']],
	])('the event %s means %j', async (event, statuses) => {
		hailuo.api.plan({ promptIncludes: 'bad', ...failing });
		hailuo.api.plan({ promptIncludes: 'no more', outcome: 'cancelled' });
		const taskIds = `${await hailuo.makeTask()},${await hailuo.makeTask('bad')},${await hailuo.makeTask('no more')}`;
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ taskIds, event });

		const { items } = await trigger.activate();

		expect(items?.map(({ status }) => status)).toEqual(statuses);
		const reads = hailuo.api.requestsTo('read').length;
		hailuo.advance(MINUTE_MS);
		await trigger.poll();
		expect(hailuo.api.requestsTo('read')).toHaveLength(reads);
	});

	it('reads by the pace of the task, not at every poll', async () => {
		hailuo.api.plan({ durationMs: 20 * MINUTE_MS, estimatedTimeS: 300 });
		const trigger = hailuo.trigger({ taskIds: await hailuo.makeTask() });

		await trigger.activate();
		for (let minute = 0; minute < 2; minute += 1) {
			hailuo.advance(MINUTE_MS);
			await trigger.poll();
		}

		expect(hailuo.api.requestsTo('read')).toHaveLength(1);
	});

	it('another ID that cannot be read does not hold up the good ones', async () => {
		const [good, bad] = [await hailuo.makeTask(), await hailuo.makeTask()];
		hailuo.api.fault({ on: 'read', taskId: bad, then: { status: 503 } });
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ taskIds: `${bad},${good}` });

		expect((await trigger.activate()).items).toMatchObject([{ taskId: good }]);
		hailuo.advance(MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId: bad }]);
	});

	it.each(['finished', 'failed'])(
		'under %s, an ID of nothing comes once as failed',
		async (event) => {
			const trigger = hailuo.trigger({ taskIds: 'no/id, task-unified-1700000000-gone', event });

			const { items } = await trigger.activate();

			expect(items).toEqual([
				expect.objectContaining({
					taskId: 'no/id',
					status: 'failed',
					failure: expect.objectContaining({ code: 'resource_not_found' }),
				}),
				expect.objectContaining({ taskId: 'task-unified-1700000000-gone', status: 'failed' }),
			]);
			hailuo.advance(MINUTE_MS);
			expect((await trigger.poll()).items).toBeUndefined();
			expect((await trigger.restarted().activate('init')).items).toBeUndefined();
		},
	);

	it('under completed, an ID of nothing is left alone', async () => {
		const trigger = hailuo.trigger({ taskIds: 'no/id, task-unified-1700000000-gone' });

		expect(await trigger.activate()).toEqual({ changedState: false });
		hailuo.advance(MINUTE_MS);
		expect(await trigger.poll()).toEqual({ changedState: false });
		expect(hailuo.api.requestsTo('read')).toHaveLength(1);
	});

	it('bears that a task just made is not known yet', async () => {
		hailuo.api.plan({ durationMs: 10, notFoundReads: 1 });
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId, event: 'finished' });

		expect((await trigger.activate()).items).toBeUndefined();
		hailuo.advance(MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId, status: 'completed' }]);
	});

	it('gives up a task that does not finish', async () => {
		hailuo.api.plan({ durationMs: 100 * 60 * MINUTE_MS, pendingMs: 0 });
		const taskId = await hailuo.makeTask();
		const options = { giveUpAfterHours: 2 };
		const trigger = hailuo.trigger({ taskIds: taskId, event: 'finished', options });

		expect((await trigger.activate()).items).toBeUndefined();
		hailuo.advance(121 * MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([
			{ taskId, status: 'processing', timedOut: true },
		]);
		hailuo.advance(MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
	});

	it('a 429 ends the poll, which gives what it has, and Retry-After is obeyed', async () => {
		const [first, second] = [await hailuo.makeTask(), await hailuo.makeTask()];
		const rest = { status: 429, headers: { 'retry-after': '150' } };
		hailuo.api.fault({ on: 'read', taskId: second, then: rest });
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

	it('polls that overlap give a task once', async () => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId });
		await trigger.activate();
		hailuo.advance(6 * MINUTE_MS);

		const polls = await Promise.all([trigger.poll(), trigger.poll(), trigger.pollDurably()]);

		expect(polls.flatMap(({ items = [] }) => items)).toHaveLength(1);
	});
});

describe('The trigger, at a provider that reads tasks in batches', () => {
	const hailuo = simulatedTrigger({ task: { durationMs: 5 * MINUTE_MS } });

	it('reads all that are due in one request, and emits each once', async () => {
		const ids = [await hailuo.makeTask(), await hailuo.makeTask(), await hailuo.makeTask()];
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
