import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { createDefinition, searchHint } from './actions/fields/builderHints';
import { nodeFields } from './actions/fields/nodeFields';
import { executeOperation } from './actions/router';

export class Hailuo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hailuo',
		name: 'hailuo',
		icon: { light: 'file:../../icons/hailuo.svg', dark: 'file:../../icons/hailuo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Generate videos with MiniMax Hailuo models',
		defaults: { name: 'Hailuo' },
		usableAsTool: true,
		builderHint: {
			searchHint,
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-hailuo.hailuoTrigger',
					relationHint: 'Starts a workflow when a video is finished, instead of waiting for it',
				},
			],
			extraTypeDefContent: [
				{
					content: createDefinition(),
					displayOptions: { show: { resource: ['video'], operation: ['create'] } },
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'hailuoApi', required: true }],
		properties: nodeFields,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation(this);
	}
}
