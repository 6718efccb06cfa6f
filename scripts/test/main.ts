/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/**
 * Runs the tests in stages, the cheapest and most informative first; a failed stage ends the run.
 *
 *   tsx scripts/test/main.ts        `npm test`: every kind of test
 *   tsx scripts/test/main.ts unit   `npm run test:unit`: lint, types and unit tests, on any Node
 *   tsx scripts/test/main.ts fast   `npm run test:fast`: what needs no n8n and no minute
 *   tsx scripts/test/main.ts soak   `npm run test:soak`: the long simulations, and all cases of what
 *                                   `npm test` tries a sample of
 */
import { availableParallelism } from 'node:os';
import { elapsed } from '../terminal/step';
import { inParallel, jest, StageFailed } from './stages';

const cores = availableParallelism();
/** More than cores: these tests wait for n8n, a poll or the editor. */
const waiting = Math.max(3, 2 * cores);

const RUNS = {
	async fast() {
		await inParallel('typecheck', 'build');
		const short = '--testPathIgnorePatterns=\\.long\\.test\\.ts$';
		await jest('Unit and engine tests', ['unit', 'engine'], 2 * cores, short);
	},
	async unit() {
		await inParallel('typecheck', 'build', 'lint');
		await jest('Unit tests', ['unit', 'docs', 'simulator', 'package'], cores);
	},
	async soak() {
		await inParallel('build');
		process.env.HAILUO_SOAK = 'true';
		await jest('Long simulations, all cases', ['soak'], waiting);
	},
	async all() {
		await RUNS.unit();
		// They wait most: for the node's own pauses, timeouts and polls.
		await jest('n8n’s engine, faults', ['engine', 'faults'], 4 * cores);
		await jest('Real n8n, browser, queue mode', ['e2e'], waiting);
	},
};

const startedAt = Date.now();
const [name = 'all'] = process.argv.slice(2);
RUNS[name as keyof typeof RUNS]().then(
	() => console.log(`\nAll passed in ${elapsed(Date.now() - startedAt)}.`),
	(error: Error) => {
		console.error(`\n${error instanceof StageFailed ? error.message : error.stack}`);
		process.exitCode = 1;
	},
);
