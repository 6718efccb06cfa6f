import { parse } from 'flatted';
import type {
	ExecutionError,
	ExecutionStatus,
	INodeExecutionData,
	IRunData,
	IRunExecutionData,
} from 'n8n-workflow';

/** An execution as `GET /rest/executions/:id` gives it; `data` is flatted. */
export interface ExecutionAnswer {
	id: string;
	status: ExecutionStatus;
	/** ISO 8601; null while it goes on. */
	startedAt: string;
	stoppedAt: string | null;
	data: string;
	/** As the executions list shows it. */
	customData?: Record<string, string>;
}

/** One run of a workflow, readable in a test. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	/** ms; undefined while it goes on. */
	startedAt: number;
	stoppedAt?: number;
	/** Why the run ended early; undefined when it did not. */
	error?: ExecutionError;
	/** By node name, one entry per time it ran. */
	runData: IRunData;
	customData: Readonly<Record<string, string>>;
	/** The items of a node's last run at one of its outputs; none where the node did not run. */
	items(nodeName: string, output?: number): INodeExecutionData[];
}

/** Words of an execution that goes on. */
const RUNNING: ExecutionStatus[] = ['new', 'running', 'waiting', 'unknown'];

export const hasEnded = (status: ExecutionStatus) => !RUNNING.includes(status);

export function decodeExecution({ id, status, data, ...answer }: ExecutionAnswer): Execution {
	// before the first node has run, n8n answers with nothing or with an empty list
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
