/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Paths of all files in a folder and its subfolders, relative to it, with forward slashes. */
export function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => statSync(join(folder, path)).isFile())
		.map((path) => path.split(sep).join('/'))
		.sort();
}

export function readText(...path: string[]): string {
	return readFileSync(join(...path), 'utf8');
}

export interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
	scripts: Record<string, string>;
	[key: string]: unknown;
}

export function readManifest(folder = ROOT): Manifest {
	return JSON.parse(readText(folder, 'package.json')) as Manifest;
}
