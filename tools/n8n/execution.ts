import { parse } from 'flatted';
import type {
	ExecutionError,
	ExecutionStatus,
	INodeExecutionData,
	IRunData,
	IRunExecutionData,
} from 'n8n-workflow';

/** An execution as returned by `GET /rest/executions/:id`; `data` is flatted. */
export interface ExecutionAnswer {
	id: string;
	status: ExecutionStatus;
	/** ISO 8601; null while it runs. */
	startedAt: string;
	stoppedAt: string | null;
	data: string;
	/** The status in the executions list. */
	customData?: Record<string, string>;
}

/** One run of a workflow, readable in a test. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	/** ms; undefined while it runs. */
	startedAt: number;
	stoppedAt?: number;
	/** The error that ended the run; undefined if there is none. */
	error?: ExecutionError;
	/** By node name, one entry per run of the node. */
	runData: IRunData;
	customData: Readonly<Record<string, string>>;
	/** The items of a node's last run at one of its outputs; empty if the node did not run. */
	items(nodeName: string, output?: number): INodeExecutionData[];
}

/** Status words of a running execution. */
const RUNNING: ExecutionStatus[] = ['new', 'running', 'waiting', 'unknown'];

export const hasEnded = (status: ExecutionStatus) => !RUNNING.includes(status);

export function decodeExecution({ id, status, data, ...answer }: ExecutionAnswer): Execution {
	// before the first node has run, n8n returns nothing or an empty list
	const { resultData } = ((data && parse(data)) ?? {}) as Partial<IRunExecutionData>;
	const runData = resultData?.runData ?? {};
	return {
		id,
		status,
		startedAt: Date.parse(answer.startedAt),
		stoppedAt: answer.stoppedAt ? Date.parse(answer.stoppedAt) : undefined,
		error: resultData?.error,
		runData,
		customData: answer.customData ?? {},
		items: (nodeName, output = 0) => runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [],
	};
}
