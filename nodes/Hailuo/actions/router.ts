import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeItems } from '../execution/executeItems';
import type { Execution } from '../execution/operation';
import { formatValue } from '../utils/format';
import { err } from '../utils/result';
import { RESOURCES } from './resources';

/**
 * Executes the selected operation. An unknown operation is rejected like an invalid parameter: running
 * another operation instead could cost money.
 */
export async function executeOperation(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0, '') as unknown;
	const operation = context.getNodeParameter('operation', 0, '') as unknown;
	const { operations } = RESOURCES.find(({ value }) => value === resource) ?? {};
	const found = operations?.find(({ option }) => option.value === operation);
	if (found !== undefined) return await found.execute(context);
	const missing =
		operations === undefined
			? `resource ${formatValue(resource)}`
			: `operation ${formatValue(operation)} for the resource ${formatValue(resource)}`;
	return await executeItems(context, refused(missing));
}

/** An execution that refuses all items. */
function refused(missing: string): Execution<never> {
	return {
		fields: [],
		validate({ issues }) {
			issues.push(
				`This version of the node has no ${missing}. If a newer version saved the workflow, update n8n-nodes-hailuo; otherwise select another operation`,
			);
			return undefined;
		},
		start: () => ({ execute: async () => err({ message: 'Not executed' }) }),
	};
}
