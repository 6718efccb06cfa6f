/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packed, type Tarball } from './tarball';
import { readManifest, readText, ROOT } from './tree';

/** Runs n8n's verification scan in a process of its own: it is an ES module, which Jest cannot load. */
async function scan(folder: string, kind: 'source' | 'tarball') {
	const script = join(__dirname, 'scan.mjs');
	const { stdout } = await promisify(execFile)(process.execPath, [script, folder, kind], {
		cwd: ROOT,
		// With Jest's NODE_ENV=test the linter treats every file as a trigger.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	return JSON.parse(stdout) as { passed: boolean; message?: string; details?: string };
}

let tarball: Tarball;
let copy: string | undefined;

/** Copies the sources into a temporary folder, in which the test may change them. */
function copySources(): string {
	copy = mkdtempSync(join(tmpdir(), 'hailuo-sources-'));
	for (const path of ['package.json', 'nodes', 'credentials', 'icons']) {
		cpSync(join(ROOT, path), join(copy, path), { recursive: true });
	}
	return copy;
}

beforeAll(async () => {
	tarball = await packed();
});
afterAll(() => {
	tarball.remove();
	if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
});

describe('n8n’s verification scan', () => {
	it('accepts the sources', async () => {
		expect(await scan(ROOT, 'source')).toEqual({ passed: true });
	});

	it('accepts the published package', async () => {
		expect(await scan(tarball.folder, 'tarball')).toEqual({ passed: true });
	});

	/** Proves that the scan reports anything. */
	it('rejects code that n8n forbids, even if lint rules are disabled in the file', async () => {
		const sources = copySources();
		const node = join(sources, 'nodes', 'Hailuo', 'Hailuo.node.ts');
		writeFileSync(
			node,
			`/* eslint-disable */
import { readFileSync } from 'fs';
${readText(node)}
readFileSync('x');
setTimeout(() => undefined, 1);
`,
		);
		const dependencies = { axios: '1.18.0' };
		writeFileSync(
			join(sources, 'package.json'),
			JSON.stringify({ ...readManifest(sources), dependencies, overrides: dependencies }),
		);

		const { passed, details } = await scan(sources, 'source');

		expect(passed).toBe(false);
		for (const rule of [
			'no-restricted-imports',
			'no-restricted-globals',
			'no-runtime-dependencies',
			'no-overrides-field',
		]) {
			expect(details).toContain(rule);
		}
	});
});
