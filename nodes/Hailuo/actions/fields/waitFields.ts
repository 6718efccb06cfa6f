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
				description: 'Go on with the unfinished task, marked with timedOut',
			},
			{
				name: 'Stop With an Error',
				value: 'error',
				description: 'The error names the task, so that Wait can pick it up',
			},
		],
		default: 'error',
		description: 'What to do with a video that is not ready in time. The task itself goes on.',
	},
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 2 },
		default: 30,
		description: 'How long to wait for each video. Most take 1 to 10 minutes, busy times longer.',
	},
];
