/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { globSync } from 'glob';
import { name } from '../../package.json';

const root = join(__dirname, '..', '..');

/** All files that a build reads. */
const SOURCES = '{nodes,credentials,icons}/**,gulpfile.js,tsconfig*.json,package.json';

const VARIABLE = 'HAILUO_E2E_PACKAGE';

/** Packs the package into a folder, once for all of jest's workers; called by the global setup. */
export async function sharePackage(folder: string): Promise<void> {
	process.env[VARIABLE] = await pack(folder);
}

/** Where n8n finds the package in its user folder. */
export const packageFolder = (userFolder: string) =>
	join(userFolder, '.n8n', 'nodes', 'node_modules', name);

/**
 * Installs the package as users get it. Uses `tar`, not `npm install`, which would install the peer
 * dependencies and with them a second n8n-workflow.
 */
export async function installPackage(userFolder: string): Promise<void> {
	const tarball = process.env[VARIABLE] ?? (await pack(userFolder));
	const folder = packageFolder(userFolder);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

/** Builds the package if its sources have changed. */
export async function build(): Promise<void> {
	// Code only: icons copied by gulp keep the times of their originals.
	const built = changesOf('dist/**/*.js');
	const isBuilt = built.length > 0 && Math.max(...changesOf(`{${SOURCES}}`)) <= Math.min(...built);
	if (!isBuilt) await npm(['run', 'build']);
}

/** The path of the packed package. */
async function pack(folder: string): Promise<string> {
	await build();
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
