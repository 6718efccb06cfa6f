import type { INodeProperties } from 'n8n-workflow';

import { MODELS } from '../domain/models';

const defaultModel = MODELS[0].value;

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Each video is emitted once, with <b>taskId</b>, <b>status</b> and, when completed, <b>videoUrl</b>. To get the file, connect a <b>Hailuo</b> node with <b>Get Status</b> and <b>Download Video</b> turned on.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Video Completed',
				value: 'completed',
				description: 'Emit completed videos with their URL',
			},
			{
				name: 'Video Failed',
				value: 'failed',
				description: 'Emit failed and cancelled videos with the reason in failure',
			},
			{
				name: 'Video Completed or Failed',
				value: 'finished',
				description: 'Emit both. Check status in the item.',
			},
		],
		default: 'completed',
		description: 'Event that starts the workflow',
	},
	{
		displayName: 'Watch',
		name: 'watch',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Videos of the Account',
				value: 'account',
				description:
					'Watch every video that finishes after you publish the workflow. The provider must support listing tasks.',
			},
			{
				name: 'Task IDs',
				value: 'taskIds',
				description: 'Watch specific tasks. Works with every provider.',
			},
		],
		default: 'account',
		description: 'Which tasks to watch',
	},
	{
		displayName: 'Task IDs',
		name: 'taskIds',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. task-unified-1700000000-a1b2c3d4, task-unified-1700000001-e5f6a7b8',
		description:
			'Comma- or newline-separated task IDs, or an array: the taskId that Create outputs. Each is emitted once; finished IDs can remain.',
		displayOptions: { show: { watch: ['taskIds'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Give Up After (Hours)',
				name: 'giveUpAfterHours',
				type: 'number',
				typeOptions: { minValue: 0.1 },
				default: 24,
				description:
					'Stop watching tasks that are unfinished this long after creation. Unless Event is Video Completed, they are emitted once with timedOut.',
			},
			{
				displayName: 'Model',
				name: 'model',
				type: 'options',
				options: MODELS.map(({ name, value }) => ({ name, value })),
				default: defaultModel,
				description: 'Watch only videos of this model. If not set, all models are watched.',
				displayOptions: { show: { '/watch': ['account'] } },
			},
		],
	},
];
