import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator';
import {
	runNode,
	startNode,
	type NodeResult,
	type NodeRun,
	type StartedRun,
} from '../../../tools/engine/engine';

/** So short that the task is completed at its first read: 500 ms is the shortest interval. */
const QUICK = { durationMs: 200, estimatedTimeS: 1 };

type RunOptions = Omit<NodeRun, 'baseUrl'> & { baseUrl?: string };

/** The node with a simulator as API, for one test file. */
export interface Simulated {
	readonly api: Simulator;
	/** Runs an operation of the node. */
	run(options: RunOptions): Promise<NodeResult>;
	start(options: RunOptions): Promise<StartedRun>;
}

/** Starts a simulator for the file, and resets it after each test. */
export function simulated(options: SimulatorOptions = {}): Simulated {
	let api: Simulator;
	beforeAll(async () => {
		api = await startSimulator({ task: QUICK, ...options });
	});
	afterEach(() => api.reset());
	afterAll(async () => await api.close());

	return {
		get api() {
			return api;
		},
		run: async (options) => await runNode({ baseUrl: api.baseUrl, ...options }),
		start: async (options) => await startNode({ baseUrl: api.baseUrl, ...options }),
	};
}

/** Parameters of a Create that outputs its task, as the editor saves them if only these were changed. */
export function createParams(parameters: NodeRun['parameters'] = {}): NodeRun['parameters'] {
	return {
		resource: 'video',
		operation: 'create',
		prompt: 'A paper boat',
		waitForCompletion: false,
		...parameters,
	};
}

/** Parameters of a Create that waits for the video. */
export function createAndWaitParams(parameters: NodeRun['parameters'] = {}): NodeRun['parameters'] {
	return createParams({ waitForCompletion: true, ...parameters });
}
