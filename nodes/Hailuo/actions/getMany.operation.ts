import type { INodeExecutionData } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import type { TaskFilter } from '../domain/taskFilter';
import type { ListedTask } from '../domain/taskList';
import { errorItem } from '../execution/errors';
import type { ItemResult } from '../execution/itemResult';
import type { Operation, RunItem } from '../execution/operation';
import type { RunContext } from '../execution/runContext';
import { shouldContinueOnFail } from '../execution/toolMode';
import { ok } from '../utils/result';
import { readDownloadOptions, type DownloadOptions } from './common/downloadOptions';
import { listAccountTasks } from './common/listAccountTasks';
import { toStatusItem } from './common/outputItem';
import { readDetails } from './common/readDetails';
import { getManyFields, readTaskFilter } from './fields/getManyFields';

interface GetManyInput {
	limit: number;
	filter: TaskFilter;
	includeDetails: boolean;
	/** Absent if no files are wanted. */
	download?: DownloadOptions;
}

/** Lists the account's tasks: several items for each item that comes in. */
export const getMany: Operation<GetManyInput> = {
	fields: getManyFields,

	validate(parameters, { context }) {
		const returnAll = parameters.boolean('returnAll', false);
		const limit = returnAll ? Infinity : Math.ceil(parameters.positiveNumber('limit', 50));
		const filter = readTaskFilter(parameters, context.getTimezone());
		const includeDetails = parameters.boolean('options.includeDetails', true);
		const download = readDownloadOptions(parameters, false);
		if (download !== undefined && !includeDetails) {
			parameters.issues.push('Download Video requires Include Details. Turn it on');
		}
		return { limit, filter, includeDetails, download };
	},

	createExecutor: (run) => async (input, item) => {
		const outputs: INodeExecutionData[] = [];
		for await (const page of listAccountTasks(run, item.client, input.filter, input.limit)) {
			const results = page.ok
				? await completePage(run, input, item, page.value.map(toTask))
				: [page];
			for (const result of results) {
				if (result.ok) outputs.push(...[result.value].flat());
				else if (result.error.isAborted || !shouldContinueOnFail(run.context)) return result;
				else outputs.push(errorItem(result.error, item.itemIndex));
			}
		}
		return ok(outputs);
	},
};

/** Reads and downloads what is wanted of the tasks of one page; a failure that ends the run comes first. */
async function completePage(
	run: RunContext,
	{ includeDetails, download }: GetManyInput,
	item: RunItem,
	tasks: KnownTask[],
): Promise<ItemResult[]> {
	const read = includeDetails ? await readDetails(run, item, tasks) : tasks.map((task) => ok(task));
	const results = await Promise.all(
		read.map(async (result) =>
			result.ok ? await toStatusItem(run, result.value, download, item) : result,
		),
	);
	const first = results.find((result) => !result.ok && !result.error.isAborted);
	const endsRun = first !== undefined && !shouldContinueOnFail(run.context);
	return endsRun ? [first] : results;
}

function toTask({ taskId, status, progress, model, createdS }: ListedTask): KnownTask {
	const done = status === 'completed' ? 100 : progress;
	return {
		taskId,
		status,
		...(done !== undefined && { progress: done }),
		...(model !== undefined && { model }),
		createdAt: new Date(createdS * 1000).toISOString(),
	};
}
