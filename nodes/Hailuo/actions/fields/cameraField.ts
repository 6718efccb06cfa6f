import type { INodeProperties } from 'n8n-workflow';

import { ADVISED_COMMANDS_AT_ONCE, CAMERA_COMMANDS } from '../../domain/camera';

/** Steps in order, each with commands that act together: `{step: [{commands: ["Pan left"]}, …]}`. */
export const cameraField: INodeProperties = {
	displayName: 'Camera Movements',
	name: 'cameraMovements',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Step' },
	placeholder: 'Add Step',
	default: {},
	description:
		'Camera movements in order. Each step is added to the end of the prompt in square brackets.',
	options: [
		{
			displayName: 'Step',
			name: 'step',
			values: [
				{
					displayName: 'Commands',
					name: 'commands',
					type: 'multiOptions',
					options: CAMERA_COMMANDS.map(({ name, description }) => ({
						name,
						value: name,
						description,
					})),
					default: [],
					description: `Commands to perform at the same time. Up to ${ADVISED_COMMANDS_AT_ONCE} are recommended.`,
				},
			],
		},
	],
};
