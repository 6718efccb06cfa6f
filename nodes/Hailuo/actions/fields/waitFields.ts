import type { INodeProperties } from 'n8n-workflow';

/** Entries of Options for an operation that waits. */
export const waitOptions: INodeProperties[] = [
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		options: [
			{
				name: 'Return the Task',
				value: 'returnTask',
				description: 'Output the unfinished task with timedOut: true',
			},
			{
				name: 'Stop With an Error',
				value: 'error',
				description: 'Fail with an error that contains the task ID',
			},
		],
		default: 'error',
		description: 'What to do when the timeout is reached. The task keeps running.',
	},
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 2 },
		default: 30,
		description: 'Maximum time to wait for each video. Most take 1 to 10 minutes.',
	},
];
