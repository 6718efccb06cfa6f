import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
const SIBLING = 'MiniMax-Hailuo-2.3';

describe('The trigger, watching the account', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const account = { watch: 'account' };

	async function makeTasks(count: number): Promise<string[]> {
		return await Promise.all(Array.from({ length: count }, async () => await hailuo.makeTask()));
	}

	it('gives what finishes from activation on, once, and no history', async () => {
		const [old] = await makeTasks(1);
		hailuo.advance(6 * MINUTE_MS);
		const [running] = await makeTasks(1);
		const trigger = hailuo.trigger(account);

		expect((await trigger.activate()).items).toBeUndefined();
		const [later] = await makeTasks(1);
		hailuo.advance(6 * MINUTE_MS);

		const { items } = await trigger.poll();
		expect(items?.map(({ taskId }) => taskId)).toEqual([running, later]);
		expect(items?.[0]).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		expect(hailuo.api.requestsTo('read').map(({ taskId }) => taskId)).not.toContain(old);
		hailuo.advance(MINUTE_MS);
		expect(await trigger.poll()).toEqual({ changedState: false });
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
	});

	it('what finished while n8n was down comes at its start', async () => {
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		const ids = await makeTasks(3);
		hailuo.advance(60 * MINUTE_MS);

		const { items } = await trigger.restarted().activate('init');

		expect(items?.map(({ taskId }) => taskId).sort()).toEqual([...ids].sort());
	});

	it.each([
		[0, 1],
		[99, 2],
		[100, 2],
		[230, 4],
	])('%i new tasks cost at most %i reads of the list', async (count, most) => {
		await makeTasks(150);
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ ...account, event: 'failed' });
		await trigger.activate();
		await makeTasks(count);
		const before = hailuo.api.requestsTo('list').length;

		await trigger.poll();

		expect(hailuo.api.requestsTo('list').length - before).toBeLessThanOrEqual(most);
		expect(hailuo.api.requestsTo('read')).toHaveLength(0);
	});

	it('reads the details of a finished task once', async () => {
		const trigger = hailuo.trigger({ ...account, event: 'finished' });
		await trigger.activate();
		const ids = await makeTasks(4);
		await trigger.poll();
		hailuo.advance(6 * MINUTE_MS);
		await trigger.poll();
		hailuo.advance(MINUTE_MS);
		await trigger.poll();

		const read = hailuo.api.requestsTo('read').map(({ taskId }) => taskId);
		expect(read.sort()).toEqual([...ids].sort());
	});

	it('finds an old task that finishes behind many new ones', async () => {
		hailuo.api.plan({ promptIncludes: 'slow', durationMs: 60 * MINUTE_MS });
		const slow = await hailuo.makeTask('slow');
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		await makeTasks(130);
		hailuo.advance(6 * MINUTE_MS);
		for (let given = 0; given < 130; hailuo.advance(MINUTE_MS)) {
			given += (await trigger.poll()).items?.length ?? 0;
		}

		hailuo.advance(60 * MINUTE_MS);

		expect((await trigger.restarted().activate('init')).items).toMatchObject([{ taskId: slow }]);
	}, 120_000);

	it('a failed read of details costs the task one poll', async () => {
		const trigger = hailuo.trigger(account);
		await trigger.activate();
		const [taskId] = await makeTasks(1);
		hailuo.advance(6 * MINUTE_MS);
		hailuo.api.fault({ on: 'read', then: { status: 500 } });

		expect((await trigger.poll()).items).toBeUndefined();
		expect((await trigger.poll()).items).toMatchObject([{ taskId }]);
	});

	it('watches one model only, where that is wanted', async () => {
		const trigger = hailuo.trigger({ ...account, options: { model: SIBLING } });
		await trigger.activate();
		await hailuo.makeTask('A paper boat');
		const taskId = await hailuo.makeTask('A paper boat', SIBLING);
		hailuo.advance(6 * MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([{ taskId, model: SIBLING }]);
	});
});
