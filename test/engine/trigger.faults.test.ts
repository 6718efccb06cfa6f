import { simulatedTrigger } from './harness/trigger';

const MINUTE_MS = 60_000;
/** Nothing listens there. */
const NOWHERE = { baseUrl: 'http://127.0.0.1:9/apiv1' };

describe('What goes wrong in a poll', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });
	const someId = { taskIds: 'task-unified-1700000000-a1b2c3d4' };
	const wrongKey = { apiKey: 'wrong' };

	it.each([
		['taskIds', someId],
		['account', { watch: 'account' }],
	])('a wrong key is told at activation and in a scheduled poll: %s', async (_, parameters) => {
		const trigger = hailuo.trigger(parameters, wrongKey);

		for (const { error } of [await trigger.activate(), await trigger.poll()]) {
			expect(error).toMatchObject({
				httpCode: '401',
				message: expect.stringContaining('HTTP 401'),
				description: expect.stringContaining('API key'),
			});
		}
	});

	it.each([
		['a wrong key', someId, wrongKey],
		['no IDs', { taskIds: '' }, {}],
		['a field that makes no sense', { taskIds: '={{ {} }}' }, {}],
		['an address that is none', someId, { baseUrl: 'nowhere' }],
	])('%s never ends the poll at n8n’s start in an error', async (_, parameters, rest) => {
		const trigger = hailuo.trigger(parameters, rest);

		expect(await trigger.activate('init')).toEqual({ changedState: false });
	});

	it.each([
		['taskIds', someId],
		['account', { watch: 'account' }],
	])('an API that is down leaves the trigger alive: %s', async (_, parameters) => {
		const trigger = hailuo.trigger(parameters, NOWHERE);

		expect((await trigger.activate()).error).toBeUndefined();
		expect((await trigger.activate('init')).error).toBeUndefined();
		expect((await trigger.poll()).error).toBeUndefined();
	});

	it('an account whose API was down at activation is watched from then on', async () => {
		const trigger = hailuo.trigger({ watch: 'account' });
		await hailuo.makeTask();
		hailuo.advance(6 * MINUTE_MS);
		const running = await hailuo.makeTask();
		const fault = hailuo.api.fault({ on: 'list', times: 'always', then: { reset: 'before' } });

		expect(await trigger.activate()).toEqual({ changedState: true });
		fault.remove();
		await trigger.poll();
		hailuo.advance(6 * MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([{ taskId: running }]);
	});

	it.each([
		['taskIds', (taskIds: string) => ({ taskIds })],
		['account', () => ({ watch: 'account' })],
	])('a link that lags costs a task one poll: %s', async (_, parameters) => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger(parameters(taskId));
		await trigger.activate();
		hailuo.advance(6 * MINUTE_MS);
		const withoutLink = { patch: { results: null } };
		hailuo.api.fault({ on: 'read', taskId, atCompletion: true, then: withoutLink });

		expect((await trigger.poll()).items).toBeUndefined();
		hailuo.advance(MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([
			{ taskId, status: 'completed', videoUrl: expect.stringMatching(/^http/) },
		]);
	});

	it('a task that never has a link is emitted after a minute', async () => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId });
		await trigger.activate();
		hailuo.advance(6 * MINUTE_MS);
		const withoutLink = { patch: { results: null } };
		hailuo.api.fault({ on: 'read', taskId, times: 'always', then: withoutLink });

		expect((await trigger.poll()).items).toBeUndefined();
		hailuo.advance(MINUTE_MS);

		const { items } = await trigger.poll();
		expect(items).toMatchObject([{ taskId, status: 'completed' }]);
		expect(items?.[0]).not.toHaveProperty('videoUrl');
	});

	it.each([
		['taskIds', 500, (taskIds: string) => ({ taskIds })],
		['account', 403, () => ({ watch: 'account' })],
	])('a task whose reads always fail is given up: %s, %d', async (_, status, parameters) => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ ...parameters(taskId), event: 'finished' });
		await trigger.activate();
		hailuo.api.fault({ on: 'read', taskId, times: 'always', then: { status } });
		hailuo.advance(23 * 60 * MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
		// Past Give Up After, but for an hour only.
		hailuo.advance(60 * MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
		hailuo.advance(24 * 60 * MINUTE_MS);

		expect((await trigger.poll()).items).toMatchObject([{ taskId, timedOut: true }]);
		const before = hailuo.api.requestsTo('read').length;
		hailuo.advance(60 * MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();
		expect(hailuo.api.requestsTo('read')).toHaveLength(before);
	});

	it('a wrong key gives no task up', async () => {
		const taskId = await hailuo.makeTask();
		const trigger = hailuo.trigger({ taskIds: taskId, event: 'finished' });
		await trigger.activate();
		hailuo.api.fault({ on: 'read', times: 2, then: { status: 401 } });
		hailuo.advance(60 * MINUTE_MS);
		await trigger.poll();
		hailuo.advance(72 * 60 * MINUTE_MS);
		expect((await trigger.poll()).items).toBeUndefined();

		expect((await trigger.poll()).items).toMatchObject([{ taskId, status: 'completed' }]);
	});

	it.each([
		['no IDs', { taskIds: ' , ' }, /Task IDs is empty/],
		['an object for IDs', { taskIds: '={{ {a: 1} }}' }, /Task IDs must be text/],
		['an event that is none', { ...someId, event: 'ended' }, /Event is "ended"/],
		[
			'an object for the model',
			{ watch: 'account', options: { model: '={{ {id: 1} }}' } },
			/Model is an object/,
		],
		[
			'a negative patience',
			{ ...someId, options: { giveUpAfterHours: -1 } },
			/Give Up After \(Hours\) is "-1"/,
		],
	])('%s is told at activation', async (_, parameters, message) => {
		const { error } = await hailuo.trigger(parameters).activate();

		expect(error?.message).toMatch(message);
		expect(hailuo.api.requests).toHaveLength(0);
	});

	it('a task of another account is told at activation, and holds up no other later', async () => {
		const [own, other] = [await hailuo.makeTask(), await hailuo.makeTask()];
		const then = { status: 403 };
		hailuo.api.fault({ on: 'read', taskId: other, times: 'always', then });
		const trigger = hailuo.trigger({ taskIds: `${other},${own}` });

		const { error } = await trigger.activate();
		expect(error?.message).toContain(`Task ${other} could not be read`);
		hailuo.advance(6 * MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId: own }]);
	});

	it.each([
		['404', { status: 404 }],
		['405', { status: 405 }],
		['a web page', { status: 200, body: '<html>Welcome</html>' }],
		['JSON of something else', { status: 200, body: { hello: 'world' } }],
	])('a host without a list of tasks (%s) is named at activation', async (_, then) => {
		hailuo.api.fault({ on: 'list', times: 'always', then });
		const trigger = hailuo.trigger({ watch: 'account' });

		const { error } = await trigger.activate();

		expect(error?.message).toContain('no task list');
		expect(error?.description).toContain('Task IDs');
		expect((await trigger.restarted().activate('init')).error).toBeUndefined();
	});

	it.each([
		['a 502 with a web page', { status: 502, body: '<html>Bad gateway</html>' }],
		['a cut answer', { cutBody: 20 }],
		['a 429', { status: 429, headers: { 'retry-after': '1' } }],
	])('%s of the list passes', async (_, then) => {
		const trigger = hailuo.trigger({ watch: 'account' });
		await trigger.activate();
		const taskId = await hailuo.makeTask();
		hailuo.advance(6 * MINUTE_MS);
		hailuo.api.fault({ on: 'list', then });

		expect(await trigger.poll()).toEqual({ changedState: false });
		hailuo.advance(MINUTE_MS);
		expect((await trigger.poll()).items).toMatchObject([{ taskId }]);
	});
});

describe('Fetch Test Event', () => {
	const hailuo = simulatedTrigger({ withTaskBatch: false, task: { durationMs: 5 * MINUTE_MS } });

	it('shows the watched tasks that have finished, and records nothing', async () => {
		const done = await hailuo.makeTask();
		hailuo.advance(6 * MINUTE_MS);
		const trigger = hailuo.trigger({ taskIds: `${done},${await hailuo.makeTask()}` });

		for (const { items, changedState } of [
			await trigger.fetchTestEvent(),
			await trigger.fetchTestEvent(),
		]) {
			expect(items).toMatchObject([{ taskId: done, status: 'completed' }]);
			expect(changedState).toBe(false);
		}
		expect((await trigger.activate()).items).toMatchObject([{ taskId: done }]);
	});

	it('shows the newest finished video of the account', async () => {
		await hailuo.makeTask();
		hailuo.advance(MINUTE_MS);
		const newest = await hailuo.makeTask();
		hailuo.advance(6 * MINUTE_MS);
		await hailuo.makeTask();

		const result = await hailuo.trigger({ watch: 'account' }).fetchTestEvent();

		expect(result.items).toMatchObject([{ taskId: newest }]);
		expect(result.changedState).toBe(false);
	});

	it('gives nothing where nothing has finished', async () => {
		const taskIds = await hailuo.makeTask();

		expect(await hailuo.trigger({ taskIds }).fetchTestEvent()).toEqual({ changedState: false });
	});

	it('says what is wrong', async () => {
		const { error } = await hailuo.trigger({ taskIds: 'task-1' }, NOWHERE).fetchTestEvent();

		expect(error?.message).toContain('The connection was refused');
	});
});
