import type { INodeExecutionData } from 'n8n-workflow';

import { contentOf } from '../../../tools/engine/binaryStore';
import type { NodeResult } from '../../../tools/engine/engine';
import type { Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { itemIn } from '../item';
import type { RunRecord } from '../violations';

export const KEY = 's3cret-matrix';
/** Short, to keep the many runs fast. */
export const VIDEO = fixture('video.mp4').subarray(0, 4_000);
/** Completed at the third read, however slow the machine is. */
export const TASK_BEHAVIOR = {
	durationMs: 1,
	pendingMs: 0,
	estimatedTimeS: 1,
	progress: 'none',
	processingReads: 2,
	videoBytes: VIDEO.length,
} as const;
/** Longer than any run, in virtual or real time. */
export const TIMEOUT_MINUTES = 300;

/** The result of one item. */
export type ItemEnd =
	| { is: 'video'; taskId: string }
	/** Of the trigger: each task was emitted once. */
	| { is: 'emitted' }
	/** Of Get Credits: the credits. */
	| { is: 'credits' }
	| { is: 'error'; message: string; advice: string; taskId?: string; possibleTaskIds?: string[] }
	| { is: 'something else'; item?: INodeExecutionData };

/** The result of an item of a run without an error. */
export function endOfItem(index: number, { items, errorItems }: NodeResult): ItemEnd {
	return endOfOne([...items, ...errorItems].filter((item) => indexOf(item) === index));
}

/** The result of a task that Get Many has listed. */
export function endOfTask(id: string, { items, errorItems }: NodeResult): ItemEnd {
	const idOf = ({ json }: INodeExecutionData) =>
		json.taskId ?? (json.details as { taskId?: string } | undefined)?.taskId;
	return endOfOne([...items, ...errorItems].filter((item) => idOf(item) === id));
}

function endOfOne([item, ...more]: readonly INodeExecutionData[]): ItemEnd {
	if (item === undefined || more.length > 0) return { is: 'something else', item };
	const { json, binary } = item;
	if (json.error !== undefined) {
		const text = String(json.error);
		return { is: 'error', message: text, advice: text, ...(json.details as object) };
	}
	const isVideo = binary !== undefined && contentOf(binary.data).equals(VIDEO);
	return isVideo ? { is: 'video', taskId: String(json.taskId) } : { is: 'something else', item };
}

function indexOf({ pairedItem }: INodeExecutionData): number | undefined {
	return (pairedItem as { item: number } | undefined)?.item;
}

/** `json.details` of an error item. */
type Details = { taskId?: string; possibleTaskIds?: string[] };

/** `context` of the error that ends a run. */
interface ErrorContext {
	tasks?: Array<{ taskId: string; item?: number }>;
	indeterminate?: RunRecord['indeterminate'];
}

/** What error items and the error of the run say, as data and as texts. */
export function reportOf({
	items,
	errorItems,
	error,
}: NodeResult): Pick<RunRecord, 'named' | 'indeterminate' | 'texts'> {
	const failures = [...items, ...errorItems]
		.filter(({ json }) => json.error !== undefined)
		.map((one) => ({ item: indexOf(one)!, ...(one.json.details as Details) }));
	const { tasks = [], indeterminate = [] } = (error?.context ?? {}) as ErrorContext;
	return {
		named: [
			...failures.flatMap(({ item, taskId: id }) => (id === undefined ? [] : [{ id, item }])),
			...tasks.map(({ taskId: id, item }) => ({ id, item })),
		],
		indeterminate: [
			...failures.flatMap(({ item, possibleTaskIds }) =>
				possibleTaskIds ? [{ item, possibleTaskIds }] : [],
			),
			...indeterminate,
		],
		texts: [
			...[...items, ...errorItems].flatMap(({ json }) =>
				json.error === undefined ? [] : JSON.stringify(json),
			),
			...(error ? [JSON.stringify([error.message, error.description, error.context])] : []),
		],
	};
}

/** The record of a run, from the simulator and the run's output. */
export function recordOf(
	api: Simulator,
	result: NodeResult,
	ends: readonly ItemEnd[],
	rest: Pick<RunRecord, 'isRetried' | 'honorsKey'> = {},
): RunRecord {
	const paid = new Set(api.paidTaskIds);
	return {
		records: api.requests,
		paid: api.tasks
			.filter(({ id }) => paid.has(id))
			.map(({ id, request }) => ({ id, item: itemIn(request.prompt) })),
		delivered: ends.flatMap((end) => (end.is === 'video' ? [end.taskId] : [])),
		...reportOf(result),
		key: KEY,
		keyHosts: [api.baseUrl, api.filesUrl].map((url) => new URL(url).host),
		...rest,
	};
}
