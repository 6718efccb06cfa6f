import type { INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../execution/operation';
import { create } from './create.operation';
import { getCredits } from './getCredits.operation';
import { getMany } from './getMany.operation';
import { getStatus } from './getStatus.operation';
import { upload } from './upload.operation';
import { wait } from './wait.operation';

/** A resource of the form, with its operations in alphabetical order. */
export interface Resource extends Pick<INodePropertyOptions, 'name' | 'value'> {
	/** Never changes: n8n does not save a default, so saved workflows depend on it. */
	defaultOperation: string;
	operations: ReadonlyArray<Operation<unknown>>;
}

/** Everything the node can do, in the order of the editor's list of actions. */
export const RESOURCES: readonly Resource[] = [
	{
		name: 'Video',
		value: 'video',
		defaultOperation: 'create',
		operations: [create, getMany, getStatus, wait],
	},
	{
		name: 'Account',
		value: 'account',
		defaultOperation: 'getCredits',
		operations: [getCredits],
	},
	{
		name: 'File',
		value: 'file',
		defaultOperation: 'upload',
		operations: [upload],
	},
];
