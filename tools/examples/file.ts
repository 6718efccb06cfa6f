/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import type { CredentialReference } from '../n8n/credentials';
import type { WorkflowJson } from '../n8n/workflow';

const FOLDER = join(__dirname, '../../examples');

/** The folder to which the examples write: by default the one of n8n's Docker image. */
const DISK = '/home/node/.n8n-files';

export const exampleNames = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** What a user fills in after the import. */
export interface FilledIn {
	/** By type of credential. */
	credentials: Record<string, CredentialReference>;
	/** Replaces the folder in the file. */
	disk?: string;
	/** By name: changes of a node whose service or time is not available in a test. */
	standIns?: Record<string, StandIn>;
	/** By name of a trigger: its output, instead of the one in the file. */
	pinData?: WorkflowJson['pinData'];
}

export type StandIn = (node: INode) => Partial<INode>;

/** The unchanged `examples/<name>.json`. */
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
