/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */

/**
 * `npm run test:matrix`: runs the end-to-end tests on several versions of n8n, and writes the table of
 * docs/compatibility.md. With versions, e.g. `-- 2.0.3 2.41.1`, only on these; the lines of the others stay.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rewrite, table } from '../report/markdown';
import { install } from './install';
import { VERSIONS, type Version } from './versions';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'compatibility.md');

/** The files of test/e2e that run on every version. Not the browser's and the examples': they need the newest n8n. */
const FILES = ['operations', 'errors', 'retry', 'trigger', 'agent', 'stop', 'queue/work'];
const HEAD = ['n8n', 'Node', 'Tested on', ...FILES];

/** What `reporter.cjs` writes. */
type TestResult = { file: string; status: 'passed' | 'failed' | 'pending' };

/** Runs the files on one version and returns its row; a version that npm cannot install has one, too. */
async function test(version: Version): Promise<string[]> {
	const { n8n, node } = version;
	const start = [n8n, node, new Date().toISOString().slice(0, 10)];
	console.log(`\nn8n ${n8n} on Node ${node}`);
	try {
		await install(version);
	} catch (error) {
		const reason = `not installed: ${(error as Error).message}`;
		return [...start, reason, ...FILES.slice(1).map(() => '')];
	}
	const results = runJest(n8n);
	const cells = FILES.map((name) => {
		const all = results.filter(({ file }) => file.endsWith(`e2e/${name}.test.ts`));
		const passed = all.filter(({ status }) => status === 'passed');
		return all.length === 0 ? 'not run' : `${passed.length} of ${all.length}`;
	});
	return [...start, ...cells];
}

/** Shows what fails. */
function runJest(version: string): TestResult[] {
	const folder = mkdtempSync(join(tmpdir(), 'hailuo-matrix-'));
	const outputFile = join(folder, 'results.json');
	const reporters = ['default', join(__dirname, 'reporter.cjs')].map((one) => `--reporters=${one}`);
	const pattern = `test/e2e/(${FILES.join('|')})\\.test`;
	const select = ['--selectProjects', 'e2e', '--testPathPatterns', pattern];
	// They mostly wait for n8n.
	const jest = [require.resolve('jest/bin/jest'), '--maxWorkers=4', ...reporters, ...select];
	const { status } = spawnSync(process.execPath, jest, {
		cwd: ROOT,
		env: { ...process.env, N8N_VERSION: version, HAILUO_MATRIX_RESULTS: outputFile },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (status !== 0) process.exitCode = 1;
	try {
		return JSON.parse(readFileSync(outputFile, 'utf8')) as TestResult[];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Replaces the rows of these versions in the page. */
function write(rows: readonly string[][]): void {
	rewrite(PAGE, 'npm run test:matrix', (written) => {
		const lines = written.split('\n').map((line) => line.split('|').slice(1, -1));
		const earlier = lines.map((cells) => cells.map((cell) => cell.trim()));
		const all = VERSIONS.map(({ n8n }) => [...rows, ...earlier].find(([name]) => name === n8n));
		return table(
			HEAD,
			all.filter((row) => row !== undefined),
		);
	});
	console.log('\ndocs/compatibility.md');
}

async function main(): Promise<void> {
	const only = process.argv.slice(2);
	const unknown = only.filter((name) => !VERSIONS.some(({ n8n }) => n8n === name));
	if (unknown.length > 0) throw new Error(`Not in tools/versions/versions.ts: ${unknown.join()}`);
	const rows: string[][] = [];
	for (const version of VERSIONS) {
		if (only.length === 0 || only.includes(version.n8n)) rows.push(await test(version));
	}
	write(rows);
}

void main();
