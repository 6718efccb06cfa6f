import type { INodeProperties } from 'n8n-workflow';

/** Takes the task of a Create that did not wait, or of the trigger, as it comes in. */
export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId }}',
	required: true,
	placeholder: 'e.g. task-unified-1700000000-a1b2c3d4',
	description: 'ID of the task, returned by Create as taskId',
};
