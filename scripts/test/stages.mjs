/** The stages of a test run: parallel programs, and jest with a short report. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../terminal/step.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const jestProgram = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A failed stage whose output has been shown. */
export class StageFailed extends Error {}

/** Runs programs in parallel and shows the output of those that fail. */
export async function inParallel(stages) {
	const names = (some) => some.map(({ title }) => title).join(', ');
	await step(names(stages), async () => {
		const results = await Promise.all(stages.map(async ({ command }) => await output(command)));
		for (const { text } of results.filter(({ code }) => code !== 0)) console.error(`\n${text}`);
		const failed = stages.filter((_, i) => results[i].code !== 0);
		if (failed.length > 0) throw new StageFailed(`${names(failed)} failed.`);
	});
}

/** Runs the jest projects of these names. */
export async function jest(title, projects, { workers, args = [] }) {
	console.log(`… ${title}`);
	const startedAt = Date.now();
	const reporter = join(root, 'test', 'runner', 'reporter.cjs');
	const flags = [`--maxWorkers=${workers}`, `--reporters=${reporter}`, ...args];
	const command = [process.execPath, jestProgram, ...flags, '--selectProjects', ...projects];
	const { code } = await output(command, 'inherit');
	const s = Math.round((Date.now() - startedAt) / 1000);
	if (code !== 0) throw new StageFailed(`${title}: failed after ${s} s.`);
	console.log(`✓ ${title}  ${s} s`);
}

/** Runs a program to its end; its output is collected or written to the terminal. */
function output([program, ...args], stdout = 'pipe') {
	return new Promise((resolve, reject) => {
		// On Windows npm is a .cmd file, which only a shell can start; the arguments are our own and safe.
		const shell = process.platform === 'win32' && program === 'npm';
		const child = spawn(program, args, { cwd: root, shell, stdio: ['ignore', stdout, stdout] });
		const chunks = [];
		child.stdout?.on('data', (chunk) => chunks.push(chunk));
		child.stderr?.on('data', (chunk) => chunks.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, text: Buffer.concat(chunks).toString() }));
	});
}
