import type { INodeProperties } from 'n8n-workflow';

import { MODELS } from '../video/models';

const defaultModel = MODELS[0].id;
const whenTaskIds = { show: { watch: ['taskIds'] } };

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Each video starts the workflow once, as an item with <b>taskId</b>, <b>status</b> and, when completed, <b>videoUrl</b>. For the file, connect a <b>Hailuo</b> node with <b>Get Status</b> and <b>Download Video</b> turned on, then a storage node.',
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
				description: 'The video is ready, and the item has its link',
			},
			{
				name: 'Video Failed',
				value: 'failed',
				description: 'It failed or was cancelled, and the item says why in failure',
			},
			{
				name: 'Video Finished',
				value: 'finished',
				description: 'Either of the two: look at status in the item',
			},
		],
		default: 'completed',
		description: 'What starts the workflow',
	},
	{
		displayName: 'Watch',
		name: 'watch',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Task IDs',
				value: 'taskIds',
				description: 'The tasks you name; works with every host',
			},
			{
				name: 'All Tasks of the Account',
				value: 'account',
				description:
					'Every video of the API key’s account from activation on; the host must offer a list of tasks',
			},
		],
		default: 'taskIds',
		description: 'Whose end to wait for',
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
			'The IDs that Create gives back as taskId, divided by commas or line breaks, or a list from an expression. Finished ones can stay: each is given once.',
		displayOptions: whenTaskIds,
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
				typeOptions: { minValue: 0.1, numberPrecision: 2 },
				default: 24,
				description:
					'A task that is unfinished this long after its creation is no longer watched. Unless Event is Video Completed, it comes once with timedOut.',
			},
			{
				displayName: 'Model',
				name: 'model',
				type: 'options',
				options: MODELS.map(({ id, name }) => ({ name, value: id })),
				default: defaultModel,
				description: 'Watch only the videos of this model. Without this option: of all.',
				displayOptions: { show: { '/watch': ['account'] } },
			},
		],
	},
];
