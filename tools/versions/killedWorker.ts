/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { deepEqual, ok } from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { Installation } from '../n8n/environment';
import { hasEnded } from '../n8n/execution';
import { openSession } from '../n8n/session';
import { waitForExecutions, waitForSavedProgress } from '../queueMode/waitForExecutions';
import { fastCrashDetection, startFleet, type Fleet, type Worker } from '../queueMode/fleet';
import { callWebhook, credentialsFor, oneNode, twoNodes } from '../queueMode/flows';
import { startSimulator, type Simulator } from '../../simulator';
import { workflowActions } from './environment';

const PROMPTS = ['A boat', 'A kite'];
const task = { durationMs: 600_000, estimatedTimeS: 20, progress: 'none' as const };
const DETECTION_TIMEOUT_MS = 120_000;

/** A strategy to create two videos, and the number of charged videos if n8n runs the jobs a second time. */
interface Strategy {
	path: string;
	api: Simulator;
	flow: typeof oneNode;
	paidIfRunAgain: number;
}

/**
 * Kills a worker with six waiting videos: two by Create with Wait for Completion at a provider that
 * honors Idempotency-Key, two at one that does not, and there two by Create and Wait as two nodes.
 * If n8n runs the jobs again, all videos must be delivered; otherwise all must be charged once.
 *
 * @returns whether n8n runs the jobs again; rejects if the result is not the expected one
 */
export async function killedWorker(installation: Installation): Promise<string> {
	let aheadMs = 0;
	const start = async (honorIdempotency: boolean) =>
		await startSimulator({ task, now: () => Date.now() + aheadMs, honorIdempotency });
	const strategies: Strategy[] = [
		{ path: 'by-key', api: await start(true), flow: oneNode, paidIfRunAgain: 2 },
		{ path: 'without-key', api: await start(false), flow: oneNode, paidIfRunAgain: 4 },
		{ path: 'two-nodes', api: await start(false), flow: twoNodes, paidIfRunAgain: 2 },
	];
	const env = { N8N_DISABLED_MODULES: '', ...fastCrashDetection };
	const fleet = await startFleet({ concurrency: 10, env, installation });
	try {
		const [worker] = await fleet.addWorkers(1);
		const ids: string[] = [];
		for (const strategy of strategies) ids.push(await startExecutions(fleet, strategy));

		await worker.kill();
		const [next] = await fleet.addWorkers(1);
		const isRunAgain = await waitForRerun(fleet, next, ids);
		if (isRunAgain) {
			// At these providers a second create arrives in any case; then a second charge has happened.
			const second = 2 * PROMPTS.length;
			for (const { api } of strategies.slice(0, 2)) await api.waitForRequest('create', second);
			aheadMs += task.durationMs;
		}

		const ended = await Promise.all(
			ids.map(async (id) => await waitForExecutions(fleet.main, id, PROMPTS.length)),
		);
		const good = ended.flat().filter(({ status }) => status === 'success').length;
		const paid = strategies.map(({ api }) => api.paidTaskIds.length);
		const expected = strategies.map((strategy) =>
			isRunAgain ? strategy.paidIfRunAgain : PROMPTS.length,
		);
		deepEqual(
			{ good, paid },
			{ good: isRunAgain ? ids.length * PROMPTS.length : 0, paid: expected },
		);
		return isRunAgain ? 'run again' : 'not run again';
	} finally {
		await fleet.stop();
		await Promise.all(strategies.map(async ({ api }) => await api.close()));
	}
}

/** Starts two executions and resolves when their tasks are created, and saved if n8n saves progress. */
async function startExecutions(fleet: Fleet, { path, api, flow }: Strategy): Promise<string> {
	const { activate } = workflowActions(openSession(fleet.main.url, fleet.main.cookie));
	const id = await activate(flow(path, await credentialsFor(fleet, api)).build());
	await callWebhook(fleet, path, PROMPTS);
	await api.waitForRequest('create', PROMPTS.length);
	if (flow === twoNodes) await waitForSavedProgress(fleet, id, PROMPTS.length);
	return id;
}

/** Resolves when n8n has detected the killed worker, and has ended or restarted all its executions. */
async function waitForRerun(
	{ main }: Fleet,
	next: Worker,
	ids: readonly string[],
): Promise<boolean> {
	for (const end = Date.now() + DETECTION_TIMEOUT_MS; ; await delay(500)) {
		const states = await Promise.all(ids.map(async (id) => await main.executionStates(id)));
		const started = new Set(next.startedExecutions());
		const left = states.flat().filter(({ id, status }) => !started.has(id) && !hasEnded(status));
		if (left.length === 0) return started.size > 0;
		ok(Date.now() < end, `${left.length} executions of the killed worker have not ended`);
	}
}
