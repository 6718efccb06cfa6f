import type { INodeProperties } from 'n8n-workflow';

import type { KnownTask } from '../../domain/task';
import { isTaskId } from '../../domain/taskId';
import type { ParameterReader } from '../../execution/parameterReader';
import { formatValue } from '../../utils/format';

/** By default the task of a Create that did not wait, or of the trigger. */
export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId }}',
	required: true,
	placeholder: 'e.g. task-unified-1700000000-a1b2c3d4',
	description: 'ID of the task, returned by Create as taskId',
};

/** @returns a task of which only the ID is known */
export function readTaskId(parameters: ParameterReader): KnownTask | undefined {
	const value = parameters.get('taskId');
	const taskId = typeof value === 'string' ? value.trim() : value;
	if (isTaskId(taskId)) return { taskId };
	const isMissing = taskId === undefined || taskId === '';
	parameters.issues.push(
		isMissing
			? 'Task ID is empty. Enter the taskId that Create returned'
			: `Task ID is ${formatValue(taskId)}. It must be one ID of letters, digits, ".", "_" and "-"`,
	);
	return undefined;
}
