/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { elapsed, step } from '../terminal/step';

const root = join(__dirname, '..', '..');

/** A failed stage whose output has been shown. */
export class StageFailed extends Error {}

/** Runs npm scripts in parallel and shows the output of those that fail. */
export async function inParallel(...scripts: string[]): Promise<void> {
	await step(scripts.join(', '), async () => {
		const run = async (script: string) => await output(['npm', 'run', '--silent', script]);
		const results = await Promise.all(scripts.map(run));
		for (const { text } of results.filter(({ code }) => code !== 0)) console.error(`\n${text}`);
		const failed = scripts.filter((_, i) => results[i].code !== 0);
		if (failed.length > 0) throw new StageFailed(`${failed.join(', ')} failed.`);
	});
}

/** Runs the jest projects of these names with a short report. */
export async function jest(title: string, projects: string[], workers: number, ...args: string[]) {
	console.log(`… ${title}`);
	const startedAt = Date.now();
	const reporter = join(root, 'test', 'runner', 'reporter.cjs');
	const flags = [`--maxWorkers=${workers}`, `--reporters=${reporter}`, ...args];
	const program = [process.execPath, require.resolve('jest/bin/jest')];
	const { code } = await output([...program, ...flags, '--selectProjects', ...projects], 'inherit');
	const time = elapsed(Date.now() - startedAt);
	if (code !== 0) throw new StageFailed(`${title}: failed after ${time}.`);
	console.log(`✓ ${title}  ${time}`);
}

/** Runs a program to its end; its output is collected or written to the terminal. */
async function output([program, ...args]: string[], stdout: 'pipe' | 'inherit' = 'pipe') {
	// On Windows npm is a .cmd file, which only a shell can start; the arguments are our own and safe.
	const shell = process.platform === 'win32' && program === 'npm';
	const child = spawn(program, args, { cwd: root, shell, stdio: ['ignore', stdout, stdout] });
	const chunks: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
	}
	return await new Promise<{ code: number | null; text: string }>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, text: Buffer.concat(chunks).toString() }));
	});
}
