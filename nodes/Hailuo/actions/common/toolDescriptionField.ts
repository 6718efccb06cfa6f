import type { INodeProperties } from 'n8n-workflow';

/**
 * What an AI agent is told about an operation that it may call. n8n's own words would be no more
 * than "Create a video in Hailuo"; where a node has a field of this name, n8n takes that.
 */
export function toolDescriptionField(words: string): INodeProperties {
	return {
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 6 },
		default: words,
		required: true,
		description: 'Explains to the LLM what this tool does and when to call it',
		displayOptions: { show: { '@tool': [true] } },
	};
}
