import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
const OTHER_KEY = 'an-other-key';

describe('The trigger, watching the account with another key in its credential', () => {
	const hailuo = simulatedTrigger({
		keys: ['test-key', OTHER_KEY],
		task: { durationMs: 5 * MINUTE_MS },
	});

	it('emits nothing of the history of the new account, and what finishes there from then on', async () => {
		hailuo.api.addTasks({
			count: 5,
			everyMs: 1_000,
			behaviors: [{ durationMs: 0 }],
			key: OTHER_KEY,
		});
		const history = hailuo.api.tasks.map(({ id }) => id);
		await hailuo.makeTask();
		const trigger = hailuo.trigger({ watch: 'account', event: 'finished' });
		await trigger.activate();
		hailuo.advance(MINUTE_MS);
		await trigger.poll();

		await trigger.useKey(OTHER_KEY);
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

	it('keeps the key in no state', async () => {
		const trigger = hailuo.trigger({ watch: 'account' }, { apiKey: OTHER_KEY });

		await trigger.activate();

		expect(JSON.stringify(await trigger.staticData())).toMatch(/"scope":"1 {2}[\w-]{43}"/);
		expect(JSON.stringify(await trigger.staticData())).not.toContain(OTHER_KEY);
	});

	it('goes on with the state of an earlier version', async () => {
		const trigger = hailuo.trigger({ watch: 'account' });
		await trigger.activate();
		const taskId = await hailuo.makeTask();
		const saved = await trigger.staticData();
		const text = JSON.stringify(saved).replace(/"scope":"(1 )[^"]*"/, '"scope":"$1"');
		Object.assign(saved, JSON.parse(text));
		hailuo.advance(6 * MINUTE_MS);

		expect((await trigger.restarted().activate('init')).items).toMatchObject([{ taskId }]);
	});
});
