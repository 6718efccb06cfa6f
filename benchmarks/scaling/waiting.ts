/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */

/**
 * Measures what 5,000 waiting items cost: the built node in n8n's engine, in real time, in a process of its
 * own, so that the work of the simulator is not counted.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator } from '../../simulator';
import { short } from '../../tools/report/markdown';
import { runNode, startNode, type NodeRun } from '../../tools/engine/engine';

const ITEMS = 5_000;
const MEASURED_MS = 60_000;

interface Figures {
	cpuS: number;
	heapMb: number;
}

async function main(): Promise<void> {
	const api = await startSimulator({ task: { durationMs: 60 * 60_000 } });
	const child = fork(__filename, [api.baseUrl], {
		execArgv: ['--import', 'tsx', '--expose-gc'],
		env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
	});
	while (api.requestsTo('create').length < ITEMS) await delay(1_000);
	// The first reads are due 25 s after the creates.
	await delay(60_000);
	const reads = () => api.requestsTo('read').length + api.requestsTo('batch').length;
	const before = reads();
	child.send('measure');
	const [{ cpuS, heapMb }] = (await once(child, 'message')) as [Figures];
	const figures = `${short(cpuS)} s of CPU, ${reads() - before} requests, heap ${short(heapMb)} MB`;
	process.stdout.write(`${ITEMS} waiting items, one minute: ${figures}\n`);
	child.kill();
	await api.close();
}

/** The process with the node. */
async function wait(baseUrl: string): Promise<void> {
	const creating = (items: number, waitForCompletion: boolean): NodeRun => ({
		baseUrl,
		parameters: {
			operation: 'create',
			prompt: '={{ $json.prompt }}',
			waitForCompletion,
			options: waitForCompletion ? { timeoutMinutes: 90 } : {},
		},
		items: Array.from({ length: items }, (_, index) => ({ prompt: `Boat number ${index}` })),
	});
	await runNode(creating(10, false));
	const heapBefore = heapUsed();
	await startNode(creating(ITEMS, true));
	await once(process, 'message');
	const before = process.cpuUsage();
	await delay(MEASURED_MS);
	const { user, system } = process.cpuUsage(before);
	const figures: Figures = { cpuS: (user + system) / 1e6, heapMb: (heapUsed() - heapBefore) / 1e6 };
	process.send!(figures);
}

function heapUsed(): number {
	global.gc!();
	return process.memoryUsage().heapUsed;
}

void (process.send === undefined ? main() : wait(process.argv[2]));
