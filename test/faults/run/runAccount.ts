import { runNode, type NodeResult } from '../../../tools/engine/engine';
import { startSimulator, type Simulator } from '../../../simulator';
import type { FaultCase } from '../case';
import { violations } from '../violations';
import { endOfTask, KEY, reportOf, TASK_BEHAVIOR, type ItemEnd } from './itemEnd';
import { addFaults, endpointOf } from './planFault';
import { countByEndpoint, pauseAfterFault, type RunObservation } from './observation';
import { clockSpeedFor } from './runNode';
import { faultedIndex, type Setting } from './setting';

const HOUR_MS = 3_600_000;
/** Number of tasks on one page of the list. */
const PAGE_SIZE = 100;
const FINISHED = { ...TASK_BEHAVIOR, processingReads: 0 };

/** Runs Get Many with downloads for an account with as many finished tasks as the setting has items. */
export async function runGetManyCase(row: FaultCase, setting: Setting): Promise<RunObservation> {
	return await withSimulator(row, async (api) => {
		api.addTasks({ count: setting.items, everyMs: HOUR_MS, behaviors: [FINISHED] });
		const ids = api.tasks.map(({ id }) => id);
		// A page of unfinished tasks before them.
		if (row.when === 'middle') {
			api.addTasks({ count: PAGE_SIZE, everyMs: 1_000, behaviors: [{ durationMs: 1e9 }] });
		}
		const faultedId = ids[faultedIndex(setting)];
		const isOfOneTask = row.on === 'read' || row.on === 'download';
		addFaults(api, row, isOfOneTask ? { taskId: faultedId } : {});
		const result = await run(api, row, setting, 1, {
			operation: 'getMany',
			returnAll: true,
			downloadVideo: true,
		});
		const ends = ids.map((id) => endOfTask(id, result));
		return {
			...observe(api, result, row, (taskId) => taskId === undefined || taskId === faultedId),
			faulted: endOfFaulted(ends[faultedIndex(setting)], result),
			others: ends.filter((_, index) => index !== faultedIndex(setting)),
		};
	});
}

/** Runs Get Credits with the setting's number of items; they share one request. */
export async function runGetCreditsCase(row: FaultCase, setting: Setting): Promise<RunObservation> {
	return await withSimulator(row, async (api) => {
		addFaults(api, row, {});
		const result = await run(api, row, setting, setting.items, {
			resource: 'account',
			operation: 'getCredits',
		});
		const ends = [...result.items, ...result.errorItems].map(({ json }): ItemEnd => {
			const { error, remainingCredits } = json;
			if (error !== undefined) {
				return { is: 'error', message: String(error), advice: String(error) };
			}
			return remainingCredits === 10_000 ? { is: 'credits' } : { is: 'something else' };
		});
		return {
			...observe(api, result, row, () => true),
			faulted: endOfFaulted(ends[faultedIndex(setting)], result),
			others: ends.filter((_, index) => index !== faultedIndex(setting)),
		};
	});
}

async function withSimulator(
	{ errorShape, on }: FaultCase,
	use: (api: Simulator) => Promise<RunObservation>,
): Promise<RunObservation> {
	const api = await startSimulator({ keys: [KEY], errorShape, withTaskBatch: on === 'batch' });
	try {
		return await use(api);
	} finally {
		await api.close();
	}
}

async function run(
	api: Simulator,
	row: FaultCase,
	{ onError }: Setting,
	items: number,
	parameters: { operation: string; [name: string]: string | boolean },
): Promise<NodeResult> {
	return await runNode({
		baseUrl: api.baseUrl,
		apiKey: KEY,
		clockSpeed: clockSpeedFor(row),
		node: { onError },
		parameters: { resource: 'video', ...parameters },
		items: Array.from({ length: items }, () => ({})),
	});
}

function endOfFaulted(end: ItemEnd | undefined, { error, items, errorItems }: NodeResult): ItemEnd {
	if (error !== undefined) {
		const message = error.message.replace(/^Item \d+: /, '');
		return { is: 'error', message, advice: error.description ?? '' };
	}
	if (end !== undefined && end.is !== 'something else') return end;
	// The list failed, so there is one error for all tasks.
	const text = [...items, ...errorItems].find(({ json }) => json.error !== undefined)?.json.error;
	if (text === undefined) return { is: 'something else' };
	return { is: 'error', message: String(text), advice: String(text) };
}

function observe(
	api: Simulator,
	result: NodeResult,
	row: FaultCase,
	isOfFaulted: (taskId?: string) => boolean,
): Pick<RunObservation, 'requests' | 'pauseMs' | 'isIndeterminate' | 'violations'> {
	const ofFaulted = api.requests.filter(({ taskId }) => isOfFaulted(taskId));
	const atPlace = ofFaulted.filter(({ endpoint }) => endpoint === endpointOf(row));
	return {
		requests: countByEndpoint(ofFaulted),
		pauseMs: pauseAfterFault(atPlace),
		isIndeterminate: false,
		// These operations are free; the costs of the account's tasks do not concern them.
		violations: violations({
			records: api.requests,
			paid: [],
			delivered: [],
			...reportOf(result),
			key: KEY,
			keyHosts: [new URL(api.baseUrl).host],
		}),
	};
}
