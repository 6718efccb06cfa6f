import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
/** No server listens on this port. */
const NOWHERE = { baseUrl: 'http://127.0.0.1:9/apiv1' };

describe('The trigger after an error', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const someId = { taskIds: 'task-unified-1700000000-a1b2c3d4' };
	const wrongKey = { apiKey: 'wrong' };

	it.each([
		['taskIds', someId],
		['account', { watch: 'account' }],
	])(
		'reports an invalid key at activation and in a scheduled poll, with Watch = %s',
		async (_, parameters) => {
			const trigger = hailuo.trigger(parameters, wrongKey);

			for (const { error } of [await trigger.activate(), await trigger.poll()]) {
				expect(error).toMatchObject({
					httpCode: '401',
					message: expect.stringContaining('HTTP 401'),
					description: expect.stringContaining('API key'),
				});
			}
		},
	);

	it.each([
		['an invalid key', someId, wrongKey],
		['no task IDs', { taskIds: '' }, {}],
		['an object as task IDs', { taskIds: '={{ {} }}' }, {}],
		['an invalid Base URL', someId, { baseUrl: 'nowhere' }],
		['an unreachable API', someId, NOWHERE],
		['an account that cannot be listed', { watch: 'account' }, NOWHERE],
	])('does not fail the poll at the start of n8n because of %s', async (_, parameters, rest) => {
		const trigger = hailuo.trigger(parameters, rest);

		expect(await trigger.activate('init')).toEqual({ changedState: false });
	});

	it('reports a task of another account at activation, and still emits the other tasks later', async () => {
		const [own, other] = [await hailuo.createTask(), await hailuo.createTask()];
		const then = { status: 403 };
		hailuo.api.fault({ on: 'read', taskId: other, times: 'always', then });
		const trigger = hailuo.trigger({ taskIds: `${other},${own}` });

		const { error } = await trigger.activate();
		expect(error?.message).toContain(`Task ${other} could not be read`);
		hailuo.advance(6 * MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId: own }]);
	});

	it.each([
		['a 404', { status: 404 }, /^This API has no task list/],
		['a web page', { status: 200, body: '<html>Welcome</html>' }, /^This API has no task list/],
		['nothing', { reset: 'before' }, /^The tasks of the account could not be listed/],
	])('fails the activation if the response to the list is %s', async (_, then, message) => {
		const fault = hailuo.api.fault({ on: 'list', times: 'always', then } as never);
		const trigger = hailuo.trigger({ watch: 'account' });

		const { error, changedState } = await trigger.activate();

		expect(error?.message).toMatch(message);
		expect(changedState).toBe(false);
		expect((await trigger.restarted().activate('init')).error).toBeUndefined();
		fault.remove();
		expect(await trigger.activate()).toEqual({ changedState: true });
	});
});

describe('Fetch Test Event', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });

	it('outputs the watched tasks that have finished, and saves no state', async () => {
		const done = await hailuo.createTask();
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ taskIds: `${done},${await hailuo.createTask()}` });

		for (const { items, changedState } of [
			await trigger.fetchTestEvent(),
			await trigger.fetchTestEvent(),
		]) {
			expect(items).toMatchObject([{ taskId: done, status: 'completed' }]);
			expect(changedState).toBe(false);
		}
		expect((await trigger.activate()).items).toMatchObject([{ taskId: done }]);
	});

	it('reports the error of a failed request', async () => {
		const { error } = await hailuo.trigger({ taskIds: 'task-1' }, NOWHERE).fetchTestEvent();

		expect(error?.message).toContain('The connection was refused');
	});
});
