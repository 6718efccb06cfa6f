/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');

/** All files that a build reads. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'gulpfile.js',
	'tsconfig.json',
	'tsconfig.build.json',
	'package.json',
];

/** Whether `dist` is missing, or code in it is older than a source. */
export function needsBuild(): boolean {
	// Code only: icons copied by gulp keep the times of their originals.
	const built = timesBelow(join(root, 'dist'), '.js');
	const sources = SOURCES.flatMap((path) => timesBelow(join(root, path)));
	return built.length === 0 || Math.max(...sources) > Math.min(...built);
}

/** `npm run build`; rejects with the compiler's output. */
export async function build(): Promise<void> {
	await npm(['run', 'build']);
}

/** Packs what would be published into a folder, without building; returns the tarball's path. */
export async function pack(folder: string): Promise<string> {
	const output = await npm(['pack', '--json', '--pack-destination', folder]);
	const [{ filename }] = JSON.parse(output) as [{ filename: string }];
	return join(folder, filename);
}

const VARIABLE = 'HAILUO_E2E_PACKAGE';

/** Shares the package with jest's workers; called by the global setup. */
export function sharePackage(tarball: string): void {
	process.env[VARIABLE] = tarball;
}

/** The package as users get it: built if the sources changed, and packed into a folder unless it is shared. */
export async function packageTarball(folder: string): Promise<string> {
	const shared = process.env[VARIABLE];
	if (shared) return shared;
	if (needsBuild()) await build();
	return await pack(folder);
}

/** Modification times of a file, or of the files below a folder; empty if it does not exist. */
function timesBelow(path: string, ending = ''): number[] {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found?.isDirectory()) {
		return readdirSync(path).flatMap((name) => timesBelow(join(path, name), ending));
	}
	return found && path.endsWith(ending) ? [found.mtimeMs] : [];
}

async function npm(args: string[]): Promise<string> {
	const options = { cwd: root, shell: process.platform === 'win32' };
	try {
		return (await promisify(execFile)('npm', args, options)).stdout;
	} catch (error) {
		const { stdout, stderr } = error as { stdout: string; stderr: string };
		throw new Error(`\`npm ${args.join(' ')}\` failed:\n${stdout}\n${stderr}`.trimEnd());
	}
}
