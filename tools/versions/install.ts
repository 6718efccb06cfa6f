/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { folderOf, isDefault } from '../n8n/environment';
import type { Version } from './versions';

/** Packages that npm would otherwise fetch from another host than the registry (xlsx), or in a broken version. */
const OVERRIDES = { linkedom: '0.18.12', 'msgpackr-extract': '3.0.4', xlsx: '0.18.5' };

/** n8n's own install scripts are not wanted; of all its packages only these two need theirs. */
const REBUILD = ['sqlite3', 'node'];

/** Installs a version other than the default into the cache, once; rejects with the first error line of npm. */
export async function install({ n8n, node }: Version): Promise<void> {
	if (isDefault(n8n)) return;
	const folder = folderOf(n8n);
	const stamp = join(folder, '.installed');
	const manifest = `${JSON.stringify({ private: true, dependencies: { n8n, node }, overrides: OVERRIDES })}\n`;
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return;

	rmSync(stamp, { force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), manifest);
	await npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
	await npm(folder, ['rebuild', '--ignore-scripts=false', ...REBUILD]);
	writeFileSync(stamp, manifest);
}

async function npm(cwd: string, args: string[]): Promise<void> {
	const options = { cwd, shell: process.platform === 'win32', maxBuffer: 2 ** 26 };
	await promisify(execFile)('npm', args, options).catch(({ stderr }: { stderr: string }) => {
		throw new Error(/^npm error (?:notarget |code )?(\S+ .+)$/m.exec(stderr)?.[1] ?? stderr);
	});
}
