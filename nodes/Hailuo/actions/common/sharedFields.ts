import type { INodeProperties } from 'n8n-workflow';

import type { KnownTask } from '../../domain/task';
import { isTaskId } from '../../domain/taskId';
import { requestFieldsIn } from '../../domain/taskItem';
import type { ItemContext } from '../../execution/operation';
import type { ParameterReader } from '../../execution/parameterReader';
import { formatValue, toText } from '../../utils/format';

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
	{ context, itemIndex }: Pick<ItemContext, 'context' | 'itemIndex'>,
): KnownTask | undefined {
	const value = parameters.get('taskId');
	const taskId = typeof value === 'string' ? value.trim() : value;
	if (isTaskId(taskId)) {
		const input = context.getInputData()[itemIndex]?.json;
		return { taskId, ...(input?.taskId === taskId && requestFieldsIn(input)) };
	}
	const isMissing = taskId === undefined || taskId === '';
	parameters.issues.push(
		isMissing
			? 'Task ID is empty. Enter the taskId that Create returned'
			: `Task ID is ${formatValue(taskId)}. It must be one ID, without blanks, commas or quotes`,
	);
	return undefined;
}

/** How to output the video as a file. */
export interface DownloadOptions {
	/** Name of the binary field to store it in. */
	field: string;
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
export const outputBinaryOption: INodeProperties = {
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

/** @returns undefined if no file is requested, or if there is an issue */
export function readDownloadOptions(
	parameters: ParameterReader,
	byDefault: boolean,
): DownloadOptions | undefined {
	if (!parameters.boolean('downloadVideo', byDefault)) return undefined;
	const value = parameters.get('options.outputBinaryField') ?? 'data';
	const field = toText(value).trim();
	const isReserved = RESERVED_FIELDS.includes(field);
	if (typeof value === 'string' && field !== '' && !isReserved) return { field };
	const what = isReserved ? `${formatValue(field)}, which n8n does not keep` : 'empty or not text';
	parameters.issues.push(`Put Output File in Field is ${what}. Enter a name such as data`);
	return undefined;
}
