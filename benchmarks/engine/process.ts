/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/**
 * Runs the built node in n8n's engine, in a separate process (`fork`, with the API's URL and the
 * number of runs), so that the work of the simulator and the benchmark is not measured.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { runNode, startNode, type NodeRun } from '../../tools/engine/engine';
import type { CreateRun, EngineRuns, WaitingRun } from './figures';
import { requestsOnly } from './requestsOnly';
import { watchStalls } from './stalls';

const ITEMS = 1_000;
const WAITING_ITEMS = 5_000;
const WARM_UP_ITEMS = 100;
/** Duration for which the CPU time of waiting is measured. */
const WAITING_MS = 30_000;

const [baseUrl, runs] = process.argv.slice(2);
let createsSent = 0;

const creating = (items: number, parameters: NodeRun['parameters'] = {}): NodeRun => ({
	baseUrl,
	parameters: {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		waitForCompletion: false,
		...parameters,
	},
	items: Array.from({ length: items }, (_, index) => ({ prompt: `Boat number ${index}` })),
});
const sending = (items: number): NodeRun => ({
	...creating(items),
	nodeType: requestsOnly(baseUrl),
});

async function measureCreates(run: NodeRun): Promise<CreateRun> {
	collectGarbage();
	const stalls = watchStalls();
	const before = process.cpuUsage();
	const { items, error } = await runNode(run);
	const { user, system } = process.cpuUsage(before);
	if (items.length !== ITEMS) throw error ?? new Error(`Only ${items.length} items came out`);
	createsSent += ITEMS;
	return { cpuMs: (user + system) / 1000 / ITEMS, stalls: stalls() };
}

async function measureWaiting(): Promise<WaitingRun> {
	collectGarbage();
	const heapBefore = process.memoryUsage().heapUsed;
	const run = creating(WAITING_ITEMS, {
		waitForCompletion: true,
		options: { timeoutMinutes: 60 },
	});
	const stalls = watchStalls();
	const { result, stop } = await startNode(run);
	process.send!(createsSent + WAITING_ITEMS);
	await once(process, 'message');
	const before = process.cpuUsage();
	await delay(WAITING_MS);
	const { user, system } = process.cpuUsage(before);
	const stalled = stalls();
	collectGarbage();
	const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
	const stoppedAt = performance.now();
	stop();
	await result.catch(() => undefined);
	createsSent += WAITING_ITEMS;
	return {
		stalls: stalled,
		heapMb,
		cpuSPerMinute: ((user + system) / 1e6) * (60_000 / WAITING_MS),
		stopMs: performance.now() - stoppedAt,
	};
}

function collectGarbage(): void {
	if (!global.gc) throw new Error('This process needs --expose-gc');
	global.gc();
}

async function measure(): Promise<EngineRuns> {
	await runNode(creating(WARM_UP_ITEMS));
	await runNode(sending(WARM_UP_ITEMS));
	createsSent += 2 * WARM_UP_ITEMS;
	const measured: EngineRuns = { ours: [], requestsOnly: [], waiting: [] };
	for (let run = 0; run < Number(runs); run += 1) {
		measured.ours.push(await measureCreates(creating(ITEMS)));
		measured.requestsOnly.push(await measureCreates(sending(ITEMS)));
	}
	for (let run = 0; run < Number(runs); run += 1) measured.waiting.push(await measureWaiting());
	return measured;
}

// The process that started it has ended.
process.once('disconnect', () => process.exit(1));
void measure().then((measured) => process.send!(measured, () => process.exit()));
