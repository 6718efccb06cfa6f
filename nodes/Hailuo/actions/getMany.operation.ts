import type { INodeExecutionData } from 'n8n-workflow';

import { newIssue } from '../domain/issue';
import { isFinal, type KnownTask } from '../domain/task';
import { hasStatus, type ListedTask, type TaskFilter } from '../domain/taskList';
import { errorItem } from '../execution/errors';
import type { ItemResult, TaskResult } from '../execution/itemResult';
import type { Operation, RunItem, ValidItem } from '../execution/operation';
import { unreadableTask } from '../execution/readFailures';
import type { RunContext } from '../execution/runContext';
import { concludeRead } from '../transport/evidence';
import { err, ok } from '../utils/result';
import { listAccountTasks, readTaskOnce } from './common/readAccount';
import { VideoOutput } from './common/videoOutput';
import { getManyFields, readTaskFilter } from './fields/getManyFields';
import { readOutputField } from './fields/sharedFields';

interface GetManyInput {
	limit: number;
	filter: TaskFilter;
	includeDetails: boolean;
	/** The binary field of the video; absent if no files are requested. */
	outputField?: string;
}

/** Lists the account's tasks. Each input item can have several output items. */
export const getMany: Operation<GetManyInput> = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many videos',
		description: 'List the tasks of the account',
	},
	toolDescription:
		'List the videos of the account, newest first. Costs nothing. Use it to find a video whose task ID is unknown. Each has taskId, status and createdAt; "completed" includes videoUrl, which expires after 24 hours. "failed" and "cancelled" include failure with the reason.',
	fields: getManyFields,

	validate(parameters, _item, { context }) {
		const returnAll = parameters.boolean('returnAll');
		const limit = returnAll ? Infinity : Math.ceil(parameters.number('limit'));
		const filter = readTaskFilter(parameters, context.getTimezone());
		const includeDetails = parameters.boolean('options.includeDetails');
		const outputField = readOutputField(parameters);
		if (outputField !== undefined && !includeDetails) {
			parameters.reject('downloadVideo', newIssue('requires Include Details', 'Turn it on.'));
		}
		return { limit, filter, includeDetails, outputField };
	},

	start(run) {
		const output = new VideoOutput(run);
		return {
			async execute(item) {
				const { filter, limit } = item.input;
				const items: INodeExecutionData[] = [];
				/** Returns whether to continue. */
				const add = (result: ItemResult) => {
					if (result.ok) items.push(...[result.value].flat());
					else if (run.continuesOnFail) items.push(errorItem(result.error, item.itemIndex));
					return result.ok || run.continuesOnFail;
				};
				for await (const page of listAccountTasks(run, item.account, filter)) {
					if (!page.ok) return add(page) ? ok(items) : page;
					// Tasks whose details do not match do not count, so more are read.
					for (let read = 0; read < page.value.length && items.length < limit; ) {
						const tasks = page.value.slice(read, read + limit - items.length);
						read += tasks.length;
						const reading = tasks.map(async (task) => await toItems(run, output, item, task));
						for (const result of await Promise.all(reading)) if (!add(result)) return result;
					}
					if (items.length >= limit) break;
				}
				return ok(items);
			},

			hints: () => output.hints(),
		};
	},
};

/** The item of one task, with the requested details and file; none if only its details show that it does not match. */
async function toItems(
	run: RunContext,
	output: VideoOutput,
	item: ValidItem<GetManyInput>,
	listed: ListedTask,
): Promise<ItemResult> {
	const { includeDetails, outputField, filter } = item.input;
	const task = includeDetails ? await readDetails(run, item, listed) : ok(toTask(listed));
	if (task.ok && listed.isStatusUnknown && !hasStatus(task.value, filter.status)) return ok([]);
	const result = task.ok ? await output.toStatusItem(task.value, outputField, item) : task;
	// Ends the reads and downloads of the other tasks, too.
	if (!result.ok && !run.continuesOnFail) run.fail(item.itemIndex, result.error);
	return result;
}

function toTask({ taskId, status, progress, model, createdS }: ListedTask): KnownTask {
	const knownProgress = status === 'completed' ? 100 : progress;
	return {
		taskId,
		status,
		...(knownProgress !== undefined && { progress: knownProgress }),
		...(model !== undefined && { model }),
		...(createdS !== undefined && { createdAt: new Date(createdS * 1000).toISOString() }),
	};
}

/**
 * Reads what the list does not contain of a task that has or may have finished: the video URL, or why it
 * failed. An unfinished or deleted task is returned unchanged.
 */
async function readDetails(
	run: RunContext,
	item: RunItem,
	listed: ListedTask,
): Promise<TaskResult> {
	const task = toTask(listed);
	if (!isFinal(task) && !listed.isStatusUnknown) return ok(task);
	const reading = await readTaskOnce(run, item, task);
	if (reading.ok) return ok(reading.value);
	// The list may contain tasks that no longer exist.
	if (concludeRead(reading.error) === 'notFound') return ok(task);
	return err(unreadableTask(task, reading.error));
}
