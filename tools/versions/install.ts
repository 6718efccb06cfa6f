/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { installedIn, type Installation } from '../n8n/environment';
import type { Version } from './versions';

const E2E = join(__dirname, '../../test/e2e');

/** Outside the repository: 3 GB per version, shared by several clones. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-hailuo');

/** Packages that npm would otherwise fetch from another host than the registry (xlsx), or in a broken version. */
const OVERRIDES = { linkedom: '0.18.12', 'msgpackr-extract': '3.0.4', xlsx: '0.18.5' };

/** n8n's own install scripts are not wanted; of all its packages only these two need theirs. */
const REBUILD = ['sqlite3', 'node'];

/** npm could not install a version; the message contains its reason. */
export interface NotInstalled {
	reason: string;
}

/** Installs a version into the cache, once; the one of the end-to-end tests is already installed. */
export async function install(version: Version): Promise<Installation | NotInstalled> {
	if (isOfEndToEndTests(version)) return installedIn(E2E);
	const folder = join(CACHE, `n8n-${version.n8n}`);
	const wanted = manifestFor(version);
	const stamp = join(folder, '.installed');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return installedIn(folder);

	rmSync(stamp, { force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), wanted);
	try {
		await npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
		await npm(folder, ['rebuild', '--ignore-scripts=false', ...REBUILD]);
	} catch (error) {
		return { reason: reasonIn((error as { stderr: string }).stderr) };
	}
	writeFileSync(stamp, wanted);
	return installedIn(folder);
}

function isOfEndToEndTests({ n8n, node }: Version): boolean {
	const { dependencies } = JSON.parse(readFileSync(join(E2E, 'package.json'), 'utf8'));
	return dependencies.n8n === n8n && dependencies.node === node;
}

function manifestFor({ n8n, node }: Version): string {
	const manifest = { private: true, dependencies: { n8n, node }, overrides: OVERRIDES };
	return `${JSON.stringify(manifest)}\n`;
}

async function npm(cwd: string, args: string[]): Promise<void> {
	const options = { cwd, shell: process.platform === 'win32', maxBuffer: 2 ** 26 };
	await promisify(execFile)('npm', args, options);
}

/** The first error line of npm after the error code. */
function reasonIn(log: string): string {
	const lines = [...log.matchAll(/^npm error (?:notarget |code )?(.+)$/gm)].map(([, text]) => text);
	return lines.find((text) => text.includes(' ')) ?? lines[0] ?? 'npm failed without a word';
}
