/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

import { onClose } from '../../scripts/terminal/cleanup';
import { hasEnded, type Execution } from '../../tools/n8n/execution';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { startSimulator, type Simulator } from '../../simulator';
import type { TaskBehavior } from '../../simulator/tasks/taskClock';
import { startMinimax } from '../minimax';
import type { Apis, Strategy } from './strategies';

/** Long, so that polling does not slow n8n down; the times come from n8n's data. */
const POLL_MS = 500;

/** A new real n8n with this package, and both APIs. */
export interface Environment {
	n8n: N8n;
	apis: Apis;
	/** Runs a strategy for the prompts. Rejects unless each prompt became a video. */
	run(strategy: Strategy, prompts: readonly string[]): Promise<Execution>;
	close(): Promise<void>;
}

/** @param behaviors behavior of tasks by a word of their prompt; tasks of other prompts are completed at once */
export async function startEnvironment(
	packageTarball: string,
	behaviors: Readonly<Record<string, TaskBehavior>>,
): Promise<Environment> {
	const atOnce: TaskBehavior = { durationMs: 0, estimatedTimeS: 1 };
	const simulator = await startSimulator({ task: atOnce });
	const withoutBatches = await startSimulator({ task: atOnce, withTaskBatch: false });
	for (const [promptIncludes, behavior] of Object.entries(behaviors)) {
		for (const each of [simulator, withoutBatches]) each.plan({ promptIncludes, ...behavior });
	}
	const minimax = await startMinimax((prompt) => {
		const word = Object.keys(behaviors).find((known) => prompt.includes(known));
		return word === undefined ? atOnce : behaviors[word];
	});
	// The default, set explicitly so that a saved setting of n8n does not affect the measurement.
	const env = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	const n8n = await startN8n({ packageTarball, env });
	const close = async () => {
		await n8n.stop();
		await Promise.all([simulator.close(), withoutBatches.close(), minimax.close()]);
	};
	onClose(close);

	const hailuo = async (name: string, { baseUrl }: Simulator) =>
		await n8n.createCredential({
			name,
			type: 'hailuoApi',
			data: { apiKey: 'test-key', baseUrl },
		});
	const apis: Apis = {
		baseUrl: simulator.baseUrl,
		hailuo: await hailuo('Hailuo', simulator),
		singleReads: await hailuo('Hailuo without batches', withoutBatches),
		minimax: await n8n.createCredential({
			name: 'MiniMax',
			type: 'minimaxApi',
			data: { apiKey: 'test-key', region: 'international', url: minimax.url },
		}),
	};

	const run = async ({ flow, lastNode }: Strategy, prompts: readonly string[]) => {
		const { id: workflowId } = await n8n.createWorkflow(flow(prompts));
		const id = await n8n.startRun(workflowId);
		for (;;) {
			await delay(POLL_MS);
			const execution = await n8n.execution(id);
			if (!hasEnded(execution.status)) continue;
			const videos = videosOf(execution, lastNode);
			if (videos === prompts.length) return execution;
			throw new Error(
				`${videos} videos of ${prompts.length} prompts: ${execution.status} ${execution.error?.message ?? ''}`,
			);
		}
	};
	return { n8n, apis, run, close };
}

/** A loop outputs its videos in several runs of its last node. */
function videosOf({ runData }: Execution, lastNode: string): number {
	const items = (runData[lastNode] ?? []).flatMap(({ data }) => data?.main[0] ?? []);
	return items.filter(({ binary }) => binary?.data !== undefined).length;
}

/** From the start of the first node to the end of the last one, s. */
export function secondsOf({ runData }: Execution): number {
	const runs = Object.values(runData).flat();
	const start = Math.min(...runs.map(({ startTime }) => startTime));
	const end = Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime));
	return (end - start) / 1000;
}
