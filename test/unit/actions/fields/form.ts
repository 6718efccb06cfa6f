import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { Hailuo } from '../../../../nodes/Hailuo/Hailuo.node';

/** The value of a parameter that is an expression: its result is unknown while the form is open. */
export const EXPRESSION = '={{ $json.value }}';

const { description } = new Hailuo();

/** The default frame sources: n8n fills in defaults before it evaluates which fields to show. */
const SOURCES = { firstFrameSource: 'url', lastFrameSource: 'url' };

/**
 * The fields that n8n's form shows for these parameters, each with the entries of its list that it shows,
 * according to n8n's own function.
 */
export function shownFields(
	parameters: INodeParameters,
	properties: INodeProperties[] = description.properties,
	nodeType: INodeTypeDescription = description,
): INodeProperties[] {
	const all = { resource: 'video', operation: 'create', ...SOURCES, ...parameters };
	const isShown = (one: Pick<INodeProperties, 'displayOptions'>) =>
		NodeHelpers.displayParameter(all, one as INodeProperties, { typeVersion: 1 }, nodeType);
	return properties
		.filter(isShown)
		.map((field) =>
			field.type === 'options'
				? { ...field, options: (field.options as INodePropertyOptions[]).filter(isShown) }
				: field,
		);
}

/** The fields that the form shows when the node is a tool of an AI agent. */
export function shownInTool(parameters: INodeParameters): INodeProperties[] {
	// n8n creates a node type of this name for the tool.
	const tool = { ...description, name: `${description.name}Tool` };
	return shownFields(parameters, description.properties, tool);
}

/** The entries that *Add Option* offers for these parameters. */
export function shownOptions(
	parameters: INodeParameters,
	properties?: INodeProperties[],
): string[] {
	const all = { resource: 'video', operation: 'create', ...parameters };
	return shownFields(parameters, properties)
		.filter(({ name }) => name === 'options')
		.flatMap(({ options = [] }) => options as INodeProperties[])
		.filter((option) =>
			NodeHelpers.displayParameter({}, option, { typeVersion: 1 }, description, all),
		)
		.map(({ name }) => name);
}

/** The values that each field of that name offers. */
export function choicesOf(fields: INodeProperties[], name: string): unknown[][] {
	return fields
		.filter((field) => field.name === name)
		.map(({ options = [] }) => options.map((option) => 'value' in option && option.value));
}

/** All fields of the node, including those inside collections. */
export function allFields(
	properties: INodeProperties[] = description.properties,
): INodeProperties[] {
	return properties.flatMap((property) =>
		property.type === 'collection'
			? [property, ...allFields(property.options as INodeProperties[])]
			: [property],
	);
}
