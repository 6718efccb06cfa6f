/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator } from '../simulator';
import type { TaskBehavior } from '../simulator/tasks/taskClock';
import { onClose } from '../scripts/terminal/cleanup';
import { hasEnded, type Execution } from '../tools/n8n/execution';
import { startN8n } from '../tools/n8n/n8n';
import { startMinimax } from './minimax';
import { builtIn, loop, ours, type Way } from './ways';

/** Long, so that polling does not slow n8n down; the times come from n8n's data. */
const POLL_MS = 500;
const AT_ONCE: TaskBehavior = { durationMs: 0, estimatedTimeS: 1 };
/** A word in the prompts of the measured tasks; other tasks are completed at once. */
const MEASURED = 'paper';

/** Creates this many videos in one way; rejects unless all come out. */
export type Run = (videos: number) => Promise<{ seconds: number; readsPerVideo: number }>;

export interface Environment {
	/** Process ID of n8n. */
	pid: number;
	/** The ways by name, each with an API of its own, after a first small video. */
	ways: Record<string, Run>;
	close(): Promise<void>;
}

/** Starts a real n8n with this package and an API for each way. */
export async function startEnvironment(
	behavior: TaskBehavior,
	names: readonly string[],
): Promise<Environment> {
	const start = async () => await startSimulator({ task: AT_ONCE });
	const [forOurs, forLoop] = [await start(), await start()];
	for (const api of [forOurs, forLoop]) api.plan({ promptIncludes: MEASURED, ...behavior });
	const minimax = await startMinimax((prompt) => (prompt.includes(MEASURED) ? behavior : AT_ONCE));
	// The default, set explicitly so that a saved setting of n8n does not affect the measurement.
	const env = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	const n8n = await startN8n({ env });
	const close = async () => {
		await n8n.stop();
		await Promise.all([forOurs, forLoop, minimax].map(async (api) => await api.close()));
	};
	onClose(close);

	const credential = async (type: string, data: Record<string, string>) =>
		await n8n.createCredential({ name: type, type, data: { apiKey: 'test-key', ...data } });
	const hailuo = await credential('hailuoApi', { baseUrl: forOurs.baseUrl });
	const forTheLoop = await credential('hailuoApi', { baseUrl: forLoop.baseUrl });
	const minimaxApi = await credential('minimaxApi', { region: 'international', url: minimax.url });
	const readsOf = (api: typeof forOurs) =>
		api.requestsTo('read').length + api.requestsTo('batch').length;

	const runOf =
		({ flow, lastNode }: Way, reads: () => number) =>
		async (videos: number, word = MEASURED) => {
			const before = reads();
			const prompts = Array<string>(videos).fill(`A ${word} boat`);
			const id = await n8n.startRun((await n8n.createWorkflow(flow(prompts))).id);
			let execution = await n8n.execution(id);
			while (!hasEnded(execution.status)) {
				await delay(POLL_MS);
				execution = await n8n.execution(id);
			}
			const { status, error } = execution;
			const count = videosOf(execution, lastNode);
			if (count !== videos) throw new Error(`${count} videos: ${status} ${error?.message ?? ''}`);
			return { seconds: secondsOf(execution), readsPerVideo: (reads() - before) / videos };
		};
	const all = {
		Hailuo: runOf(ours(hailuo), () => readsOf(forOurs)),
		'HTTP Request loop': runOf(loop(forLoop.baseUrl, forTheLoop), () => readsOf(forLoop)),
		'Built-in MiniMax': runOf(builtIn(minimaxApi), () => minimax.reads()),
	};
	const chosen = Object.entries(all).filter(([name]) => names.includes(name));
	for (const [, run] of chosen) await run(1, 'warm');
	return { pid: n8n.pid, ways: Object.fromEntries(chosen), close };
}

/** A loop outputs its videos in several runs of its last node. */
function videosOf({ runData }: Execution, lastNode: string): number {
	const items = (runData[lastNode] ?? []).flatMap(({ data }) => data?.main[0] ?? []);
	return items.filter(({ binary }) => binary?.data !== undefined).length;
}

/** From the start of the first node to the end of the last one, s. */
function secondsOf({ runData }: Execution): number {
	const runs = Object.values(runData).flat();
	const start = Math.min(...runs.map(({ startTime }) => startTime));
	const end = Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime));
	return (end - start) / 1000;
}
