import { runNode, type NodeResult, type NodeRun } from '../../../tools/engine/engine';
import { trustCertificate } from '../../../tools/engine/trustCertificate';
import { startSimulator, type RecordedRequest, type Simulator } from '../../../simulator';
import type { FaultCase, Place } from '../case';
import { itemIn, KEY } from '../item';
import { itemOf, violations } from '../violations';
import { addFaults, CLOCK_SPEED, createRun, TASK } from './create';
import {
	countByEndpoint,
	endOfItem,
	endOfRun,
	endOfTask,
	recordOf,
	type ItemEnd,
	type Observation,
} from './output';
import { runTriggerRow } from './runTriggerRow';

/** The settings of the node that gets the fault. */
export interface Setting {
	onError: 'stopWorkflow' | 'continueErrorOutput';
	/** Number of items, of which the middle one gets the fault. */
	items: 1 | 5;
}

/** A prepared run of the row's operation, and how its items or tasks are told apart. */
interface Prepared {
	run: Omit<NodeRun, 'baseUrl' | 'clockSpeed' | 'node'>;
	/** How many items or tasks there are, and the result of each. */
	count: number;
	endOf(index: number, result: NodeResult): ItemEnd;
	isOfFaulted(record: RecordedRequest): boolean;
}

/** Runs a row with its own simulator. */
export async function runRow(row: FaultCase, { onError, items }: Setting): Promise<Observation> {
	const { where } = row;
	if (where === 'list') return await runTriggerRow(row, items);
	const api = await startSimulator({
		keys: [KEY],
		task: TASK,
		tls: row.tls,
		// The harder case: only the node itself prevents a second charge.
		honorIdempotency: false,
		// Without batches the reads of each item can be counted; rows about batches need them.
		withTaskBatch: row.on === 'batch',
	});
	if (api.certificate !== undefined) trustCertificate(api.certificate);
	const at = Math.floor(items / 2);
	try {
		const prepared = PREPARE[where](api, row, items, at);
		const { baseUrl } = api;
		const run = { baseUrl, clockSpeed: CLOCK_SPEED, node: { onError }, ...prepared.run };
		return observe(api, await runNode(run), prepared, at);
	} finally {
		await api.close();
	}
}

type Prepare = (api: Simulator, row: FaultCase, items: number, at: number) => Prepared;

const PREPARE: Record<Exclude<Place, 'list'>, Prepare> = {
	create,
	read: create,
	download: create,
	upload: create,
	'minimum credits': create,
	'get many': getMany,
	'get credits': getCredits,
};

function create(api: Simulator, row: FaultCase, items: number, at: number): Prepared {
	addFaults(api, row, at);
	const isUpload = row.where === 'upload';
	const run = createRun(api, {
		items,
		timeoutMinutes: (index) =>
			index === at || row.affectsAllItems ? row.timeoutMinutes : undefined,
		hasImages: isUpload,
		options: {
			queueTimeoutMinutes: 10,
			// In order, so that the upload with the fault belongs to a known item.
			...(isUpload && { maxConcurrency: 1 }),
			...(row.where === 'minimum credits' && { minimumCredits: 1 }),
		},
	});
	const itemOfTask = (id?: string) => {
		const task = api.tasks.find((one) => one.id === id);
		return task && itemIn(task.request.prompt);
	};
	return {
		run,
		count: items,
		endOf: endOfItem,
		isOfFaulted: (record) =>
			record.endpoint === 'create'
				? itemOf(record) === at
				: record.endpoint === 'credits' || itemOfTask(record.taskId) === at,
	};
}

const HOUR_MS = 3_600_000;
/** Number of tasks on one page of the list. */
const PAGE_SIZE = 100;

/** Get Many with downloads, for an account with as many finished tasks as there would be items. */
function getMany(api: Simulator, row: FaultCase, items: number, at: number): Prepared {
	const behaviors = [{ ...TASK, processingReads: 0 }];
	api.addTasks({ count: items, everyMs: HOUR_MS, behaviors });
	const ids = api.tasks.map(({ id }) => id);
	// A page of unfinished tasks before them.
	if (row.when === 'middle') {
		api.addTasks({ count: PAGE_SIZE, everyMs: 1_000, behaviors: [{ durationMs: 1e9 }] });
	}
	const isOfOneTask = row.on === 'read' || row.on === 'download';
	addFaults(api, row, at, isOfOneTask ? { taskId: ids[at] } : {});
	const parameters = { operation: 'getMany', returnAll: true, downloadVideo: true };
	return {
		run: { apiKey: KEY, parameters: { resource: 'video', ...parameters } },
		count: items,
		endOf: (index, result) => endOfTask(ids[index], result),
		isOfFaulted: ({ taskId }) => taskId === undefined || taskId === ids[at],
	};
}

/** Get Credits; its items share one request. */
function getCredits(api: Simulator, row: FaultCase, items: number, at: number): Prepared {
	addFaults(api, row, at);
	return {
		run: {
			apiKey: KEY,
			parameters: { resource: 'account', operation: 'getCredits' },
			items: Array.from({ length: items }, () => ({})),
		},
		count: items,
		endOf: endOfItem,
		isOfFaulted: () => true,
	};
}

function observe(
	api: Simulator,
	result: NodeResult,
	{ count, endOf, isOfFaulted }: Prepared,
	at: number,
): Observation {
	const indexes = [...Array(count).keys()];
	const ends = indexes.map((index): ItemEnd => {
		if (result.error === undefined) return endOf(index, result);
		return index === at ? endOfRun(result.error) : { is: 'something else' };
	});
	const ofFaulted = countByEndpoint(api.requests.filter(isOfFaulted));
	// An upload names no item: each other item has uploaded its image once, before its create.
	const createsOfOthers = api.requestsTo('create').length - ofFaulted.create;
	const upload = Math.max(0, api.requestsTo('upload').length - createsOfOthers);
	return {
		faulted: ends[at],
		others: ends.filter((_, index) => index !== at),
		requests: { ...ofFaulted, upload },
		violations: violations(recordOf(api, result, ends)),
	};
}
