import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { newIssue } from '../domain/issue';
import { executeItems } from '../execution/executeItems';
import type { Executable } from '../execution/operation';
import { formatValue } from '../utils/format';
import { err } from '../utils/result';
import { RESOURCES } from './resources';

/** Executes the selected operation. */
export async function executeOperation(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0, '') as unknown;
	const operation = context.getNodeParameter('operation', 0, '') as unknown;
	const { operations } = RESOURCES.find(({ value }) => value === resource) ?? {};
	const found = operations?.find(({ option }) => option.value === operation);
	const inResource = `resource ${formatValue(resource)}`;
	const missing = operations
		? `operation ${formatValue(operation)} for the ${inResource}`
		: inResource;
	return await executeItems(context, found ?? unknownOperation(missing));
}

/** Rejects each item, as for an invalid parameter: to execute another operation instead could cost money. */
function unknownOperation(missing: string): Executable {
	return {
		fields: [],
		validate({ issues }) {
			issues.push(
				newIssue(
					`This version of the node has no ${missing}`,
					'If a newer version saved the workflow, update n8n-nodes-hailuo; otherwise select another operation.',
				),
			);
		},
		start: () => ({ execute: async () => err({ message: 'Not executed' }) }),
	};
}
