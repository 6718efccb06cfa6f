import type { ParameterReader } from '../../execution/parameterReader';
import type { KnownTask } from '../../domain/task';
import { isTaskId } from '../../domain/taskId';
import { formatValue } from '../../utils/format';

/** @returns the task to read, of which nothing but its ID is known */
export function readTaskId(parameters: ParameterReader): KnownTask | undefined {
	const value = parameters.get('taskId');
	const taskId = typeof value === 'string' ? value.trim() : value;
	if (isTaskId(taskId)) return { taskId };
	const isMissing = taskId === undefined || taskId === '';
	parameters.issues.push(
		isMissing
			? 'Task ID is empty. Give the taskId that Create gives back'
			: `Task ID is ${formatValue(taskId)}. It must be one ID of letters, digits, ".", "_" and "-"`,
	);
	return undefined;
}
