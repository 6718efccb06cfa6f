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

/** Starts another simulator with other options for one test. */
export async function withSimulator<T>(
	options: SimulatorOptions,
	use: (client: Client, api: Simulator) => Promise<T>,
): Promise<T> {
	const api = await startSimulator(options);
	try {
		return await use(clientOf(api), api);
	} finally {
		await api.close();
	}
}
