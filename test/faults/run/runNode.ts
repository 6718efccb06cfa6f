import type { INodeExecutionData } from 'n8n-workflow';

import { inItem } from '../../engine/harness/binaryStore';
import { runNode, type NodeResult, type NodeRun } from '../../engine/harness/engine';
import {
	startSimulator,
	type Endpoint,
	type RecordedRequest,
	type Simulator,
} from '../../simulator';
import { fixture } from '../../simulator/media/video';
import type { FaultCase } from '../case';
import { drawLedger, type Ledger } from '../ledger';
import { HIT, planFault } from './planFault';
import { hitIndex, type Setting } from './setting';

/** What became of one item. */
export type ItemEnd =
	| { is: 'video'; taskId: string }
	/** Of the trigger: it came, once. */
	| { is: 'given' }
	| { is: 'error'; message: string; advice: string; taskId?: string }
	| { is: 'something else'; item?: INodeExecutionData };

/** What a run of one case came to. */
export interface Seen {
	hit: ItemEnd;
	/** The items that were not hit. */
	others: readonly ItemEnd[];
	/** What the item hit has cost. */
	requests: Record<Endpoint, number>;
	/** From the first request hit to the next one of the same item, ms. */
	restMs?: number;
	ledger: Ledger;
}

const KEY = 's3cret-matrix';
/** More than any run takes, by whichever clock. */
const TIMEOUT_MINUTES = 300;
/** Short, so that the many runs take little time. */
const VIDEO = fixture('video.mp4').subarray(0, 4_000);
const IMAGE = fixture('first.png');
/** A refusal is borne for ten minutes: ten seconds then. */
const LONG_TIMES_AS_FAST = 60;
/** Ready at the third read, however long the machine takes for the first two. */
const LIFE = {
	durationMs: 1,
	pendingMs: 0,
	estimatedTimeS: 1,
	progress: 'none',
	processingReads: 2,
	videoBytes: VIDEO.length,
} as const;

/** Runs a case with a simulator of its own. */
export async function runCase(row: FaultCase, setting: Setting): Promise<Seen> {
	const api = await startSimulator({
		keys: [KEY],
		task: LIFE,
		dialect: row.dialect,
		// The harder host: nothing but the node itself keeps a create from being paid twice.
		honourIdempotency: false,
	});
	try {
		planFault(api, row, hitIndex(setting));
		return seen(setting, api, await runNode(nodeRun(row, setting, api)));
	} finally {
		await api.close();
	}
}

function nodeRun(row: FaultCase, setting: Setting, api: Simulator): NodeRun {
	const isUpload = row.where === 'upload';
	const hit = hitIndex(setting);
	const indexes = [...Array(setting.items).keys()];
	return {
		baseUrl: api.baseUrl,
		filesBaseUrl: api.filesUrl,
		apiKey: KEY,
		timesAsFast: row.isLong ? LONG_TIMES_AS_FAST : 1,
		node: { onError: setting.onError },
		parameters: {
			resource: 'video',
			operation: 'create',
			waitForCompletion: true,
			prompt: '={{ $json.prompt }}',
			options: {
				timeoutMinutes: '={{ $json.timeoutMinutes }}',
				// In order, so that it is known whose upload is hit.
				...(isUpload && { maxConcurrency: 1 }),
			},
			...(isUpload && { mode: 'imageToVideo', firstFrameSource: 'binary' }),
		},
		items: indexes.map((index) => ({
			prompt: index === hit ? `Boat ${index}, ${HIT}` : `Boat ${index}`,
			timeoutMinutes: ((index === hit || row.hitsAll) && row.timeoutMinutes) || TIMEOUT_MINUTES,
		})),
		// Bytes behind the end of an image change nothing but its identity.
		files: indexes.map((index) =>
			isUpload ? { data: inItem(Buffer.concat([IMAGE, Buffer.from([index])])) } : undefined,
		),
	};
}

function seen(setting: Setting, api: Simulator, result: NodeResult): Seen {
	const hit = hitIndex(setting);
	const ends = [...Array(setting.items).keys()].map((index) => endOf(index, result, index === hit));
	const paid = new Set(api.ledger().paid);
	const ofHit = requestsOfHit(api);
	return {
		hit: ends[hit],
		others: ends.filter((_, index) => index !== hit),
		requests: countByEndpoint(ofHit, api),
		restMs: restAfterHit(ofHit),
		ledger: drawLedger({
			records: api.requests,
			paid: api.tasks
				.filter(({ id }) => paid.has(id))
				.map(({ id, request }) => ({ id, prompt: request.prompt })),
			delivered: ends.flatMap((end) => (end.is === 'video' ? [end.taskId] : [])),
			told: toldIn(result),
			key: KEY,
			keyHosts: [api.baseUrl, api.filesUrl].map((url) => new URL(url).host),
		}),
	};
}

function endOf(index: number, { items, errorItems, error }: NodeResult, isHit: boolean): ItemEnd {
	if (error !== undefined) {
		if (!isHit) return { is: 'something else' };
		const message = error.message.replace(`Item ${index}: `, '');
		return { is: 'error', message, advice: error.description ?? '' };
	}
	const isOurs = ({ pairedItem }: INodeExecutionData) =>
		(pairedItem as { item: number } | undefined)?.item === index;
	const good = items.find(isOurs);
	const bad = errorItems.find(isOurs) ?? (good?.json.error === undefined ? undefined : good);
	if (bad !== undefined) {
		const text = String(bad.json.error);
		const { taskId } = (bad.json.details ?? {}) as { taskId?: string };
		return { is: 'error', message: text, advice: text, taskId };
	}
	const file = good?.binary?.data;
	const isVideo = file !== undefined && Buffer.from(file.data, 'base64').equals(VIDEO);
	if (!good || !isVideo) return { is: 'something else', item: good };
	return { is: 'video', taskId: String(good.json.taskId) };
}

/** Everything that is not a good item. */
function toldIn({ items, errorItems, error }: NodeResult): string {
	const wrong = [...items, ...errorItems].filter(({ json }) => json.error !== undefined);
	const texts = wrong.map(({ json }) => JSON.stringify([json.error, json.details]));
	return [...texts, error?.message, error?.description].filter(Boolean).join('\n');
}

function requestsOfHit(api: Simulator): RecordedRequest[] {
	const isHit = (prompt: unknown) => String(prompt).includes(HIT);
	const tasks = new Set(
		api.tasks.filter(({ request }) => isHit(request.prompt)).map(({ id }) => id),
	);
	return api.requests.filter(
		({ endpoint, body, taskId }) =>
			(endpoint === 'create' && isHit((body as { prompt?: unknown }).prompt)) ||
			tasks.has(taskId ?? ''),
	);
}

function restAfterHit(requests: readonly RecordedRequest[]): number | undefined {
	const struck = requests.findIndex((request) => request.struck);
	const next = requests[struck + 1];
	return struck < 0 || next === undefined ? undefined : next.at - requests[struck].at;
}

function countByEndpoint(requests: readonly RecordedRequest[], api: Simulator): Seen['requests'] {
	const count = (endpoint: Endpoint) =>
		requests.filter((each) => each.endpoint === endpoint).length;
	const othersMade = api.requestsTo('create').length - count('create');
	return {
		create: count('create'),
		read: count('read'),
		download: count('download'),
		list: 0,
		credits: 0,
		// Every other item has uploaded its image once before its create.
		upload: Math.max(0, api.requestsTo('upload').length - othersMade),
	};
}
