import type { INodeProperties } from 'n8n-workflow';

/** Agents get links: a file in a tool's answer would only flood the model. */
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

/** Entry of Options for an operation that can download. */
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
