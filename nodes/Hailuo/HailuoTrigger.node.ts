import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { triggerFields } from './trigger/fields';
import { onPoll } from './trigger/onPoll';

export class HailuoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hailuo Trigger',
		name: 'hailuoTrigger',
		icon: { light: 'file:../../icons/hailuo.svg', dark: 'file:../../icons/hailuo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["event"] + ": " + ($parameter["watch"] === "account" ? "account" : "task IDs") }}',
		// The editor's node list shows one entry for node and trigger, with this text.
		description: 'Generate videos with MiniMax Hailuo, or start a workflow when a video finishes',
		defaults: { name: 'Hailuo Trigger' },
		polling: true,
		builderHint: {
			searchHint:
				'Emits the task with its videoUrl, not the file. To get the file, add the Hailuo node with Get Status and Download Video.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-hailuo.hailuo',
					relationHint: 'Creates the videos, and downloads them with Get Status',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'hailuoApi', required: true }],
		properties: [...triggerFields],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await onPoll(this);
	}
}
