import type { INodeExecutionData } from 'n8n-workflow';

import { contentOf } from '../../../tools/engine/binaryStore';
import type { NodeResult } from '../../../tools/engine/engine';
import type { Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { itemIn } from '../item';
import type { LedgerInput } from '../ledger';
import type { VisibleText } from '../visibleText';

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

/** The texts of all errors and error items. */
export function visibleTextsIn({ items, errorItems, error }: NodeResult): VisibleText[] {
	const wrong = [...items, ...errorItems].filter(({ json }) => json.error !== undefined);
	return [
		...wrong.map((item) => ({
			item: indexOf(item),
			text: `${String(item.json.error)}\n${JSON.stringify(item.json.details)}`,
		})),
		...(error ? [{ text: `${error.message}\n${error.description ?? ''}` }] : []),
	];
}

function indexOf({ pairedItem }: INodeExecutionData): number | undefined {
	return (pairedItem as { item: number } | undefined)?.item;
}

/** The input of the ledger, from the simulator and the run's output. */
export function ledgerInputOf(
	api: Simulator,
	result: NodeResult,
	ends: readonly ItemEnd[],
	rest: Pick<LedgerInput, 'isRetried' | 'honorsKey'> = {},
): LedgerInput {
	return {
		records: api.requests,
		items: ends.length,
		paid: paidTasks(api),
		delivered: ends.flatMap((end) => (end.is === 'video' ? [end.taskId] : [])),
		visibleTexts: visibleTextsIn(result),
		key: KEY,
		keyHosts: [api.baseUrl, api.filesUrl].map((url) => new URL(url).host),
		...rest,
	};
}

export function paidTasks(api: Simulator): LedgerInput['paid'] {
	const paid = new Set(api.paidTaskIds);
	const tasks = api.tasks.filter(({ id }) => paid.has(id));
	return tasks.map(({ id, request }) => ({ id, item: itemIn(request.prompt) }));
}
