import type { INodeExecutionData } from 'n8n-workflow';

import { contentOf } from '../../../tools/engine/binaryStore';
import type { NodeResult } from '../../../tools/engine/engine';
import type { RecordedRequest, Simulator } from '../../../simulator';
import { ENDPOINTS, type Endpoint } from '../../../simulator/http/recording';
import { fixture } from '../../../simulator/media/video';
import { itemIn, KEY } from '../item';
import type { RunRecord } from '../violations';

/** Short, to keep the many runs fast. */
export const VIDEO = fixture('video.mp4').subarray(0, 4_000);
/** The credits of a simulated account. */
const CREDITS = 10_000;

/** The result of one item. */
export type ItemEnd =
	| { is: 'video'; taskId: string }
	/** Of the trigger: each task was emitted once. */
	| { is: 'emitted' }
	/** Of Get Credits: the credits. */
	| { is: 'credits' }
	| { is: 'error'; message: string; suggestion: string }
	| { is: 'something else'; item?: INodeExecutionData };

/** The result of a run of one row. */
export interface Observation {
	faulted: ItemEnd;
	/** The items without a fault. */
	others: readonly ItemEnd[];
	/** Number of requests of the item with the fault. */
	requests: Record<Endpoint, number>;
	/** Violations of what must hold in every run. */
	violations: string[];
}

const allItems = ({ items, errorItems }: NodeResult) => [...items, ...errorItems];
const indexOf = ({ pairedItem }: INodeExecutionData): number =>
	(pairedItem as { item: number }).item;

/** `json.details` of an error item. */
type Details = { taskId?: string; possibleTaskIds?: string[] };
const detailsOf = ({ json }: INodeExecutionData) => (json.details ?? {}) as Details;

/** The result of an input item. */
export function endOfItem(index: number, result: NodeResult): ItemEnd {
	return endOf(allItems(result).filter((item) => indexOf(item) === index));
}

/** The result of a task that Get Many has listed; if the list failed, there is one error for all tasks. */
export function endOfTask(id: string, result: NodeResult): ItemEnd {
	const idOf = (item: INodeExecutionData) => item.json.taskId ?? detailsOf(item).taskId;
	const found = allItems(result).filter((item) => idOf(item) === id);
	const failed = allItems(result).filter(({ json }) => json.error !== undefined);
	return endOf(found.length > 0 ? found : failed);
}

function endOf([item, ...more]: readonly INodeExecutionData[]): ItemEnd {
	if (item === undefined || more.length > 0) return { is: 'something else', item };
	const { json, binary } = item;
	if (json.error !== undefined) {
		const text = String(json.error);
		return { is: 'error', message: text, suggestion: text };
	}
	if (json.remainingCredits === CREDITS) return { is: 'credits' };
	const isVideo = binary !== undefined && contentOf(binary.data).equals(VIDEO);
	return isVideo ? { is: 'video', taskId: String(json.taskId) } : { is: 'something else', item };
}

/** `context` of the error that ends a run. */
interface ErrorContext {
	tasks?: Array<{ taskId: string; item?: number }>;
	indeterminate?: RunRecord['indeterminate'];
}

/** The record of a run, from the simulator and n8n's output. */
export function recordOf(
	api: Simulator,
	result: NodeResult,
	ends: readonly ItemEnd[],
	rest: Pick<RunRecord, 'isRetried' | 'honorsKey'> = {},
): RunRecord {
	const { error } = result;
	const failures = allItems(result).filter(({ json }) => json.error !== undefined);
	const { tasks = [], indeterminate = [] } = (error?.context ?? {}) as ErrorContext;
	return {
		records: api.requests,
		paid: paidTasks(api),
		delivered: ends.flatMap((end) => (end.is === 'video' ? [end.taskId] : [])),
		named: [
			...failures.map((one) => ({ id: detailsOf(one).taskId, item: indexOf(one) })),
			...tasks.map(({ taskId: id, item }) => ({ id, item })),
		].flatMap(({ id, item }) => (id === undefined ? [] : [{ id, item }])),
		indeterminate: [
			...failures.flatMap((one) => {
				const { possibleTaskIds } = detailsOf(one);
				return possibleTaskIds ? [{ item: indexOf(one), possibleTaskIds }] : [];
			}),
			...indeterminate,
		],
		texts: [
			...failures.map(({ json }) => JSON.stringify(json)),
			...(error
				? [JSON.stringify([error.message, error.description, error.context, error.stack])]
				: []),
		],
		key: KEY,
		keyHosts: [api.baseUrl, api.filesUrl].map((url) => new URL(url).host),
		...rest,
	};
}

/** The tasks of the run that cost money, with their item; not those that the account had before. */
export function paidTasks(api: Simulator): Array<{ id: string; item: number }> {
	const created = new Set(api.requestsTo('create').map(({ taskId }) => taskId));
	const paid = new Set(api.paidTaskIds);
	return api.tasks
		.filter(({ id }) => created.has(id) && paid.has(id))
		.map(({ id, request }) => ({ id, item: itemIn(request.prompt) }));
}

/** The error of a run, as that of the item that ended it. */
export function endOfRun({ message, description }: NonNullable<NodeResult['error']>): ItemEnd {
	return {
		is: 'error',
		message: message.replace(/^Item \d+: /, ''),
		suggestion: description ?? '',
	};
}

export function countByEndpoint(requests: readonly RecordedRequest[]): Observation['requests'] {
	const counts = ENDPOINTS.map((endpoint) => [
		endpoint,
		requests.filter((request) => request.endpoint === endpoint).length,
	]);
	return Object.fromEntries(counts) as Observation['requests'];
}
