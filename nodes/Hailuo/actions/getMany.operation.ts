import type { INodeExecutionData } from 'n8n-workflow';

import { newIssue } from '../domain/issue';
import { isFinal, type KnownTask } from '../domain/task';
import type { ListedTask, TaskFilter } from '../domain/taskList';
import { errorItem } from '../execution/errors';
import { ABORTED, type ItemResult, type TaskResult } from '../execution/itemResult';
import type { Operation, RunItem } from '../execution/operation';
import { unreadableTask } from '../execution/readFailures';
import type { RunContext } from '../execution/runContext';
import { shouldContinueOnFail } from '../execution/toolMode';
import { concludeRead } from '../transport/evidence';
import { err, ok } from '../utils/result';
import { listAccountTasks } from './common/readAccount';
import { readTaskOnce } from './common/readTaskOnce';
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
			async execute(input, item) {
				const items: INodeExecutionData[] = [];
				for await (const page of listAccountTasks(run, item.account, input.filter, input.limit)) {
					const results = page.ok
						? await completePage(run, output, input, item, page.value.map(toTask))
						: [page];
					for (const result of results) {
						if (result.ok) items.push(...[result.value].flat());
						else if (result.error.isAborted || !shouldContinueOnFail(run.context)) return result;
						else items.push(errorItem(result.error, item.itemIndex));
					}
				}
				return ok(items);
			},

			hints: () => output.hints(),
		};
	},
};

/** Reads and downloads the requested data of one page of tasks. Returns only the failure if one ends the run. */
async function completePage(
	run: RunContext,
	output: VideoOutput,
	{ includeDetails, download }: GetManyInput,
	item: RunItem,
	tasks: KnownTask[],
): Promise<ItemResult[]> {
	const read = includeDetails ? await readDetails(run, item, tasks) : tasks.map((task) => ok(task));
	const results = await Promise.all(
		read.map(async (result) =>
			result.ok ? await output.toStatusItem(result.value, download, item) : result,
		),
	);
	const first = results.find((result) => !result.ok && !result.error.isAborted);
	const endsRun = first !== undefined && !shouldContinueOnFail(run.context);
	return endsRun ? [first] : results;
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
 * Reads the data of finished tasks that the list does not contain: the video URL, or why it failed.
 *
 * @returns results in the order of the tasks; unfinished and deleted tasks are returned unchanged
 */
async function readDetails(
	run: RunContext,
	item: RunItem,
	tasks: readonly KnownTask[],
): Promise<TaskResult[]> {
	return await Promise.all(
		tasks.map(async (task) => (isFinal(task) ? await readOne(run, item, task) : ok(task))),
	);
}

async function readOne(run: RunContext, item: RunItem, task: KnownTask): Promise<TaskResult> {
	const reading = await readTaskOnce(run, item, task);
	if (reading.ok) return ok(reading.value.task);
	if (run.signal.aborted) return err(ABORTED);
	// The list may contain tasks that no longer exist.
	if (concludeRead(reading.error) === 'notFound') return ok(task);
	run.onItemFailure();
	return err(unreadableTask(task, reading.error));
}
