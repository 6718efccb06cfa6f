import type { INodeExecutionData } from 'n8n-workflow';

import type { NodeResult } from '../../../tools/engine/engine';
import type { Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { itemIn } from '../item';
import type { Books } from '../ledger';
import type { Told } from '../told';

export const KEY = 's3cret-matrix';
/** Short, so that the many runs take little time. */
export const VIDEO = fixture('video.mp4').subarray(0, 4_000);
/** Ready at the third read, however long the machine takes for the first two. */
export const LIFE = {
	durationMs: 1,
	pendingMs: 0,
	estimatedTimeS: 1,
	progress: 'none',
	processingReads: 2,
	videoBytes: VIDEO.length,
} as const;
/** More than any run takes, by whichever clock. */
export const TIMEOUT_MINUTES = 300;

/** What became of one item. */
export type ItemEnd =
	| { is: 'video'; taskId: string }
	/** Of the trigger: it came, once. */
	| { is: 'given' }
	| { is: 'error'; message: string; advice: string; taskId?: string; possibleTaskIds?: string[] }
	| { is: 'something else'; item?: INodeExecutionData };

/** What became of an item of a run that has come to its end. */
export function endOfItem(index: number, { items, errorItems }: NodeResult): ItemEnd {
	const isOurs = (item: INodeExecutionData) => indexOf(item) === index;
	const good = items.find(isOurs);
	const bad = errorItems.find(isOurs) ?? (good?.json.error === undefined ? undefined : good);
	if (bad !== undefined) {
		const text = String(bad.json.error);
		return { is: 'error', message: text, advice: text, ...(bad.json.details as object) };
	}
	const file = good?.binary?.data;
	const isVideo = file !== undefined && Buffer.from(file.data, 'base64').equals(VIDEO);
	if (!good || !isVideo) return { is: 'something else', item: good };
	return { is: 'video', taskId: String(good.json.taskId) };
}

/** Everything that is not a good item. */
export function toldIn({ items, errorItems, error }: NodeResult): Told[] {
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

/** The simulator's side of the books, and n8n's. */
export function booksOf(
	api: Simulator,
	result: NodeResult,
	ends: readonly ItemEnd[],
	rest: Pick<Books, 'isRetried' | 'honoursKey'> = {},
): Books {
	return {
		records: api.requests,
		items: ends.length,
		paid: paidTasks(api),
		delivered: ends.flatMap((end) => (end.is === 'video' ? [end.taskId] : [])),
		told: toldIn(result),
		key: KEY,
		keyHosts: [api.baseUrl, api.filesUrl].map((url) => new URL(url).host),
		...rest,
	};
}

export function paidTasks(api: Simulator): Books['paid'] {
	const paid = new Set(api.ledger().paid);
	const tasks = api.tasks.filter(({ id }) => paid.has(id));
	return tasks.map(({ id, request }) => ({ id, item: itemIn(request.prompt) }));
}
