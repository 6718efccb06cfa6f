/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

import { startTrigger, type ActiveTrigger, type PollResult } from '../../engine/harness/trigger';
import { startSimulator, type Simulator } from '../../../simulator';
import { clientOf, createdId } from '../../../simulator/testing/client';
import type { FaultCase } from '../case';
import { itemIn, markOf, promptOf } from '../item';
import { violations } from '../violations';
import type { ItemEnd } from './itemEnd';
import { countByEndpoint, type RunObservation } from './observation';

/** The key of the simulator's own client. */
const KEY = 'test-key';
const MINUTE_MS = 60_000;
/** After a 429, polls do nothing for a second or two; the remaining time is for a busy machine. */
const POLL_TIMEOUT_MS = 4 * 60_000;
const PAUSE_MS = 100;

let workflows = 0;

/**
 * Watches an account with the trigger while the given number of tasks finish. Whatever the fault,
 * each task must be emitted once in the end: a failed poll loses nothing.
 */
export async function runTriggerCase(row: FaultCase, tasks: number): Promise<RunObservation> {
	let aheadMs = 0;
	const api = await startSimulator({
		keys: [KEY],
		errorShape: row.errorShape,
		withTaskBatch: row.on === 'batch',
		task: { durationMs: MINUTE_MS },
		now: () => Date.now() + aheadMs,
	});
	try {
		const run = new TriggerRun(await newTrigger(api));
		const addRowFault = () => addFault(api, row, Math.floor(tasks / 2));

		const atActivation = row.when === 'first' ? addRowFault() : undefined;
		await run.activate();
		if (run.failures.length > 0) {
			// The user fixes what the error names, and activates again.
			atActivation?.remove();
			await run.activate();
		}
		const ids: string[] = [];
		for (let index = 0; index < tasks; index += 1) {
			const body = { model: 'MiniMax-Hailuo-02', prompt: promptOf(index) };
			ids.push(await createdId(clientOf(api), body));
		}
		if (row.when === 'middle') addRowFault();
		await run.poll();
		aheadMs += 2 * MINUTE_MS;
		const later = row.when === 'at completion' || row.when === 'always' ? addRowFault() : undefined;
		await run.poll();
		if (row.when === 'always') await run.poll();
		later?.remove();
		await run.pollUntilEmitted(ids);
		await run.poll();
		return observe(api, run, ids);
	} finally {
		await api.close();
	}
}

async function newTrigger({ baseUrl }: Simulator): Promise<ActiveTrigger> {
	workflows += 1;
	const parameters = { watch: 'account', event: 'finished' };
	return await startTrigger({ parameters, baseUrl, workflowId: `faults${workflows}` });
}

function addFault(
	api: Simulator,
	{ on = 'list', when, faults = [] }: FaultCase,
	faultedItem: number,
) {
	const [then] = faults;
	return api.fault({
		on,
		...(on === 'read' && { promptIncludes: markOf(faultedItem) }),
		...(when === 'always' && { times: 'always' }),
		then,
	});
}

/** A running trigger: the tasks that it emitted and the errors that it threw. */
class TriggerRun {
	readonly emitted: string[] = [];
	readonly failures: Array<NonNullable<PollResult['error']>> = [];

	constructor(private readonly trigger: ActiveTrigger) {}

	async activate(): Promise<void> {
		this.record(await this.trigger.activate());
	}

	async poll(): Promise<void> {
		this.record(await this.trigger.poll());
	}

	async pollUntilEmitted(ids: readonly string[]): Promise<void> {
		const endsAt = Date.now() + POLL_TIMEOUT_MS;
		while (ids.some((id) => !this.emitted.includes(id)) && Date.now() < endsAt) {
			await delay(PAUSE_MS);
			await this.poll();
		}
	}

	private record({ items = [], error }: PollResult): void {
		this.emitted.push(...items.map(({ taskId }) => String(taskId)));
		if (error !== undefined) this.failures.push(error);
	}
}

function observe(
	api: Simulator,
	{ emitted, failures }: TriggerRun,
	ids: readonly string[],
): RunObservation {
	const timesEmitted = (id: string) => emitted.filter((each) => each === id).length;
	const reads = ids.map(
		(id) =>
			api.requestsTo('read').filter(({ taskId, faulted }) => taskId === id && !faulted).length,
	);
	return {
		faulted: endOf(
			ids.every((id) => timesEmitted(id) === 1),
			failures,
		),
		others: [],
		requests: { ...countByEndpoint(api.requests), read: Math.max(...reads) },
		isIndeterminate: false,
		violations: violations({
			records: api.requests,
			paid: api.tasks.map(({ id, request }) => ({ id, item: itemIn(request.prompt) })),
			delivered: ids.filter((id) => timesEmitted(id) === 1),
			named: [],
			indeterminate: [],
			texts: failures.map(({ message, description }) => `${message} ${description}`),
			key: KEY,
			keyHosts: [new URL(api.baseUrl).host],
		}),
	};
}

function endOf(isComplete: boolean, [failure]: TriggerRun['failures']): ItemEnd {
	if (!isComplete) return { is: 'something else' };
	if (failure === undefined) return { is: 'emitted' };
	return { is: 'error', message: failure.message, advice: failure.description ?? '' };
}
