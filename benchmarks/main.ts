/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** `npm run bench`: measures this node, an HTTP Request loop and the built-in MiniMax node in a real n8n, and writes the tables of docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { runCommand } from '../scripts/terminal/cleanup';
import { step } from '../scripts/terminal/step';
import { dependencies } from '../test/e2e/package.json';
import { rewrite, short, table } from '../tools/report/markdown';
import { startEnvironment, type Run } from './environment';

const PAGE = join(__dirname, '..', 'docs', 'benchmarks.md');

/** No figure is published from a single run. */
const RUNS = 3;
/** Duration of each task in the measurement of time, s. */
const TASK_S = 20;
/** The built-in node processes one item after the other: twenty would take ten minutes a run. */
const VIDEOS: Record<string, number[]> = {
	Hailuo: [1, 3, 20],
	'HTTP Request loop': [1, 3, 20],
	'Built-in MiniMax': [1, 3],
};
const LARGE_BYTES = 300e6;
/** Pause until n8n is idle, ms. */
const REST_MS = 3_000;

type Log = (note: string) => void;

/** The ways run side by side in one n8n: nearly all of their time is waiting. */
async function measureTime(log: Log): Promise<string> {
	const behavior = { durationMs: TASK_S * 1_000, estimatedTimeS: TASK_S };
	const { ways, close } = await startEnvironment(behavior, Object.keys(VIDEOS));
	const lanes = Object.entries(ways).map(async ([name, run]) => {
		const rows: string[][] = [];
		for (const videos of VIDEOS[name]) {
			const all: Array<Awaited<ReturnType<Run>>> = [];
			for (let count = 1; count <= RUNS; count += 1) {
				log(`${name}, ${videos} videos, run ${count}`);
				all.push(await run(videos));
			}
			const seconds = all.map((one) => one.seconds);
			const reads = all.map(({ readsPerVideo }) => readsPerVideo);
			rows.push([String(videos), name, spread(seconds, 's'), spread(reads)]);
		}
		return rows;
	});
	const rows = (await Promise.all(lanes)).flat().sort(([a], [b]) => Number(a) - Number(b));
	await close();
	return table(['Videos in one run', 'Way', 'Time', 'Reads per video'], rows);
}

/** A new n8n for each run, which generates one small video first: what n8n loads on first use is not counted. */
async function measureMemory(log: Log): Promise<string> {
	const rows: string[][] = [];
	for (const name of Object.keys(VIDEOS)) {
		const peaks: number[] = [];
		for (let count = 1; count <= RUNS; count += 1) {
			log(`${name}, run ${count}`);
			const behavior = { durationMs: 0, estimatedTimeS: 1, videoBytes: LARGE_BYTES };
			const { pid, ways, close } = await startEnvironment(behavior, [name]);
			await delay(REST_MS);
			const idleMb = residentMb(pid, 'VmRSS');
			// 5 resets the peak (VmHWM) to the current resident memory.
			writeFileSync(`/proc/${pid}/clear_refs`, '5');
			await ways[name](1);
			peaks.push(residentMb(pid, 'VmHWM') - idleMb);
			await close();
		}
		rows.push([name, spread(peaks, 'MB')]);
	}
	return table(['Way', 'Peak memory over idle, one video of 300 MB'], rows);
}

/** MB (10^6 bytes), on Linux only. */
function residentMb(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	return (Number(kib) * 1024) / 1e6;
}

/** `20.3 s (20.1 to 20.9)`: the median, and the smallest and the largest of the runs. */
function spread(values: readonly number[], unit = ''): string {
	const sorted = [...values].sort((a, b) => a - b);
	const median = sorted[Math.floor(sorted.length / 2)];
	const end = unit && ` ${unit}`;
	return `${short(median)}${end} (${short(sorted[0])} to ${short(sorted[sorted.length - 1])})`;
}

/** Half of the cores: the benchmark itself has not started yet. */
function refuseBusyMachine(): void {
	const [load] = loadavg();
	if (load <= availableParallelism() / 2 || process.argv.includes('--busy')) return;
	throw new Error(
		`Other work runs on this machine (load ${short(load)}): times would be too long. Try again later, or with \`-- --busy\` to try the benchmark itself.`,
	);
}

async function main(): Promise<void> {
	refuseBusyMachine();
	const time = await step('Time and reads', measureTime);
	const memory = await step('Memory', measureMemory);

	const gb = Math.round(totalmem() / 2 ** 30);
	const machine = `Measured on ${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${gb} GB, ${process.platform}, n8n ${dependencies.n8n} on Node ${dependencies.node}. Medians of ${RUNS} runs, with the smallest and the largest.`;
	const written = [machine, time, memory].join('\n\n');
	rewrite(PAGE, 'npm run bench', () => written);
	console.log(`${written}\n\ndocs/benchmarks.md`);
}

runCommand(main, (error) =>
	console.error(`\n${error?.message ?? 'Interrupted; docs/benchmarks.md is as it was.'}`),
);
