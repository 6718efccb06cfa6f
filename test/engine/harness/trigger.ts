import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	type NodeError,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator';
import type { Clock } from '../../../nodes/Hailuo/utils/clock';
import { CLOCK_MODULE } from '../../../tools/engine/clockSpeed';
import { loadPackage, type LoadedPackage } from '../../../tools/engine/packageLoader';
import { credentialsHelper } from '../../../tools/engine/testCredentials';

/** The result of a poll. */
export interface PollResult {
	/** Undefined if the poll returned null. */
	items?: Array<INodeExecutionData['json']>;
	error?: NodeError;
	/** Whether the poll changed the state that n8n saves. */
	changedState: boolean;
}

/** An active trigger in a workflow, from activation to the end of the process. */
export interface ActiveTrigger {
	/** n8n's poll at activation or startup, with this mode. */
	activate(mode?: WorkflowActivateMode): Promise<PollResult>;
	/** A scheduled poll. */
	poll(): Promise<PollResult>;
	/** A scheduled poll of n8n's durable scheduler, which creates a new context for each. */
	pollDurably(): Promise<PollResult>;
	/** "Fetch Test Event" in the editor. */
	fetchTestEvent(): Promise<PollResult>;
	/** The same workflow with these parameters, as after a change in the editor. */
	withParameters(parameters: INodeParameters): ActiveTrigger;
	/** Changes the API key in its credential; n8n does not inform the workflow. */
	useKey(apiKey: string): void;
	/** The state that n8n saves. */
	readonly staticData: IDataObject;
	/** The same workflow in a new process, with only the saved state. */
	restarted(): ActiveTrigger;
}

/** A trigger's workflow and credential. */
export interface TriggerOptions {
	/** With task IDs, Watch is Task IDs if it is not given. */
	parameters: INodeParameters;
	baseUrl: string;
	apiKey?: string;
	staticData?: IDataObject;
	workflowId: string;
	/** Time budget of a poll, ms; 'none' as in older versions of n8n. Default: the one of n8n. */
	pollBudgetMs?: number | 'none';
}

let workflows = 0;
const newWorkflowId = () => `triggerTest${(workflows += 1)}`;

export async function startTrigger(start: TriggerOptions): Promise<ActiveTrigger> {
	return triggerOf(await loadPackage(), start);
}

function triggerOf(loaded: LoadedPackage, start: TriggerOptions): ActiveTrigger {
	const node: INode = {
		id: 'b2c9a5de-0000-4000-8000-000000000002',
		name: 'Hailuo Trigger',
		type: 'n8n-nodes-hailuo.hailuoTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			...('taskIds' in start.parameters && { watch: 'taskIds' }),
			...start.parameters,
		},
		credentials: { hailuoApi: { id: '1', name: 'Hailuo' } },
	};
	const workflow = new Workflow({
		id: start.workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: loaded.nodeTypes,
		staticData: start.staticData,
	});
	const { baseUrl } = start;
	let { apiKey = 'test-key' } = start;
	const additionalData = {
		credentialsHelper: credentialsHelper(loaded, () => ({ apiKey, baseUrl })),
		variables: {},
		restApiUrl: 'http://127.0.0.1',
		instanceBaseUrl: 'http://127.0.0.1',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
	} as unknown as IWorkflowExecuteAdditionalData;
	const contextFor = (mode: WorkflowExecuteMode, activation: WorkflowActivateMode) => {
		const context = new PollContext(workflow, node, additionalData, mode, activation);
		const { pollBudgetMs: budget } = start;
		if (budget === undefined) return context;
		const getPollBudgetMs = budget === 'none' ? undefined : () => budget;
		return Object.assign(context, { getPollBudgetMs });
	};

	async function run(context: PollContext): Promise<PollResult> {
		// n8n adds an empty object for each kind of data that is read.
		const stateOf = () => JSON.stringify(workflow.staticData).replaceAll(/"[^"]*":\{\},?/g, '');
		const before = stateOf();
		const result: PollResult = { changedState: false };
		const { poll } = loaded.nodeTypes.getByNameAndVersion(node.type, 1);
		try {
			const output = await poll?.call(context);
			if (output) result.items = output[0].map(({ json }) => json);
		} catch (error) {
			result.error = error as NodeError;
		}
		result.changedState = stateOf() !== before;
		return result;
	}

	const restart = (changes: Partial<TriggerOptions>): ActiveTrigger => {
		const staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		return triggerOf(loaded, { ...start, apiKey, staticData, ...changes });
	};
	let context = contextFor('trigger', 'activate');
	return {
		activate: async (mode = 'activate') => await run((context = contextFor('trigger', mode))),
		poll: async () => await run(context),
		pollDurably: async () => await run(contextFor('trigger', 'update')),
		fetchTestEvent: async () => await run(contextFor('manual', 'manual')),
		useKey: (key) => void (apiKey = key),
		staticData: workflow.staticData,
		withParameters: (parameters) => restart({ parameters: { ...start.parameters, ...parameters } }),
		restarted: () => restart({ workflowId: newWorkflowId() }),
	};
}

/** The trigger with a simulator as API and an adjustable clock, for one test file. */
export interface SimulatedTrigger {
	readonly api: Simulator;
	trigger(
		parameters: INodeParameters,
		rest?: Pick<Partial<TriggerOptions>, 'apiKey' | 'baseUrl' | 'pollBudgetMs'>,
	): ActiveTrigger;
	/** Creates a task like any client of the API, and returns its ID. */
	createTask(prompt?: string, model?: string): Promise<string>;
	/** Lets time pass for trigger and API, ms. */
	advance(ms: number): void;
	/** Shifts the system clock of the n8n host, and nothing else, ms. */
	shiftSystemClock(ms: number): void;
}

export function simulatedTrigger(options: SimulatorOptions = {}): SimulatedTrigger {
	let api: Simulator;
	let loaded: LoadedPackage;
	let passedMs = 0;
	let shiftMs = 0;
	beforeAll(async () => {
		const { now: wallNow } = Date;
		const { systemClock } = (await import(CLOCK_MODULE)) as { systemClock: Clock };
		const { now: steadyNow } = systemClock;
		jest.spyOn(Date, 'now').mockImplementation(() => wallNow() + passedMs + shiftMs);
		jest.spyOn(systemClock, 'now').mockImplementation(() => steadyNow() + passedMs);
		api = await startSimulator({ now: () => wallNow() + passedMs, ...options });
		loaded = await loadPackage();
	});
	afterEach(() => {
		api.reset();
		shiftMs = 0;
	});
	afterAll(async () => {
		jest.restoreAllMocks();
		await api.close();
	});

	return {
		get api() {
			return api;
		},
		trigger(parameters, rest) {
			const { baseUrl } = api;
			return triggerOf(loaded, { parameters, baseUrl, workflowId: newWorkflowId(), ...rest });
		},
		createTask: async (prompt, model) => await api.createTask(prompt, model),
		advance(ms) {
			passedMs += ms;
		},
		shiftSystemClock(ms) {
			shiftMs += ms;
		},
	};
}
