import 'reflect-metadata';
import { ExecuteContext, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeConnections,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type NodeError,
} from 'n8n-workflow';

import { openBinaryStore } from './binaryStore';
import { withClockSpeed, prepareClock } from './clockSpeed';
import { loadPackage } from './packageLoader';
import { credentialsHelper } from './testCredentials';

/** A run of the Hailuo node: its settings in the workflow, and the input items. */
export interface NodeRun {
	parameters: INodeParameters;
	/** One item without data by default. */
	items?: Array<INodeExecutionData['json']>;
	/** The files of each item, in order. */
	files?: Array<INodeExecutionData['binary']>;
	apiKey?: string;
	/** Additional values of the credential for an item, as from expressions. */
	credential?: (itemIndex: number) => ICredentialDataDecryptedObject;
	baseUrl: string;
	/** Empty by default, as in the credential. */
	filesBaseUrl?: string;
	/** Settings of the node: onError, retryOnFail, … */
	node?: Partial<INode>;
	executionId?: string;
	workflowId?: string;
	/** Time zone of the workflow. Default: n8n's, America/New_York. */
	timezone?: string;
	/** Number of runs of the node in this execution, as in a loop. Default 1. */
	rounds?: number;
	/** Parameters of a second Hailuo node that gets its items. */
	next?: INodeParameters;
	/** Speed of the node's clock as a multiple of real time. Default 1; at 60, a pause of a minute takes a second. */
	clockSpeed?: number;
	/** Runs this node type instead of the package's, with the same credential, for comparison. */
	nodeType?: INodeType;
}

export interface NodeResult {
	status: IRun['status'];
	/** The error that ended the run, if any. */
	error?: NodeError;
	/** Items of the regular output. */
	items: INodeExecutionData[];
	/** Items of the error output. */
	errorItems: INodeExecutionData[];
	/** The hints above the output items. */
	hints: string[];
}

/** A running execution. */
export interface StartedRun {
	result: Promise<NodeResult>;
	/** Cancels the execution, like Stop in the editor. */
	stop(): void;
	/** The signal that n8n passes to nodes; `stop` aborts it. */
	signal: AbortSignal;
}

const NODE_NAME = 'Hailuo';
const SOURCE_NAME = 'Source';
const NEXT_NAME = 'Next';

/** Runs the built node in n8n's real engine, over real HTTP, and waits for the end. */
export async function runNode(run: NodeRun): Promise<NodeResult> {
	return await (
		await startNode(run)
	).result;
}

export async function startNode(run: NodeRun): Promise<StartedRun> {
	const loaded = await loadPackage();
	await prepareClock();
	await openBinaryStore();
	// Without a complete n8n, the engine generates another ID in each process.
	ExecuteContext.prototype.getInstanceId = () => 'engine-test';
	const node: INode = {
		id: 'b2c9a5de-0000-4000-8000-000000000001',
		name: NODE_NAME,
		type: 'n8n-nodes-hailuo.hailuo',
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters,
		credentials: { hailuoApi: { id: '1', name: 'Hailuo' } },
		...run.node,
	};
	const source: INode = { ...node, id: 'source', name: SOURCE_NAME, parameters: {} };
	const next: INode = { ...node, id: 'next', name: NEXT_NAME, parameters: run.next ?? {} };
	const workflow = new Workflow({
		id: run.workflowId ?? 'engineTest',
		nodes: [source, node, ...(run.next ? [next] : [])],
		connections: {
			[SOURCE_NAME]: to(NODE_NAME),
			...(run.next && { [NODE_NAME]: to(NEXT_NAME) }),
		},
		active: false,
		nodeTypes: run.nodeType ? only(run.nodeType) : loaded.nodeTypes,
		settings: { executionOrder: 'v1', ...(run.timezone && { timezone: run.timezone }) },
	});
	const executionId = run.executionId ?? '1';
	const additionalData = {
		credentialsHelper: credentialsHelper(loaded, (itemIndex) => ({
			apiKey: run.apiKey ?? 'test-key',
			baseUrl: run.baseUrl,
			filesBaseUrl: run.filesBaseUrl ?? '',
			...run.credential?.(itemIndex),
		})),
		executionId,
		hooks: new ExecutionLifecycleHooks('manual', executionId, {} as never),
		currentNodeExecutionIndex: 0,
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables: {},
		restApiUrl: 'http://127.0.0.1',
		instanceBaseUrl: 'http://127.0.0.1',
	} as unknown as IWorkflowExecuteAdditionalData;

	const jsons = run.items ?? run.files?.map(() => ({})) ?? [{}];
	const input = jsons.map((json, i) => ({ json, binary: run.files?.[i] }));
	// The run continues after a node that has just output these items.
	const engine = new WorkflowExecute(
		additionalData,
		'manual',
		createRunExecutionData({
			resultData: {
				runData: {
					[SOURCE_NAME]: [
						{
							data: { main: [input] },
							startTime: 0,
							executionTime: 0,
							executionIndex: 0,
							source: [],
						},
					],
				},
			},
			executionData: {
				nodeExecutionStack: Array.from({ length: run.rounds ?? 1 }, () => ({
					node,
					data: { main: [input] },
					source: { main: [{ previousNode: SOURCE_NAME }] },
				})),
			},
		}),
	);
	const running = withClockSpeed(run.clockSpeed ?? 1, () =>
		engine.processRunExecutionData(workflow),
	);
	return {
		result: running.then(resultOf),
		stop: () => running.cancel(),
		signal: engine['abortController'].signal,
	};
}

function to(node: string): INodeConnections {
	return { main: [[{ node, type: NodeConnectionTypes.Main, index: 0 }]] };
}

function only(nodeType: INodeType): INodeTypes {
	return {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
}

function resultOf({ status, data }: IRun): NodeResult {
	const task = data.resultData.runData[NODE_NAME]?.at(-1);
	const [items, errorItems] = task?.data?.main ?? [];
	return {
		status,
		error: (task?.error ?? data.resultData.error) as NodeError | undefined,
		items: items ?? [],
		errorItems: errorItems ?? [],
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}
