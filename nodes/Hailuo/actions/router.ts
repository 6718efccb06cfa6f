import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeItems } from '../execution/executeItems';
import type { Operation } from '../execution/operation';
import { formatValue } from '../utils/format';
import { err } from '../utils/result';
import { create } from './create.operation';
import { getCredits } from './getCredits.operation';
import { getMany } from './getMany.operation';
import { getStatus } from './getStatus.operation';
import { wait } from './wait.operation';

type Execute = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** Every operation of every resource, by the names that are saved in workflows. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Execute>>>> = {
	account: { getCredits: executeAll(getCredits) },
	video: {
		create: executeAll(create),
		getMany: executeAll(getMany),
		getStatus: executeAll(getStatus),
		wait: executeAll(wait),
	},
};

/**
 * Executes the selected operation. An unknown operation is rejected like an invalid parameter: running
 * another operation instead could cost money.
 */
export async function executeOperation(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0, '');
	const operation = context.getNodeParameter('operation', 0, '');
	const execute = ownValue(ownValue(OPERATIONS, resource), operation);
	return await (execute ?? executeAll(unknownOperation(resource, operation)))(context);
}

function executeAll<Input>(operation: Operation<Input>): Execute {
	return async (context) => await executeItems(context, operation);
}

function unknownOperation(resource: unknown, operation: unknown): Operation<never> {
	return {
		fields: [],
		validate({ issues }) {
			const name =
				ownValue(OPERATIONS, resource) === undefined
					? `resource ${formatValue(resource)}`
					: `operation ${formatValue(operation)} for the resource ${formatValue(resource)}`;
			issues.push(
				`This version of the node has no ${name}. If a newer version saved the workflow, update n8n-nodes-hailuo; otherwise select another operation`,
			);
			return undefined;
		},
		createExecutor: () => async () => err({ message: 'Not executed' }),
	};
}

/** A value of a table; undefined for names that every object inherits, such as "constructor". */
function ownValue<T>(table: Readonly<Record<string, T>> | undefined, name: unknown): T | undefined {
	const isOwn = table !== undefined && typeof name === 'string' && Object.hasOwn(table, name);
	return isOwn ? table[name] : undefined;
}
