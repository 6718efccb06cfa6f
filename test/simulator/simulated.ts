import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { clientOf, stoppedClock, type Client } from '../../simulator/testing/client';

/** A simulator for one test file, with a clock that stands still; reset before each test. */
export function simulated(options: SimulatorOptions = {}) {
	const clock = stoppedClock();
	let api: Simulator;
	let client: Client;
	beforeAll(async () => {
		api = await startSimulator({ now: clock.now, ...options });
		client = clientOf(api);
	});
	beforeEach(() => api.reset());
	afterAll(async () => await api.close());
	return {
		clock,
		get api() {
			return api;
		},
		get client() {
			return client;
		},
	};
}

/** Statuses and progress of a task in this many reads. */
export async function statesOf(client: Client, id: string, reads: number) {
	const states: Array<[unknown, unknown]> = [];
	for (let read = 0; read < reads; read += 1) {
		const { status, progress } = (await (await client.read(id)).json()) as Record<string, unknown>;
		states.push([status, progress]);
	}
	return states;
}
