import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { Hailuo } from '../../../../nodes/Hailuo/Hailuo.node';

/** As a parameter's value where it is an expression: the form does not know what it will give. */
export const EXPRESSION = '={{ $json.value }}';

const { description } = new Hailuo();

/** Where a frame comes from while nobody has chosen: n8n fills in defaults before it decides what to show. */
const SOURCES = { firstFrameSource: 'url', lastFrameSource: 'url' };

/** The fields that n8n's form shows for these parameters, by n8n's own rule. */
export function shownFields(
	parameters: INodeParameters,
	properties: INodeProperties[] = description.properties,
	nodeType: INodeTypeDescription = description,
): INodeProperties[] {
	const all = { resource: 'video', operation: 'create', ...SOURCES, ...parameters };
	return properties.filter((property) =>
		NodeHelpers.displayParameter(all, property, { typeVersion: 1 }, nodeType),
	);
}

/** The same in the node that an AI agent takes as its tool. */
export function shownInTool(parameters: INodeParameters): INodeProperties[] {
	// n8n wraps the node into a type of this name for it.
	const tool = { ...description, name: `${description.name}Tool` };
	return shownFields(parameters, description.properties, tool);
}

/** The entries that *Add Option* offers for these parameters. */
export function shownOptions(parameters: INodeParameters): string[] {
	const all = { resource: 'video', operation: 'create', ...parameters };
	return shownFields(parameters)
		.filter(({ name }) => name === 'options')
		.flatMap(({ options = [] }) => options as INodeProperties[])
		.filter((option) =>
			NodeHelpers.displayParameter({}, option, { typeVersion: 1 }, description, all),
		)
		.map(({ name }) => name);
}

/** The values one can choose in each field of that name. */
export function choicesOf(fields: INodeProperties[], name: string): unknown[][] {
	return fields
		.filter((field) => field.name === name)
		.map(({ options = [] }) => options.map((option) => 'value' in option && option.value));
}

/** All fields of the node, those inside collections included. */
export function allFields(
	properties: INodeProperties[] = description.properties,
): INodeProperties[] {
	return properties.flatMap((property) =>
		property.type === 'collection'
			? [property, ...allFields(property.options as INodeProperties[])]
			: [property],
	);
}
