import type { INodeExecutionData } from 'n8n-workflow';

import { newIssue } from '../domain/issue';
import { isFinal, type KnownTask } from '../domain/task';
import type { ListedTask, TaskFilter } from '../domain/taskList';
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
import { readDownloadOptions, type DownloadOptions } from './fields/sharedFields';

interface GetManyInput {
	limit: number;
	filter: TaskFilter;
	includeDetails: boolean;
	/** Absent if no files are requested. */
	download?: DownloadOptions;
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

	validate(parameters, { context }) {
		const returnAll = parameters.boolean('returnAll');
		const limit = returnAll ? Infinity : Math.ceil(parameters.number('limit'));
		const filter = readTaskFilter(parameters, context.getTimezone());
		const includeDetails = parameters.boolean('options.includeDetails');
		const download = readDownloadOptions(parameters);
		if (download !== undefined && !includeDetails) {
			parameters.reject('downloadVideo', newIssue('requires Include Details', 'Turn it on.'));
		}
		return { limit, filter, includeDetails, download };
	},

	start(run) {
		const output = new VideoOutput(run);
		return {
			async execute(item) {
				const { filter, limit } = item.input;
				const items: INodeExecutionData[] = [];
				for await (const page of listAccountTasks(run, item.account, filter, limit)) {
					const results = page.ok
						? await Promise.all(
								page.value.map(async (task) => await completeTask(run, output, item, toTask(task))),
							)
						: [page];
					for (const result of results) {
						if (result.ok) items.push(...[result.value].flat());
						else if (run.continuesOnFail) items.push(errorItem(result.error, item.itemIndex));
						else return result;
					}
				}
				return ok(items);
			},

			hints: () => output.hints(),
		};
	},
};

/** Reads and downloads the requested data of one task. */
async function completeTask(
	run: RunContext,
	output: VideoOutput,
	item: ValidItem<GetManyInput>,
	listed: KnownTask,
): Promise<ItemResult> {
	const { includeDetails, download } = item.input;
	const task = includeDetails ? await readDetails(run, item, listed) : ok(listed);
	const result = task.ok ? await output.toStatusItem(task.value, download, item) : task;
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
 * Reads the data of a finished task that the list does not contain: the video URL, or why it failed. An
 * unfinished or deleted task is returned unchanged.
 */
async function readDetails(run: RunContext, item: RunItem, task: KnownTask): Promise<TaskResult> {
	if (!isFinal(task)) return ok(task);
	const reading = await readTaskOnce(run, item, task);
	if (reading.ok) return ok(reading.value.task);
	// The list may contain tasks that no longer exist.
	if (concludeRead(reading.error) === 'notFound') return ok(task);
	return err(unreadableTask(task, reading.error));
}
