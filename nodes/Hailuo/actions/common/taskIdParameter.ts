import type { ItemParameters } from '../../execution/parameterReader';
import type { KnownTask } from '../../domain/task';
import { isTaskId } from '../../domain/taskId';
import { quoted } from '../../utils/format';

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
