import type { IExecuteFunctions, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';

import { executeItems } from '../execution/executeItems';
import type { Operation } from '../execution/operation';
import { create } from './create.operation';
import { getCredits } from './getCredits.operation';
import { getMany } from './getMany.operation';
import { getStatus } from './getStatus.operation';
import { upload } from './upload.operation';
import { wait } from './wait.operation';

/** An operation whose input type does not matter to the form and the router. */
export interface AnyOperation
	extends Pick<Operation<unknown>, 'option' | 'toolDescription' | 'fields'> {
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/** A resource of the form, with its operations in alphabetical order. */
export interface Resource extends Pick<INodePropertyOptions, 'name' | 'value'> {
	/** Never changes: n8n does not save a default, so saved workflows depend on it. */
	defaultOperation: string;
	operations: readonly AnyOperation[];
}

/** Everything the node can do, in the order of the editor's list of actions. */
export const RESOURCES: readonly Resource[] = [
	{
		name: 'Video',
		value: 'video',
		defaultOperation: 'create',
		operations: [withExecute(create), withExecute(getMany), withExecute(getStatus), withExecute(wait)],
	},
	{
		name: 'Account',
		value: 'account',
		defaultOperation: 'getCredits',
		operations: [withExecute(getCredits)],
	},
	{
		name: 'File',
		value: 'file',
		defaultOperation: 'upload',
		operations: [withExecute(upload)],
	},
];

function withExecute<Input>(operation: Operation<Input>): AnyOperation {
	return {
		...operation,
		execute: async (context) => await executeItems(context, operation),
	};
}
