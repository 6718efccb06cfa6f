import {
	startSimulator,
	type SimulatedTask,
	type Simulator,
	type SimulatorOptions,
} from '../../../simulator';
import type { CredentialReference } from '../../../tools/n8n/credentials';
import type { Execution } from '../../../tools/n8n/execution';
import { sharedN8n, type SharedN8n } from './shared';
import { workflow, type NodeOptions, type WorkflowBuilder } from '../../../tools/n8n/workflow';

/** Completed at the first read. */
const QUICK = { durationMs: 200, estimatedTimeS: 1 };

/** An n8n, by default the shared one, with a separate simulator for each test file as the API. */
export interface SimulatedN8n {
	readonly n8n: SharedN8n;
	readonly api: Simulator;
	/** The credentials of a Hailuo node. */
	readonly credentials: { hailuoApi: CredentialReference };
	/** Lets time pass for the API, until the end of the test, ms. */
	advance(ms: number): void;
	/** The task created from a prompt; tasks of one run are created in any order. */
	taskOf(prompt: string | RegExp): SimulatedTask;
	/** A workflow of Manual Trigger and the Hailuo node. */
	flow(parameters: NodeOptions['parameters'], rest?: Flow): WorkflowBuilder;
	/** A workflow of Manual Trigger and, after it, a Hailuo node for each of these names. */
	branches(nodes: Record<string, NodeOptions['parameters']>): WorkflowBuilder;
	/** Saves and runs the workflow of `flow`, and waits for its end. */
	run(parameters: NodeOptions['parameters'], rest?: Flow): Promise<Execution>;
}

type Flow = Omit<NodeOptions, 'parameters'> & { items?: Array<Record<string, string>> };

/** Starts the simulator for the test file, and resets it after each test. */
export function simulatedN8n(
	options: SimulatorOptions = {},
	n8nOf: () => SharedN8n = sharedN8n,
): SimulatedN8n {
	let api: Simulator;
	let credentials: SimulatedN8n['credentials'];
	let aheadMs = 0;

	beforeAll(async () => {
		const now = () => Date.now() + aheadMs;
		api = await startSimulator({ task: QUICK, now, ...options });
		const apiKey = options.keys?.[0] ?? 'test-key';
		const data = { apiKey, baseUrl: api.baseUrl, filesBaseUrl: api.filesUrl };
		credentials = {
			hailuoApi: await n8nOf().createCredential({ name: 'Hailuo', type: 'hailuoApi', data }),
		};
	});
	afterEach(() => {
		api.reset();
		aheadMs = 0;
	});
	afterAll(async () => await api.close());

	const flow: SimulatedN8n['flow'] = (parameters, { items, ...node } = {}) =>
		workflow('Hailuo')
			.manualTrigger(items)
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', { parameters, credentials, ...node });

	return {
		get n8n() {
			return n8nOf();
		},
		get api() {
			return api;
		},
		get credentials() {
			return credentials;
		},
		advance(ms) {
			aheadMs += ms;
		},
		taskOf(prompt) {
			const found = api.tasks.find(({ request }) => request.prompt?.match(prompt));
			if (!found) throw new Error(`No task was created from "${prompt}"`);
			return found;
		},
		flow,
		branches: (nodes) =>
			Object.entries(nodes).reduce(
				(built, [name, parameters]) =>
					built
						.after('Manual Trigger')
						.node(name, 'n8n-nodes-hailuo.hailuo', { parameters, credentials }),
				workflow('Hailuo').manualTrigger(),
			),
		async run(parameters, rest) {
			const { id } = await n8nOf().createWorkflow(flow(parameters, rest).build());
			return await n8nOf().run(id);
		},
	};
}
