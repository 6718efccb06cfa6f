/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { startEnvironment, type Environment } from '../n8n/environment';
import { builtIn, ours, type Strategy } from '../n8n/strategies';
import { spreadOf, type Spread } from '../spread';
import type { Tools } from './part';

const VIDEO_BYTES = 300e6;
/** Pause after the warm-up, until n8n is idle. */
const REST_MS = 3_000;

/** The peak memory of n8n minus its idle memory. */
export interface MemoryFigure {
	strategy: 'ours' | 'builtIn';
	/** Videos of 300 MB in one run. */
	videos: number;
	/** MB (10^6 bytes) of resident memory. */
	overIdleMb: Spread;
	/** The same for one small video: the base cost of this workflow. */
	smallOverIdleMb: Spread;
	idleMb: Spread;
}

/**
 * A new n8n for each run. It first creates one small video with the same strategy, so that code
 * loaded on first use counts as idle.
 */
export async function measureMemory({ tarball, runs, log }: Tools): Promise<MemoryFigure[]> {
	if (process.platform !== 'linux') throw new Error('Memory can be measured on Linux only (/proc)');
	const packed = await tarball();
	const figures: MemoryFigure[] = [];
	for (const videos of [1, 5]) {
		// Both in parallel: each n8n is a process with its own memory.
		const both = (['ours', 'builtIn'] as const).map(async (strategy): Promise<MemoryFigure> => {
			const peaks: Array<Record<'small' | 'large', Peak>> = [];
			for (let run = 1; run <= runs; run += 1) {
				log(`${videos} × 300 MB, run ${run} of ${runs}`);
				peaks.push(await peaksOf(packed, strategy, videos));
			}
			return {
				strategy,
				videos,
				overIdleMb: spreadOf(peaks.map(({ large }) => large.overIdleMb)),
				smallOverIdleMb: spreadOf(peaks.map(({ small }) => small.overIdleMb)),
				idleMb: spreadOf(peaks.map(({ large }) => large.idleMb)),
			};
		});
		figures.push(...(await Promise.all(both)));
	}
	return figures;
}

interface Peak {
	idleMb: number;
	overIdleMb: number;
}

async function peaksOf(tarball: string, name: MemoryFigure['strategy'], videos: number) {
	const environment = await startEnvironment(tarball, {
		large: { durationMs: 0, estimatedTimeS: 1, videoBytes: VIDEO_BYTES },
	});
	const strategy = name === 'ours' ? ours(environment.apis.hailuo) : builtIn(environment.apis);
	try {
		await environment.run(strategy, ['Warm']);
		const small = await peakOf(environment, strategy, ['A small boat']);
		const large = await peakOf(environment, strategy, Array<string>(videos).fill('A large boat'));
		return { small, large };
	} finally {
		await environment.close();
	}
}

async function peakOf(
	{ n8n, run }: Environment,
	strategy: Strategy,
	prompts: readonly string[],
): Promise<Peak> {
	await delay(REST_MS);
	const idleMb = residentMb(n8n.pid, 'VmRSS');
	// 5 resets the peak (VmHWM) to the current resident memory.
	writeFileSync(`/proc/${n8n.pid}/clear_refs`, '5');
	await run(strategy, prompts);
	return { idleMb, overIdleMb: residentMb(n8n.pid, 'VmHWM') - idleMb };
}

function residentMb(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	return (Number(kib) * 1024) / 1e6;
}
