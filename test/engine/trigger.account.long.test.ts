import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
const SIBLING = 'MiniMax-Hailuo-2.3';

describe('The trigger with Watch = Account', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const account = { watch: 'account' };

	async function createTasks(count: number): Promise<string[]> {
		return await Promise.all(Array.from({ length: count }, async () => await hailuo.createTask()));
	}

	it('emits each task that finishes after activation once, and no older one', async () => {
		const [old] = await createTasks(1);
		hailuo.advance(6 * MINUTE_MS);
		const [running] = await createTasks(1);
		const trigger = hailuo.trigger(account);

		expect((await trigger.activate()).items).toBeUndefined();
		const [later] = await createTasks(1);
		hailuo.advance(6 * MINUTE_MS);

		const { items } = await trigger.poll();
		expect(items?.map(({ taskId }) => taskId)).toEqual([running, later]);
		expect(items?.[0]).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(hailuo.api.requestsTo('read').map(({ taskId }) => taskId)).not.toContain(old);
		hailuo.advance(MINUTE_MS);
		expect(await trigger.poll()).toEqual({ changedState: false });
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
	});

	it('emits the tasks that finished while n8n was down when n8n starts', async () => {
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		const ids = await createTasks(3);
		hailuo.advance(60 * MINUTE_MS);

		const { items } = await trigger.restarted().activate('init');

		expect(items?.map(({ taskId }) => taskId).sort()).toEqual([...ids].sort());
	});

	it.each([
		[40, 1],
		[99, 2],
		[230, 3],
	])('reads %i new tasks of the last hour in %i requests to the list', async (count, most) => {
		await createTasks(150);
		hailuo.advance(120 * MINUTE_MS);
		const trigger = hailuo.trigger({ ...account, event: 'failed' });
		await trigger.activate();
		await createTasks(count);
		await trigger.poll();
		const before = hailuo.api.requestsTo('list').length;

		await trigger.poll();

		expect(hailuo.api.requestsTo('list')).toHaveLength(before + most);
		expect(hailuo.api.requestsTo('read')).toHaveLength(0);
	});

	it('reads the details of each finished task once', async () => {
		const trigger = hailuo.trigger({ ...account, event: 'finished' });
		await trigger.activate();
		const ids = await createTasks(4);
		await trigger.poll();
		hailuo.advance(6 * MINUTE_MS);
		await trigger.poll();
		hailuo.advance(MINUTE_MS);
		await trigger.poll();

		const read = hailuo.api.requestsTo('read').map(({ taskId }) => taskId);
		expect(read.sort()).toEqual([...ids].sort());
	});

	it('emits an old task that finishes after many new ones were created', async () => {
		hailuo.api.plan({ promptIncludes: 'slow', durationMs: 60 * MINUTE_MS });
		const slow = await hailuo.createTask('slow');
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		await createTasks(130);
		hailuo.advance(6 * MINUTE_MS);
		for (let emitted = 0; emitted < 130; hailuo.advance(MINUTE_MS)) {
			emitted += (await trigger.poll()).items?.length ?? 0;
		}

		hailuo.advance(60 * MINUTE_MS);

		expect((await trigger.restarted().activate('init')).items).toMatchObject([{ taskId: slow }]);
	}, 120_000);

	it('emits a task one poll later if the read of its details failed', async () => {
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		const [taskId] = await createTasks(1);
		hailuo.advance(6 * MINUTE_MS);
		hailuo.api.fault({ on: 'read', then: { status: 500 } });

		expect((await trigger.poll()).items).toBeUndefined();
		expect((await trigger.poll()).items).toMatchObject([{ taskId }]);
	});

	it('emits only tasks of the selected model', async () => {
		const trigger = hailuo.trigger({ ...account, options: { model: SIBLING } });
		await trigger.activate();
		await hailuo.createTask('A paper boat');
		const taskId = await hailuo.createTask('A paper boat', SIBLING);
		hailuo.advance(6 * MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([{ taskId, model: SIBLING }]);
	});
});
