import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import type { Watch } from '../../../nodes/Hailuo/trigger/poll';
import { FakeAccount, NO_SUCH_TASK, type FakeTask } from '../../../tools/simulation/fakeAccount';
import { FakeN8n } from '../../../tools/simulation/fakeN8n';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const START_MS = Date.parse('2026-01-31T00:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MODEL = 'MiniMax-Hailuo-02';

const WHOLE_ACCOUNT = { scope: 'one' };
const taskIds = (...ids: string[]) => ({ scope: 'ids', ids });
const PROXY_PAGE: RequestError = {
	reason: 'unexpectedFormat',
	status: 404,
	message: 'A page',
};
const NO_ROUTE: RequestError = {
	reason: 'noSuchRoute',
	status: 404,
	code: 'invalid_request_error',
	message: 'Invalid URL',
};
const NO_HOST: RequestError = { reason: 'notSent', message: 'The host does not exist' };
const OVERLOADED: RequestError = { reason: 'unclear', status: 503, message: 'Overloaded' };
const WRONG_KEY: RequestError = { reason: 'invalidKey', status: 401, message: 'Invalid key' };

/** The fault of one request, counted from 1. */
function ofRequest(number: number, error: RequestError): FakeAccount['fault'] {
	let count = 0;
	return () => ((count += 1) === number ? error : undefined);
}

/** A trigger and its account in virtual time. */
class Scene {
	readonly time = new VirtualClock(() => 0.5, START_MS);
	readonly account = new FakeAccount(this.time);
	readonly n8n: FakeN8n;
	private count = 0;

	constructor(watch: object = WHOLE_ACCOUNT) {
		this.n8n = new FakeN8n(this.account, {
			event: 'completed',
			giveUpMs: DAY_MS,
			...watch,
		} as Watch);
	}

	/** Adds a task; `agoMs` counts from now, `lastsMs` from its creation. */
	add({
		agoMs = 0,
		lastsMs = 5 * MINUTE_MS,
		...rest
	}: Partial<FakeTask> & { agoMs?: number; lastsMs?: number } = {}) {
		if (rest.id === undefined) this.count += 1;
		const createdMs = this.time.now() - agoMs;
		return this.account.add({
			id: `task-${this.count}`,
			createdMs,
			endsMs: createdMs + lastsMs,
			...rest,
		}).id;
	}

	/** Polls every minute for this long. */
	async poll(ms: number): Promise<void> {
		for (let passed = 0; passed < ms; passed += MINUTE_MS) {
			await this.time.sleep(MINUTE_MS);
			await this.n8n.poll();
		}
	}

	get emitted(): string[] {
		return this.n8n.emitted.map(
			({ taskId, status, timedOut }) => `${taskId} ${timedOut ? 'timed out' : status}`,
		);
	}
}

/** Runs a scene, and returns it at its end. */
async function play(
	watch: object | undefined,
	run: (scene: Scene) => Promise<void>,
): Promise<Scene> {
	const scene = new Scene(watch);
	await scene.time.run(run(scene));
	return scene;
}

const WATCHES: Array<[string, object]> = [
	['account', WHOLE_ACCOUNT],
	['taskIds', taskIds('task-1', 'task-2')],
];

describe('Rule 11: the trigger emits each finished task once', () => {
	describe.each(WATCHES)('with Watch = %s', (_, what) => {
		it.each<[string, RequestError]>([
			['although Base URL has a /v1 too much for a day', NO_ROUTE],
			['although Base URL leads to a website for a day', PROXY_PAGE],
			['although the API is unavailable for a day', OVERLOADED],
			['although the key is invalid for a day', WRONG_KEY],
		])('%s', async (__, error) => {
			const rules = { event: 'finished', giveUpMs: HOUR_MS };
			const { emitted } = await play({ ...rules, ...what }, async (scene) => {
				scene.add({ lastsMs: 40 * MINUTE_MS });
				scene.add({ lastsMs: 41 * MINUTE_MS });
				await scene.n8n.activate();
				await scene.poll(20 * MINUTE_MS);
				scene.account.fault = () => error;
				await scene.poll(DAY_MS);
				scene.account.fault = () => undefined;
				await scene.poll(40 * MINUTE_MS);
			});

			expect(emitted.sort()).toEqual(['task-1 completed', 'task-2 completed']);
		});

		it('although the clock of n8n is a day ahead for one poll', async () => {
			const { emitted } = await play({ event: 'finished', ...what }, async (scene) => {
				scene.add();
				await scene.n8n.activate();
				scene.account.skewMs = () => 25 * HOUR_MS;
				await scene.poll(MINUTE_MS);
				scene.add({ lastsMs: 4 * MINUTE_MS });
				scene.account.skewMs = () => 0;
				await scene.poll(10 * MINUTE_MS);
			});

			expect(emitted.sort()).toEqual(['task-1 completed', 'task-2 completed']);
		});
	});

	it.each<[string, RequestError]>([
		['have no route', NO_ROUTE],
		['fail', OVERLOADED],
	])(
		'although reads %s for 20 hours, and the list shows that it has completed',
		async (_, error) => {
			const watch = { ...WHOLE_ACCOUNT, event: 'finished', giveUpMs: HOUR_MS };
			const { emitted } = await play(watch, async (scene) => {
				scene.add();
				await scene.n8n.activate();
				scene.account.fault = (what) => (what === 'list' ? undefined : error);
				await scene.poll(20 * HOUR_MS);
				scene.account.fault = () => undefined;
				await scene.poll(10 * MINUTE_MS);
			});

			expect(emitted).toEqual(['task-1 completed']);
		},
	);

	it('although the provider has deleted it, as failed after Give Up After', async () => {
		const watch = { ...WHOLE_ACCOUNT, event: 'finished' };
		const { emitted, n8n, account } = await play(watch, async (scene) => {
			scene.add({ lastsMs: Infinity });
			scene.add({ lastsMs: Infinity });
			await scene.n8n.activate();
			scene.account.tasks.length = 0;
			// Although another task is known: the key may be that of another account.
			scene.account.fault = (_, taskId) => (taskId === 'task-1' ? NO_SUCH_TASK : undefined);
			scene.add({ lastsMs: 0, type: 'image' });
			await scene.poll(23 * HOUR_MS);
			expect(scene.emitted).toEqual([]);
			await scene.poll(2 * HOUR_MS);
		});

		expect(emitted.sort()).toEqual(['task-1 failed', 'task-2 timed out']);
		expect(n8n.savedBytes).toBeLessThan(500);
		// Every minute in its first hour, later every five minutes.
		expect(account.requests.filter(({ taskId }) => taskId === 'task-1').length).toBeLessThan(500);
	});

	it('although it is created, or finishes, while pages of running tasks are listed at activation', async () => {
		const { n8n, account } = await play(undefined, async (scene) => {
			for (let i = 0; i < 250; i += 1) scene.add({ agoMs: i * 1_000, lastsMs: 10 * MINUTE_MS });
			const five = scene.account.tasks.slice(-5);
			scene.account.fault = () => {
				const hasRead = scene.account.requests.length > 1;
				if (hasRead) for (const task of five) task.endsMs = Math.min(task.endsMs, scene.time.now());
				return undefined;
			};
			await scene.n8n.activate();
			await scene.poll(20 * MINUTE_MS);
		});

		expect(n8n.counts).toEqual(new Map(account.tasks.map(({ id }) => [id, 1])));
	});

	it.each<[string, Partial<FakeAccount>]>([
		['ignores the page', { ignoresPage: true }],
		['counts only the page in the total', { total: 'page' }],
		['reports no total', { total: undefined }],
		['returns 20 tasks per page', { longestPage: 20 }],
	])('although the provider %s', async (_, provider) => {
		const { n8n, account } = await play({ ...WHOLE_ACCOUNT, model: MODEL }, async (scene) => {
			Object.assign(scene.account, provider);
			for (let i = 0; i < 150; i += 1) scene.add({ agoMs: DAY_MS, id: `old-${i}` });
			await scene.n8n.activate();
			const count = provider.ignoresPage ? 50 : 150;
			for (let i = 0; i < count; i += 1) {
				scene.add({ lastsMs: MINUTE_MS, model: i % 2 ? MODEL : MODEL.toUpperCase() });
			}
			// It also ignores the filters.
			if (!provider.ignoresPage) {
				for (let i = 0; i < 250; i += 1) scene.add({ id: `image-${i}`, type: 'image', lastsMs: 0 });
			}
			scene.add({ id: 'other', model: 'Another-Model', lastsMs: MINUTE_MS });
			await scene.poll(15 * MINUTE_MS);
		});

		const wanted = account.tasks.filter(({ id }) => id.startsWith('task-'));
		expect(n8n.counts).toEqual(new Map(wanted.map(({ id }) => [id, 1])));
	});

	it('although its status in the list is unknown', async () => {
		const { emitted, account } = await play(undefined, async (scene) => {
			const listedStatus = () => 'rendering';
			for (let i = 0; i < 5; i += 1) scene.add({ id: `old-${i}`, agoMs: HOUR_MS, listedStatus });
			scene.add({ listedStatus });
			await scene.n8n.activate();
			await scene.poll(10 * MINUTE_MS);
			await scene.time.sleep(3 * HOUR_MS);
			for (let i = 0; i < 20; i += 1) scene.add({ id: `failed-${i}`, end: 'failed' });
			scene.add({ listedStatus });
			await scene.poll(2 * HOUR_MS);
		});

		expect(emitted).toEqual(['task-1 completed', 'task-2 completed']);
		expect(account.requests.filter(({ what }) => what === 'read').length).toBeLessThan(45);
	});

	it('although the status in the list is unknown, and a page of the first list fails', async () => {
		const listedStatus = () => 'generating';
		const { emitted } = await play(undefined, async (scene) => {
			const old = { agoMs: 2 * HOUR_MS, lastsMs: HOUR_MS, listedStatus };
			const running = { agoMs: 30 * MINUTE_MS, lastsMs: HOUR_MS, listedStatus };
			for (let i = 0; i < 30; i += 1) scene.add({ ...old, id: `old-${i}` });
			for (let i = 0; i < 150; i += 1) scene.add(running);
			Object.assign(scene.account, { hasBatch: true, fault: ofRequest(2, OVERLOADED) });
			await scene.poll(2 * HOUR_MS);
		});

		expect(emitted).toHaveLength(150);
		expect(emitted.every((one) => one.startsWith('task-'))).toBe(true);
	});

	it.each([
		['fails once', OVERLOADED],
		['is rejected once', { reason: 'invalid', status: 400, message: 'Blocked' } as const],
	])('although the second page of a list %s', async (_, error) => {
		const { emitted, n8n } = await play(undefined, async (scene) => {
			await scene.n8n.activate();
			for (let i = 0; i < 250; i += 1) scene.add({ lastsMs: MINUTE_MS });
			scene.account.fault = ofRequest(2, error);
			await scene.poll(10 * MINUTE_MS);
		});

		expect(emitted).toHaveLength(250);
		expect(n8n.counts.size).toBe(250);
	});

	it('without a note while a slow list reaches what was listed before', async () => {
		const logs: string[] = [];
		const { n8n } = await play(undefined, async (scene) => {
			Object.assign(scene.account, { hasBatch: true, latencyMs: () => 4_000 });
			await scene.n8n.activate();
			for (let minute = 0; minute < 90; minute += 1) {
				for (let i = 0; i < 10; i += 1) scene.add({ lastsMs: MINUTE_MS });
				await scene.poll(MINUTE_MS);
				logs.push(...scene.n8n.last.log);
			}
			await scene.poll(10 * MINUTE_MS);
		});

		expect(logs).toEqual([]);
		expect(n8n.counts.size).toBe(900);
	});

	it('although n8n was down for a day with 2,000 videos', async () => {
		const count = 2_000;
		const { n8n, account } = await play(undefined, async (scene) => {
			Object.assign(scene.account, { hasBatch: true, latencyMs: () => 500 });
			await scene.n8n.activate();
			for (let i = 0; i < count; i += 1) scene.add({ agoMs: (-i * DAY_MS) / count });
			await scene.time.sleep(DAY_MS);
			scene.n8n.restart();
			await scene.n8n.poll('startup');
			await scene.poll(20 * MINUTE_MS);
		});

		expect(n8n.counts).toEqual(new Map(account.tasks.map(({ id }) => [id, 1])));
		// Afterwards, the list is read down to the last hour again.
		expect(n8n.pollMs.at(-1)).toBeLessThan(5_000);
	});

	it('if a poll can list it, and says which ones it cannot', async () => {
		const { n8n, account } = await play(undefined, async (scene) => {
			await scene.n8n.activate();
			for (let i = 0; i < 1_000; i += 1) scene.add({ agoMs: -i * MINUTE_MS });
			await scene.time.sleep(1_010 * MINUTE_MS);
			// Six pages in three fifths of the time of a poll.
			Object.assign(scene.account, { hasBatch: true, latencyMs: () => 3_000 });
			await scene.n8n.poll();
			expect(scene.n8n.last.log).toEqual([
				expect.stringMatching(/^More tasks were created than a poll can list/),
			]);
			await scene.poll(20 * MINUTE_MS);
		});

		const listed = account.tasks.slice(-600).map(({ id }): [string, number] => [id, 1]);
		expect(n8n.counts).toEqual(new Map(listed));
	});

	it('two minutes later, if n8n discards what a poll emitted', async () => {
		const { emitted, n8n } = await play(undefined, async (scene) => {
			scene.add();
			await scene.n8n.activate();
			await scene.time.sleep(10 * MINUTE_MS);
			await scene.n8n.poll('schedule', true);
			expect(scene.n8n.last.items).toHaveLength(1);
			await scene.poll(MINUTE_MS);
			expect(scene.n8n.last.items).toHaveLength(0);
			await scene.poll(5 * MINUTE_MS);
		});

		expect(emitted).toEqual(['task-1 completed']);
		expect(n8n.last.log).toEqual([]);
	});
});

describe('Rule 11: watching the account starts at activation. The trigger', () => {
	it.each<[string, RequestError | 'empty']>([
		['the API is down', OVERLOADED],
		['the first list is empty', 'empty'],
	])(
		'emits no history, and all that runs or is created then, although %s at first',
		async (_, error) => {
			const { emitted } = await play(undefined, async (scene) => {
				// The clock of n8n is three minutes fast.
				scene.account.skewMs = () => 3 * MINUTE_MS;
				const tasks = [
					{ id: 'old', agoMs: HOUR_MS },
					{ id: 'running', agoMs: MINUTE_MS, lastsMs: HOUR_MS },
				];
				if (error !== 'empty') tasks.forEach((task) => scene.add(task));
				scene.account.fault = () => (error === 'empty' ? undefined : error);
				await scene.n8n.poll(error === 'empty' ? 'activation' : 'startup');
				if (error === 'empty')
					tasks.forEach((task) => scene.add({ ...task, listedAfterMs: task.agoMs }));
				await scene.time.sleep(MINUTE_MS);
				scene.add({ id: 'new', lastsMs: 2 * MINUTE_MS });
				await scene.time.sleep(20 * MINUTE_MS);
				scene.account.fault = () => undefined;
				if (error === 'empty') scene.n8n.restart();
				await scene.n8n.poll('startup');
				await scene.poll(HOUR_MS);
			});

			expect(emitted.sort()).toEqual(['new completed', 'running completed']);
		},
	);

	it.each([10, -10])(
		'emits the first video if the clock of n8n is %i min ahead',
		async (minutes) => {
			const { emitted } = await play(undefined, async (scene) => {
				Object.assign(scene.account, { hasDate: true, skewMs: () => minutes * MINUTE_MS });
				await scene.n8n.activate();
				// It has finished before the next poll, and the clock has been set.
				scene.add({ lastsMs: 30_000 });
				scene.account.skewMs = () => 0;
				await scene.poll(5 * MINUTE_MS);
			});

			expect(emitted).toEqual(['task-1 completed']);
		},
	);

	it.each<[string, Partial<FakeAccount>]>([
		['the API is down', { fault: () => OVERLOADED }],
		['the key is invalid', { fault: () => WRONG_KEY }],
		['the list is sorted oldest first', { isOldestFirst: true }],
		['a page of the list cannot be read', { fault: ofRequest(2, OVERLOADED) }],
	])('fails with the workflow if %s, and succeeds the next time', async (_, provider) => {
		const { emitted } = await play(undefined, async (scene) => {
			for (let i = 0; i < 500; i += 1) scene.add({ id: `old-${i}`, agoMs: DAY_MS - i * 1_000 });
			scene.add({ id: 'finished-between', agoMs: MINUTE_MS, lastsMs: 2 * MINUTE_MS });
			const healthy = { fault: scene.account.fault, isOldestFirst: false };
			Object.assign(scene.account, provider);
			await scene.n8n.activate();
			expect(scene.n8n.last).toMatchObject({ fatal: { error: { message: expect.any(String) } } });
			expect(scene.n8n.last.state).toBeUndefined();
			await scene.time.sleep(HOUR_MS);
			Object.assign(scene.account, healthy);
			scene.add();
			await scene.n8n.activate();
			expect(scene.n8n.last.fatal).toBeUndefined();
			await scene.poll(10 * MINUTE_MS);
		});

		expect(emitted).toEqual(['task-1 completed']);
	});

	it('emits after a second activation what was running before, and nothing that finished meanwhile', async () => {
		const rules = { ...WHOLE_ACCOUNT, giveUpMs: 10 * DAY_MS };
		const { emitted } = await play(rules, async (scene) => {
			scene.add({ id: 'before' });
			scene.add({ id: 'running', lastsMs: 5 * DAY_MS + HOUR_MS });
			await scene.n8n.activate();
			await scene.poll(10 * MINUTE_MS);
			// Deactivated for five days.
			for (let i = 0; i < 40; i += 1) scene.add({ agoMs: -i * HOUR_MS, id: `private-${i}` });
			await scene.time.sleep(5 * DAY_MS);
			scene.add({ id: 'private-last', agoMs: 4 * MINUTE_MS, lastsMs: MINUTE_MS });
			scene.add({ id: 'started', agoMs: MINUTE_MS });
			await scene.n8n.activate();
			await scene.poll(2 * HOUR_MS);
		});

		expect(emitted).toEqual(['before completed', 'started completed', 'running completed']);
	});

	it('continues with the first account if the key of another one is rejected', async () => {
		const { emitted } = await play(undefined, async (scene) => {
			await scene.n8n.activate();
			scene.add({ lastsMs: 30 * MINUTE_MS });
			await scene.poll(2 * MINUTE_MS);
			const { watching } = scene.n8n;
			scene.n8n.watching = { ...watching, scope: 'mistyped' };
			scene.account.fault = () => WRONG_KEY;
			scene.add();
			await scene.poll(HOUR_MS);
			scene.account.fault = () => undefined;
			scene.n8n.watching = watching;
			await scene.poll(2 * MINUTE_MS);
		});

		expect(emitted).toEqual(['task-1 completed', 'task-2 completed']);
	});
});

describe('A scheduled poll that can read nothing fails', () => {
	/** After how many minutes polls failed. */
	async function failures(error: RequestError, days: number, watch?: object): Promise<number[]> {
		const minutes: number[] = [];
		await play(watch, async (scene) => {
			await scene.n8n.activate();
			scene.account.fault = () => error;
			const startMs = scene.time.now();
			for (let minute = 1; minute <= days * 1_440; minute += 1) {
				await scene.time.sleep(startMs + minute * MINUTE_MS - scene.time.now());
				await scene.n8n.poll();
				if (scene.n8n.last.fatal) minutes.push(minute);
			}
		});
		return minutes;
	}

	it.each<[string, RequestError, number[]]>([
		['after an hour, and then once a day, if the host does not exist', NO_HOST, [61, 1_501]],
		['after an hour, and then once a day, at a website', PROXY_PAGE, [61, 1_501]],
		['at once, and then once a day, if the key is invalid', WRONG_KEY, [1, 1_441]],
	])('%s', async (_, error, minutes) => {
		expect(await failures(error, 2)).toEqual(minutes);
	});

	it('after an hour if it knows none of the task IDs, as with the key of another account', async () => {
		expect(await failures(NO_SUCH_TASK, 0.1, taskIds('task-1'))).toEqual([60]);
	});
});
