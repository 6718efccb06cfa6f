import type { Effect, FaultRule } from '../../simulator';
import { PRODUCT, simulated } from './simulated';

const sim = simulated();
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** The statuses of reads of these tasks, one after the other. */
async function statusesOf(...ids: string[]): Promise<number[]> {
	const statuses = [];
	for (const id of ids) statuses.push((await sim.client.read(id)).status);
	return statuses;
}

describe('Simulator.fault', () => {
	const then = { status: 503 };

	it.each<[string, Array<Omit<FaultRule, 'on'>>, number[]]>([
		['affects one request by default', [{ then }], [503, 200, 200]],
		['`times` after the first `skip`', [{ skip: 1, times: 2, then }], [200, 503, 503, 200]],
		['affects all with times: always', [{ times: 'always', then }], [503, 503, 503]],
		['applies rules in order', [{ then: { status: 502 } }, { then }], [502, 503, 200]],
	])('%s', async (_, rules, statuses) => {
		for (const rule of rules) sim.api.fault({ on: 'read', ...rule });
		const id = await sim.api.createTask();

		expect(await statusesOf(...statuses.map(() => id))).toEqual(statuses);
		expect(sim.api.requestsTo('read').map(({ faulted = false }) => faulted)).toEqual(
			statuses.map((status) => status !== 200),
		);
	});

	it('affects only the requests that match, until it is removed', async () => {
		const cat = await sim.api.createTask('A cat');
		const dog = await sim.api.createTask('A dog');
		const ofCat = sim.api.fault({ on: 'read', promptIncludes: 'cat', times: 'always', then });
		sim.api.fault({ on: 'read', taskId: dog, then: { status: 502 } });
		sim.api.fault({ on: 'read', taskId: dog, atCompletion: true, then: { status: 504 } });

		expect(await statusesOf(cat, dog, cat, dog)).toEqual([503, 502, 503, 200]);
		ofCat.remove();
		sim.advance(10_000);
		expect(await statusesOf(cat, dog, dog)).toEqual([200, 504, 200]);
		sim.api.fault({ on: 'create', promptIncludes: 'cow', then: { status: 402 } });
		expect((await sim.client.create()).status).toBe(200);
		expect((await sim.client.create({ prompt: 'A cow' })).status).toBe(402);
	});
});

// Those without which a test of the node would pass as well. The others decide how a row of the fault
// matrix ends: test/faults.
describe('Simulator.fault, effects on a create', () => {
	it.each<[Effect, object]>([
		[{ status: 429, headers: { 'Retry-After': '7' } }, { headers: { 'retry-after': '7' } }],
		// The clock of the simulator stands at 09:53.
		[{ status: 429, retryAfterDateS: 3600 }, { headers: { 'retry-after': matching(/10:5\d:/) } }],
		[
			{ status: 502, body: '<html>' },
			{ headers: { 'content-type': 'text/html' }, tasks: 0 },
		],
		[
			{ status: 504, accepted: true },
			{ status: 504, tasks: 1 },
		],
		[
			{ patch: { id: null, status: 'queued' }, httpStatus: 202 },
			{ status: 202, body: matching(/^(?!.*"id":).*"status":"queued"/) },
		],
		[
			{ patch: ({ id, ...rest }) => [{ task_id: id, ...rest }] },
			{ body: matching(/^\[{"task_id":"task/) },
		],
		[{ patch: (task) => `${JSON.stringify(task)}\n--\n` }, { body: matching(/}\n--\n$/) }],
		[{ onlyLocation: true }, { headers: { location: matching(/\/tasks\/task-/) }, body: '' }],
		[{ contentType: 'text/html' }, { headers: { 'content-type': 'text/html' }, tasks: 1 }],
		[{ moved: 'localhost' }, { status: 302, headers: { location: matching(/localhost/) } }],
		[{ gzip: true }, { headers: { 'content-encoding': 'gzip' }, tasks: 1 }],
	])('%j', async (then, expected) => {
		sim.api.fault({ on: 'create', then });

		const response = await sim.client.create();

		expect({
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: await response.text(),
			tasks: sim.api.tasks.length,
		}).toMatchObject(expected);
	});

	it.each<[Effect, number]>([
		[{ reset: 'before' }, 0],
		[{ reset: 'afterAccepted' }, 1],
		[{ reset: 'midBody' }, 1],
		[{ plainText: 'Blocked by the firewall' }, 1],
	])('%j ends the connection (tasks created: %i)', async (then, tasks) => {
		sim.api.fault({ on: 'create', then });

		await expect(
			sim.client.create().then(async (response) => await response.text()),
		).rejects.toThrow();
		expect(sim.api.tasks).toHaveLength(tasks);
		expect(sim.api.requestsTo('create')).toMatchObject([{ status: 'reset' }]);
	});

	it.each<[FaultRule['on'], Effect]>([
		['create', { lateMs: 1_000 }],
		['download', { dripBytesPerSecond: 1_000_000 }],
	])('%s %j takes a second', async (on, then) => {
		sim.api.plan({ durationMs: 0, videoBytes: 1_000_000 });
		await sim.api.createTask();
		sim.api.fault({ on, then });
		const before = performance.now();

		const response =
			on === 'create'
				? sim.client.create()
				: fetch(sim.api.tasks[0].videoUrl, { headers: PRODUCT });
		await (await response).arrayBuffer();

		// Timers count whole milliseconds.
		expect(performance.now() - before).toBeGreaterThan(900);
	});
});
