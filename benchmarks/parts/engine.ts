/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../../simulator';
import type { CreateRun, EngineRuns } from '../engine/figures';
import { spreadOf, type Spread } from '../spread';
import type { Tools } from './part';

/** Many items in n8n's engine. */
export interface EngineFigures {
	ours: CreateFigures;
	requestsOnly: CreateFigures;
	waiting: { stallMs: Spread; heapMb: Spread; cpuSPerMinute: Spread; stopMs: Spread };
}

export interface CreateFigures {
	/** CPU time per item, ms. */
	cpuMs: Spread;
	/** Longest time for which the event loop was blocked, ms. */
	stallMs: Spread;
}

const SCRIPT = join(__dirname, '..', 'engine', 'process.ts');

export async function measureEngine({ tarball, runs, log }: Tools): Promise<EngineFigures> {
	log('1,000 creates, then 5,000 items waiting');
	await tarball(); // the engine loads the built package
	const simulator = await startSimulator({ task: { durationMs: 30 * 60_000 } });
	try {
		const { ours, requestsOnly, waiting } = await engineRuns(simulator, runs);
		return {
			ours: createFigures(ours),
			requestsOnly: createFigures(requestsOnly),
			waiting: {
				stallMs: spreadOf(waiting.map(({ stalls }) => stalls.workMs)),
				heapMb: spreadOf(waiting.map(({ heapMb }) => heapMb)),
				cpuSPerMinute: spreadOf(waiting.map(({ cpuSPerMinute }) => cpuSPerMinute)),
				stopMs: spreadOf(waiting.map(({ stopMs }) => stopMs)),
			},
		};
	} finally {
		await simulator.close();
	}
}

const createFigures = (runs: CreateRun[]): CreateFigures => ({
	cpuMs: spreadOf(runs.map(({ cpuMs }) => cpuMs)),
	stallMs: spreadOf(runs.map(({ stalls }) => stalls.workMs)),
});

async function engineRuns(simulator: Simulator, runs: number): Promise<EngineRuns> {
	const child = fork(SCRIPT, [simulator.baseUrl, String(runs)], {
		execArgv: ['--import', 'tsx', '--expose-gc'],
		env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
	});
	const failed = once(child, 'exit').then(([code]) => {
		throw new Error(`The engine process ended with ${code} and gave no figures`);
	});
	for (;;) {
		const [message] = (await Promise.race([once(child, 'message'), failed])) as [
			EngineRuns | number,
		];
		if (typeof message !== 'number') return message;
		// The process does not know when its creates have arrived.
		await simulator.waitForRequest('create', message);
		child.send('created');
	}
}
