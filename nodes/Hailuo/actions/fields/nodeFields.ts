import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../execution/operation';
import { RESOURCES, type Resource } from '../resources';

const defaultResource = RESOURCES[0].value;

/** All fields of the node: Resource, for each resource Operation, and the fields of each operation. */
export const nodeFields: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ name, value, operations }) => ({
			name,
			value,
			...(!operations.some(isForAgents) && { displayOptions: { hide: { '@tool': [true] } } }),
		})),
		default: defaultResource,
	},
	...RESOURCES.map(operationField),
	...RESOURCES.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			updateDisplayOptions(
				{ show: { resource: [resource.value], operation: [operation.option.value] } },
				[...toolDescriptionField(operation), ...operation.fields],
			),
		),
	),
];

function isForAgents({ toolDescription }: Operation<unknown>): boolean {
	return toolDescription !== undefined;
}

function operationField({ value, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(({ option }) => option),
		default: defaultOperation,
	};
}

/**
 * The description of an operation for AI agents. n8n's default would only be the action and "in Hailuo";
 * if a node has a field with this name, n8n uses its value instead.
 */
function toolDescriptionField({ toolDescription }: Operation<unknown>): INodeProperties[] {
	if (toolDescription === undefined) return [];
	return [
		{
			displayName: 'Tool Description',
			name: 'toolDescription',
			type: 'string',
			typeOptions: { rows: 6 },
			default: toolDescription,
			required: true,
			description: 'Explains to the LLM what this tool does and when to call it',
			displayOptions: { show: { '@tool': [true] } },
		},
	];
}
