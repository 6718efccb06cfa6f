import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../../execution/parameterReader';

/** How long to wait for a video, and what to do then. */
export interface WaitOptions {
	timeoutMs: number;
	onTimeout: 'error' | 'returnTask';
}

/** Entries of Options for an operation that waits. */
export const waitOptionFields: INodeProperties[] = [
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

export function readWaitOptions(parameters: ParameterReader): WaitOptions {
	return {
		timeoutMs: parameters.positiveNumber('options.timeoutMinutes', 30) * 60_000,
		onTimeout: parameters.oneOf('options.onTimeout', ['error', 'returnTask']),
	};
}
