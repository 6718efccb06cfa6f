/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A new folder for one n8n: its database, files and packages. */
export const newUserFolder = () => mkdtempSync(join(tmpdir(), 'hailuo-n8n-'));

/**
 * Unpacks a package where n8n looks for community packages. Uses `tar`, not `npm install`, which
 * would install the peer dependencies and with them a second n8n-workflow.
 */
export async function unpackPackage(tarball: string, userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', await nameOf(tarball));
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await tar(['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

async function nameOf(tarball: string): Promise<string> {
	const { stdout } = await tar(['-xzOf', tarball, 'package/package.json']);
	return (JSON.parse(stdout) as { name: string }).name;
}

const tar = async (args: string[]) => await promisify(execFile)('tar', args);
