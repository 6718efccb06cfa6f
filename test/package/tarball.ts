/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ROOT } from './tree';

const run = promisify(execFile);

export interface Tarball {
	/** The folder into which it is unpacked. */
	folder: string;
	bytes: number;
	remove(): void;
}

/** Packs what `npm publish` would send, with `dist` as it is, and unpacks it into a temporary folder. */
export async function packed(): Promise<Tarball> {
	const temporary = mkdtempSync(join(tmpdir(), 'hailuo-packed-'));
	const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', temporary], {
		cwd: ROOT,
	});
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	const file = join(temporary, filename);
	const folder = join(temporary, 'package');
	mkdirSync(folder);
	await run('tar', ['-xzf', file, '-C', folder, '--strip-components=1']);
	return {
		folder,
		bytes: statSync(file).size,
		remove: () => rmSync(temporary, { recursive: true, force: true }),
	};
}
