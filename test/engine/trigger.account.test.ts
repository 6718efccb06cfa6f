import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
const OTHER_KEY = 'another-key';

describe('The trigger with Watch = Account', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });

	it('emits each task that finishes after activation once, and no older one', async () => {
		await hailuo.createTask();
		hailuo.advance(6 * MINUTE_MS);
		const running = await hailuo.createTask();
		const trigger = hailuo.trigger({ watch: 'account' });

		expect((await trigger.activate()).items).toBeUndefined();
		const later = await hailuo.createTask();
		hailuo.advance(6 * MINUTE_MS);

		const { items } = await trigger.poll();
		expect(items?.map(({ taskId }) => taskId)).toEqual([running, later]);
		expect(items?.[0]).toMatchObject({ status: 'completed', videoUrl: expect.any(String) });
		hailuo.advance(MINUTE_MS);
		expect(await trigger.poll()).toEqual({ changedState: false });
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
		const read = hailuo.api.requestsTo('read').map(({ taskId }) => taskId);
		expect(read).toEqual([running, later]);
	});
});

describe('The trigger with Watch = Account after a change of the API key', () => {
	const hailuo = simulatedTrigger({
		keys: ['test-key', OTHER_KEY],
		task: { durationMs: 5 * MINUTE_MS },
	});

	it('emits no older task of the new account, and each task that finishes there afterwards', async () => {
		hailuo.api.addTasks({
			count: 5,
			everyMs: 1_000,
			behaviors: [{ durationMs: 0 }],
			key: OTHER_KEY,
		});
		const history = hailuo.api.tasks.map(({ id }) => id);
		await hailuo.createTask();
		const trigger = hailuo.trigger({ watch: 'account', event: 'finished' });
		await trigger.activate();
		hailuo.advance(MINUTE_MS);
		await trigger.poll();

		trigger.useKey(OTHER_KEY);
		expect((await trigger.poll()).items).toBeUndefined();
		hailuo.advance(MINUTE_MS);
		hailuo.api.addTasks({
			count: 1,
			everyMs: 1_000,
			behaviors: [{ durationMs: 0 }],
			key: OTHER_KEY,
		});
		const latest = hailuo.api.tasks.at(-1)?.id;

		expect((await trigger.poll()).items).toMatchObject([{ taskId: latest }]);
		for (let polls = 0; polls < 20; polls += 1) {
			hailuo.advance(MINUTE_MS);
			expect((await trigger.poll()).items).toBeUndefined();
		}
		expect((await trigger.restarted().activate('init')).items).toBeUndefined();
		const read = hailuo.api.requestsTo('read').map(({ taskId }) => taskId);
		expect(read.filter((id) => history.includes(id ?? ''))).toEqual([]);
	});

	it('saves no key in its state', async () => {
		const trigger = hailuo.trigger({ watch: 'account' }, { apiKey: OTHER_KEY });

		await trigger.activate();

		expect(JSON.stringify(trigger.staticData)).toMatch(/"scope":" [\w-]{43}"/);
		expect(JSON.stringify(trigger.staticData)).not.toContain(OTHER_KEY);
	});
});
