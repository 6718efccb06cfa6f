import { inItem } from '../../../tools/engine/binaryStore';
import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';
import { trustCertificate } from '../../../tools/engine/trustCertificate';
import { startSimulator, type RecordedRequest, type Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import type { FaultCase } from '../case';
import { itemOf } from '../createOutcome';
import { itemIn, promptOf } from '../item';
import { unreturnedTasks, violations } from '../violations';
import { endOfItem, KEY, recordOf, TASK_BEHAVIOR, TIMEOUT_MINUTES, type ItemEnd } from './itemEnd';
import { countByEndpoint, pauseAfterFault, type RunObservation } from './observation';
import { planFault } from './planFault';
import { faultedIndex, type Setting } from './setting';

const IMAGE = fixture('first.png');
/** Speed of the node's clock for long cases: ten minutes of retries take ten seconds. */
const ACCELERATED_CLOCK_SPEED = 60;

/** Speed of the node's clock for a case. */
export function clockSpeedFor({ isRetriedForMinutes, isAccelerated }: FaultCase): number {
	return isRetriedForMinutes || isAccelerated ? ACCELERATED_CLOCK_SPEED : 1;
}

/** Runs a case with its own simulator. */
export async function runCase(row: FaultCase, setting: Setting): Promise<RunObservation> {
	const api = await startSimulator({
		keys: [KEY],
		task: TASK_BEHAVIOR,
		errorShape: row.errorShape,
		tls: row.tls,
		// The harder case: only the node itself prevents a second charge.
		honorIdempotency: false,
		// Without batches the reads of each item can be counted; rows about batches need them.
		withTaskBatch: row.on === 'batch',
	});
	if (api.certificate !== undefined) trustCertificate(api.certificate);
	try {
		planFault(api, row, faultedIndex(setting));
		return observe(setting, api, await runNode(nodeRun(row, setting, api)));
	} finally {
		await api.close();
	}
}

function nodeRun(row: FaultCase, setting: Setting, api: Simulator): NodeRun {
	const isUpload = row.where === 'upload';
	const faultedItem = faultedIndex(setting);
	const indexes = [...Array(setting.items).keys()];
	return {
		baseUrl: api.baseUrl,
		filesBaseUrl: api.filesUrl,
		apiKey: KEY,
		clockSpeed: clockSpeedFor(row),
		node: { onError: setting.onError },
		parameters: {
			resource: 'video',
			operation: 'create',
			waitForCompletion: true,
			prompt: '={{ $json.prompt }}',
			options: {
				timeoutMinutes: '={{ $json.timeoutMinutes }}',
				queueTimeoutMinutes: 10,
				// In order, so that the upload with the fault belongs to a known item.
				...(isUpload && { maxConcurrency: 1 }),
				...(row.where === 'minimum credits' && { minimumCredits: 1 }),
			},
			...(isUpload && { mode: 'imageToVideo', firstFrameSource: 'binary' }),
		},
		items: indexes.map((index) => ({
			prompt: promptOf(index),
			timeoutMinutes:
				((index === faultedItem || row.affectsAllItems) && row.timeoutMinutes) || TIMEOUT_MINUTES,
		})),
		files: indexes.map((index) => (isUpload ? { data: inItem(imageOf(index)) } : undefined)),
	};
}

/** An additional byte after the end of the image makes the file unique. */
export function imageOf(item: number): Buffer {
	return Buffer.concat([IMAGE, Buffer.from([item])]);
}

function observe(setting: Setting, api: Simulator, result: NodeResult): RunObservation {
	const faultedItem = faultedIndex(setting);
	const ends = [...Array(setting.items).keys()].map((index) =>
		endOf(index, result, index === faultedItem),
	);
	const ofFaulted = requestsOf(faultedItem, api);
	const counts = countByEndpoint(ofFaulted);
	// An upload names no item: each other item has uploaded its image once, before its create.
	const createsOfOthers = api.requestsTo('create').length - counts.create;
	const upload = Math.max(0, api.requestsTo('upload').length - createsOfOthers);
	return {
		faulted: ends[faultedItem],
		others: ends.filter((_, index) => index !== faultedItem),
		requests: { ...counts, upload },
		pauseMs: pauseAfterFault(ofFaulted),
		isIndeterminate: unreturnedTasks(api.requests).length > 0,
		violations: violations(recordOf(api, result, ends)),
	};
}

function endOf(index: number, result: NodeResult, isFaulted: boolean): ItemEnd {
	const { error } = result;
	if (error === undefined) return endOfItem(index, result);
	if (!isFaulted) return { is: 'something else' };
	const message = error.message.replace(`Item ${index}: `, '');
	return { is: 'error', message, advice: error.description ?? '' };
}

function requestsOf(item: number, api: Simulator): RecordedRequest[] {
	const tasks = new Set(
		api.tasks.filter(({ request }) => itemIn(request.prompt) === item).map(({ id }) => id),
	);
	const isOfItem = (record: RecordedRequest) =>
		record.endpoint === 'create'
			? itemOf(record) === item
			: record.endpoint === 'credits' || tasks.has(record.taskId ?? '');
	return api.requests.filter(isOfItem);
}
