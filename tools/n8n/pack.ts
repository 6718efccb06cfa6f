/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { globSync } from 'glob';

const root = join(__dirname, '..', '..');

/** All files that a build reads. */
const SOURCES = '{nodes,credentials,icons}/**,gulpfile.js,tsconfig*.json,package.json';

const VARIABLE = 'HAILUO_E2E_PACKAGE';

/** Shares the package with jest's workers; called by the global setup. */
export function sharePackage(tarball: string): void {
	process.env[VARIABLE] = tarball;
}

/** The package as users get it: built if the sources changed, and packed into a folder unless it is shared. */
export async function packageTarball(folder: string): Promise<string> {
	const shared = process.env[VARIABLE];
	if (shared) return shared;
	// Code only: icons copied by gulp keep the times of their originals.
	const built = changesOf('dist/**/*.js');
	const isBuilt = built.length > 0 && Math.max(...changesOf(`{${SOURCES}}`)) <= Math.min(...built);
	if (!isBuilt) await npm(['run', 'build']);
	const output = await npm(['pack', '--json', '--pack-destination', folder]);
	const [{ filename }] = JSON.parse(output) as [{ filename: string }];
	return join(folder, filename);
}

/** Times of the last changes of files, ms. */
const changesOf = (pattern: string) =>
	globSync(pattern, { cwd: root, nodir: true }).map((file) => statSync(join(root, file)).mtimeMs);

async function npm(args: string[]): Promise<string> {
	const options = { cwd: root, shell: process.platform === 'win32' };
	try {
		return (await promisify(execFile)('npm', args, options)).stdout;
	} catch (error) {
		const { stdout, stderr } = error as { stdout: string; stderr: string };
		throw new Error(`\`npm ${args.join(' ')}\` failed:\n${stdout}\n${stderr}`.trimEnd());
	}
}
