/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import type { CredentialReference } from '../n8n/credentials';
import type { WorkflowJson } from '../n8n/workflow';

const FOLDER = join(__dirname, '../../examples');

/** Where the files write to: the folder that n8n's Docker image may write to unless told otherwise. */
const DISK = '/home/node/.n8n-files';

export const exampleNames = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** What a person fills in after the import. */
export interface FilledIn {
	/** By type of credential. */
	credentials: Record<string, CredentialReference>;
	/** Instead of the folder that the file names. */
	disk?: string;
	/** By name: a node as the test changes it, where its service or its time is not to be had. */
	standIns?: Record<string, StandIn>;
	/** By name of a trigger: what it gives, instead of what the file says. */
	pinData?: WorkflowJson['pinData'];
}

export type StandIn = (node: INode) => Partial<INode>;

/** `examples/<name>.json` as it lies there. */
export const readExample = (name: string) => JSON.parse(textOf(name)) as WorkflowJson;

export function filledInExample(
	name: string,
	{ credentials, disk = DISK, standIns, pinData }: FilledIn,
) {
	const example = JSON.parse(textOf(name).replaceAll(DISK, disk)) as WorkflowJson;
	for (const node of example.nodes) {
		Object.assign(node, standIns?.[node.name]?.(node));
		for (const type of Object.keys(node.credentials ?? {})) {
			node.credentials = { ...node.credentials, [type]: credentials[type] };
		}
	}
	return { ...example, pinData: pinData ?? example.pinData };
}

const textOf = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
