/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FOLDER } from './environment';
import type { NodeOptions } from './workflow';

/** The only folder that n8n's file node may read in tests. */
export const FILES_FOLDER = join(RUN_FOLDER, 'files');

/** Writes a file, and returns the arguments of a workflow's `node` for n8n's node that reads it. */
export function fileNode(
	fileName: string,
	content: Buffer,
): [name: string, type: string, options: NodeOptions] {
	const path = join(realpathSync(FILES_FOLDER), fileName);
	writeFileSync(path, content);
	return [
		'Read a File',
		'n8n-nodes-base.readWriteFile',
		{ parameters: { operation: 'read', fileSelector: path } },
	];
}
