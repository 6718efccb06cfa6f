import type { ItemParameters } from '../run/parameters';
import type { KnownTask } from '../video/task';
import { isTaskId } from '../video/taskId';
import { quoted } from '../video/wording';

/** @returns the task to read, of which nothing but its ID is known */
export function readTaskId(parameters: ItemParameters): KnownTask | undefined {
	const value = parameters.raw('taskId');
	const taskId = typeof value === 'string' ? value.trim() : value;
	if (isTaskId(taskId)) return { taskId };
	const isMissing = taskId === undefined || taskId === '';
	parameters.complaints.push(
		isMissing
			? 'Task ID is empty. Give the taskId that Create gives back'
			: `Task ID is ${quoted(taskId)}. It must be one ID of letters, digits, ".", "_" and "-"`,
	);
	return undefined;
}
