/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */

/**
 * Runs the tests in stages, the cheapest and most informative first; a failed stage ends the run.
 *
 *   tsx scripts/test/main.ts        `npm test`: every kind of test
 *   tsx scripts/test/main.ts unit   `npm run test:unit`: lint, types and unit tests, on any Node
 *   tsx scripts/test/main.ts fast   `npm run test:fast`: what needs no n8n and no minute
 *   tsx scripts/test/main.ts soak   `npm run test:soak`: the long simulations, and all cases of what
 *                                   `npm test` tries a sample of
 */
import { exec, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { elapsed, step } from '../terminal/step';

const cwd = join(__dirname, '..', '..');
const cores = availableParallelism();

const RUNS = {
	async fast() {
		await inParallel('typecheck', 'build');
		const short = '--testPathIgnorePatterns=\\.long\\.test\\.ts$';
		jest('Unit and engine tests', ['unit', 'engine'], 2 * cores, short);
	},
	async unit() {
		await inParallel('typecheck', 'build', 'lint');
		jest('Unit tests', ['unit', 'docs', 'simulator', 'package'], cores);
	},
	async soak() {
		await inParallel('build');
		process.env.HAILUO_SOAK = 'true';
		jest('Long simulations, all cases', ['soak'], 2 * cores);
	},
	async all() {
		await RUNS.unit();
		// Together, since real n8n mostly waits, and the engine does not.
		jest('n8n’s engine, faults, real n8n', ['engine', 'faults', 'e2e'], 3 * cores);
	},
};

/** Runs npm scripts in parallel and shows the output of those that fail. */
async function inParallel(...scripts: string[]): Promise<void> {
	await step(scripts.join(', '), async () => {
		const failed: string[] = [];
		const run = async (script: string) =>
			await promisify(exec)(`npm run --silent ${script}`, { cwd, maxBuffer: 2 ** 26 }).catch(
				({ stdout, stderr }: { stdout: string; stderr: string }) => {
					console.error(`\n${stdout}${stderr}`);
					failed.push(script);
				},
			);
		await Promise.all(scripts.map(run));
		if (failed.length > 0) throw new Error(`${failed.join(', ')} failed.`);
	});
}

/** Runs the jest projects of these names with a short report. */
function jest(title: string, projects: string[], workers: number, ...args: string[]): void {
	console.log(`… ${title}`);
	const before = Date.now();
	const reporter = `--reporters=${join(cwd, 'test', 'runner', 'reporter.cjs')}`;
	const command = [require.resolve('jest/bin/jest'), `--maxWorkers=${workers}`, reporter, ...args];
	const { status } = spawnSync(process.execPath, [...command, '--selectProjects', ...projects], {
		cwd,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const time = elapsed(Date.now() - before);
	if (status !== 0) throw new Error(`${title}: failed after ${time}.`);
	console.log(`✓ ${title}  ${time}`);
}

const startedAt = Date.now();
const [name = 'all'] = process.argv.slice(2);
RUNS[name as keyof typeof RUNS]().then(
	() => console.log(`\nAll passed in ${elapsed(Date.now() - startedAt)}.`),
	(error: Error) => {
		console.error(`\n${error.message}`);
		process.exitCode = 1;
	},
);
