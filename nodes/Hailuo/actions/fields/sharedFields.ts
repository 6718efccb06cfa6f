import type { INodeProperties } from 'n8n-workflow';

import type { KnownTask } from '../../domain/task';
import { newIssue, mustBe } from '../../domain/issue';
import type { ParameterReader } from '../../domain/parameterReader';
import { parseTaskId } from '../../domain/taskId';
import { requestFieldsIn } from '../../domain/taskItem';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { formatValue } from '../../utils/format';

export function optionsField(
	options: INodeProperties[],
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
		...(displayOptions && { displayOptions }),
	};
}

/** The default is the task from a Create that did not wait, or from the trigger. */
export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId }}',
	required: true,
	placeholder: 'e.g. task-unified-1700000000-a1b2c3d4',
	description: 'ID of the task, returned by Create as taskId',
};

/** @returns a task of which only the ID is known, and what its input item says about the same task */
export function readTaskId(
	parameters: ParameterReader,
	{ itemIndex }: RunItem,
	{ context }: RunContext,
): KnownTask | undefined {
	const value = parameters.get('taskId');
	const taskId = parseTaskId(value);
	if (taskId !== undefined) {
		const input = context.getInputData()[itemIndex]?.json;
		return { taskId, ...(input?.taskId === taskId && requestFieldsIn(input)) };
	}
	parameters.reject(
		'taskId',
		value === undefined || (typeof value === 'string' && value.trim() === '')
			? newIssue('is empty', 'Enter the taskId that Create returned.')
			: mustBe('one ID, without blanks, commas or quotes', value),
	);
	return undefined;
}

/** Agents receive URLs: a file in a tool's response would exceed the model's context. */
const notForAgents = { hide: { '@tool': [true] } };

export const downloadField: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: false,
	description:
		'Whether to download the finished video as a binary file. The video URL expires after 24 hours.',
	displayOptions: notForAgents,
};

/** Entry of Options for operations that can download. */
export const outputFieldOption: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryField',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the binary field to store the video in',
	displayOptions: { ...notForAgents, show: { '/downloadVideo': [true] } },
};

/** n8n drops fields with these names when it copies an item, so the file would be lost. */
const RESERVED_FIELDS = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads the name of the binary field to store the video in.
 *
 * @returns undefined if no file is requested, or if there is an issue
 */
export function readOutputField(parameters: ParameterReader): string | undefined {
	if (!parameters.boolean('downloadVideo')) return undefined;
	const field = parameters.text('options.outputBinaryField');
	if (!RESERVED_FIELDS.includes(field)) return field;
	const message = `is ${formatValue(field)}, which n8n does not keep`;
	parameters.reject('options.outputBinaryField', newIssue(message, 'Enter another name.'));
	return undefined;
}

/** How long to wait for a video, and what to do on timeout. */
export interface WaitOptions {
	timeoutMs: number;
	onTimeout: 'error' | 'returnTask';
}

/** Entries of Options for operations that wait. */
export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1 },
		default: 30,
		description: 'Maximum time to wait for each video. Most take 1 to 10 minutes.',
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		options: [
			{
				name: 'Return the Task',
				value: 'returnTask',
				description: 'Output the unfinished task, without a file, with timedOut: true',
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
];

export function readWaitOptions(parameters: ParameterReader): WaitOptions {
	return {
		timeoutMs: parameters.number('options.timeoutMinutes') * 60_000,
		onTimeout: parameters.choice('options.onTimeout'),
	};
}
