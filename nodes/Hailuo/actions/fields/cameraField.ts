import type { INodeProperties } from 'n8n-workflow';

import { ADVISED_COMMANDS_AT_ONCE, CAMERA_COMMANDS } from '../../video/camera';

/** Steps in order, each with commands that act together: `{step: [{commands: ["Pan left"]}, …]}`. */
export const cameraField: INodeProperties = {
	displayName: 'Camera Movements',
	name: 'cameraMovements',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Step' },
	placeholder: 'Add Step',
	default: {},
	description:
		'How the camera moves, step after step. The steps are written in square brackets behind the text of the prompt.',
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
					description: `What the camera does in this step, all at once; up to ${ADVISED_COMMANDS_AT_ONCE} commands are advised`,
				},
			],
		},
	],
};
