import { isFinal, type KnownTask, type TaskReading } from '../domain/task';
import { MAX_BATCH, type TaskApi } from '../scheduling/batchSupport';
import { lacksRoute, readConclusion, type RequestError } from '../transport/evidence';
import { ok, type Result } from '../utils/result';

export type Reading = Result<TaskReading, RequestError>;

/** Whether one account's provider reads tasks in batches; unknown until the first batch. */
export interface BatchSupport {
	isSupported?: boolean;
}

/**
 * Reads tasks in batches of 50 where the provider supports that, else one by one. The first batch shows
 * whether it does: a rejection or another form means no. A batch that fails otherwise is a failed read of
 * each of its tasks. A task that is absent from a batch, or failed in it, is read by itself, since the
 * route is not documented and only a read of the task itself proves that.
 *
 * @param api paces the requests and ends them: all are made at once
 * @param support updated with what the first batch shows
 * @param onRead called for each task as soon as it has been read
 */
export async function readTasks(
	tasks: readonly KnownTask[],
	api: TaskApi,
	support: BatchSupport,
	onRead: (task: KnownTask, reading: Reading) => void,
): Promise<void> {
	const readAlone = async (task: KnownTask) => onRead(task, await api.getTask(task));
	const readChunk = async (chunk: readonly KnownTask[]): Promise<void> => {
		const isBatch = chunk.length > 1 && support.isSupported !== false;
		const result = isBatch ? await api.getTasks(chunk) : undefined;
		if (result !== undefined && (result.ok || isRefusal(result.error, support))) {
			support.isSupported = result.ok;
		}
		const batch = result?.ok ? result.value : undefined;
		const isFailure = result?.ok === false && support.isSupported !== false;
		await Promise.all(
			chunk.map(async (task) => {
				const read = batch?.get(task.taskId);
				if (isFailure) onRead(task, result);
				else if (read === undefined || !isCertain(read)) await readAlone(task);
				else onRead(task, ok(read));
			}),
		);
	};
	const [first = [], ...others] = chunksOf(tasks);
	if (support.isSupported === undefined) await readChunk(first);
	else others.unshift(first);
	await Promise.all(others.map(readChunk));
}

/** Whether the provider does not read batches. A route that has worked can only disappear. */
function isRefusal(error: RequestError, { isSupported }: BatchSupport): boolean {
	return lacksRoute(error) || (isSupported !== true && readConclusion(error) !== 'retry');
}

function isCertain({ task }: TaskReading): boolean {
	return !isFinal(task) || task.status === 'completed';
}

function chunksOf(tasks: readonly KnownTask[]): KnownTask[][] {
	return Array.from({ length: Math.ceil(tasks.length / MAX_BATCH) }, (_, index) =>
		tasks.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
	);
}
