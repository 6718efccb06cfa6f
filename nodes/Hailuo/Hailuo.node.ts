import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { create } from './actions/create.operation';
import { createDefinition } from './actions/fields/builderHints';
import { getCredits } from './actions/getCredits.operation';
import { getMany } from './actions/getMany.operation';
import { getStatus } from './actions/getStatus.operation';
import { executeOperation } from './actions/router';
import { wait } from './actions/wait.operation';

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
			searchHint:
				'Creates videos with MiniMax Hailuo 02, 2.3 and MiniMax H3 (4 to 15 seconds, with sound). Only Create costs money. Create waits for the video and outputs the file; without Wait for Completion, add Wait, or Get Status with Download Video.',
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
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					// In the order of the editor's list of actions.
					{ name: 'Video', value: 'video' },
					{ name: 'Account', value: 'account' },
				],
				default: 'video',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['video'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a video from text or images',
						description: 'Create a video. This is the only paid operation.',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many videos',
						description: 'List the tasks of the account',
					},
					{
						name: 'Get Status',
						value: 'getStatus',
						action: 'Get the status of a video',
						description: 'Get the status of a task, and optionally download the video',
					},
					{
						name: 'Wait',
						value: 'wait',
						action: 'Wait for a video',
						description: 'Wait for an existing task to finish',
					},
				],
				default: 'create',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [
					{
						name: 'Get Credits',
						value: 'getCredits',
						action: 'Get the credits of an account',
						description: 'Get the remaining credits of the account and the API key',
					},
				],
				default: 'getCredits',
			},
			...create.fields,
			...getStatus.fields,
			...wait.fields,
			...getMany.fields,
			...getCredits.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation(this);
	}
}
