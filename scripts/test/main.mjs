/**
 * Runs the tests in stages, the cheapest and most informative first; a failed stage ends the run.
 *
 *   node scripts/test/main.mjs          `npm test`: every kind of test
 *   node scripts/test/main.mjs --unit   `npm run test:unit`: lint, types and unit tests, on any Node
 *   node scripts/test/main.mjs --fast   `npm run test:fast`: what needs no n8n and no minute
 *   node scripts/test/main.mjs --soak   `npm run test:soak`: the long simulations, and all cases of
 *                                       what `npm test` tries a sample of
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { inParallel, jest, StageFailed } from './stages.mjs';

const { values } = parseArgs({
	options: {
		unit: { type: 'boolean', default: false },
		fast: { type: 'boolean', default: false },
		soak: { type: 'boolean', default: false },
	},
});

const cores = availableParallelism();
/** More than cores: these tests wait for n8n, a poll or the editor. */
const waiting = Math.max(3, 2 * cores);
/** The engine's tests wait most: for the node's own pauses, timeouts and polls. */
const pausing = 4 * cores;
const UNIT = ['unit', 'docs', 'simulator', 'package'];

const BUILD = { title: 'Build', command: ['npm', 'run', '--silent', 'build'] };
const TYPES = { title: 'Types', command: ['npm', 'run', '--silent', 'typecheck'] };
const LINT = { title: 'Lint', command: ['npm', 'run', '--silent', 'lint'] };

async function fast() {
	await inParallel([TYPES, BUILD]);
	const args = ['--testPathIgnorePatterns=\\.long\\.test\\.ts$'];
	await jest('Unit and engine tests', ['unit', 'engine'], { workers: 2 * cores, args });
}

async function unit() {
	await inParallel([TYPES, BUILD, LINT]);
	await jest('Unit tests', UNIT, { workers: cores });
}

async function soak() {
	await inParallel([BUILD]);
	process.env.HAILUO_SOAK = 'true';
	await jest('Long simulations, all cases', ['soak'], { workers: waiting });
}

async function everything() {
	await unit();
	await jest('n8n’s engine, faults', ['engine', 'faults'], { workers: pausing });
	await jest('Real n8n, browser, queue mode', ['e2e'], { workers: waiting });
}

const startedAt = Date.now();
try {
	const chosen = values.unit ? unit : values.fast ? fast : values.soak ? soak : everything;
	await chosen();
	const s = Math.round((Date.now() - startedAt) / 1000);
	console.log(`\nAll passed in ${Math.floor(s / 60)} min ${s % 60} s.`);
} catch (error) {
	if (!(error instanceof StageFailed)) throw error;
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
