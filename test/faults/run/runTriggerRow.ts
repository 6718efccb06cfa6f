/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { setTimeout as delay } from 'node:timers/promises';

import { startTrigger, type PollResult } from '../../engine/harness/trigger';
import { startSimulator } from '../../../simulator';
import type { FaultCase } from '../case';
import { markOf, promptOf } from '../item';
import { violations } from '../violations';
import { countByEndpoint, endOfRun, paidTasks, type Observation } from './output';

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
export async function runTriggerRow(row: FaultCase, tasks: number): Promise<Observation> {
	const { on = 'list', when, faults: [then] = [] } = row;
	let aheadMs = 0;
	const api = await startSimulator({
		keys: [KEY],
		withTaskBatch: false,
		task: { durationMs: MINUTE_MS },
		now: () => Date.now() + aheadMs,
	});
	const addFault = () =>
		api.fault({
			on,
			...(on === 'read' && { promptIncludes: markOf(Math.floor(tasks / 2)) }),
			...(when === 'always' && { times: 'always' }),
			then,
		});
	const emitted: string[] = [];
	const failures: Array<NonNullable<PollResult['error']>> = [];
	const record = async (poll: Promise<PollResult>) => {
		const { items = [], error } = await poll;
		emitted.push(...items.map(({ taskId }) => String(taskId)));
		if (error !== undefined) failures.push(error);
	};
	try {
		const trigger = await startTrigger({
			parameters: { watch: 'account', event: 'finished' },
			baseUrl: api.baseUrl,
			workflowId: `faults${(workflows += 1)}`,
		});
		const atActivation = when === 'first' ? addFault() : undefined;
		await record(trigger.activate());
		if (failures.length > 0) {
			// The user fixes what the error names, and activates again.
			atActivation?.remove();
			await record(trigger.activate());
		}
		const ids: string[] = [];
		for (let index = 0; index < tasks; index += 1) {
			ids.push(await api.createTask(promptOf(index)));
		}
		if (when === 'middle') addFault();
		await record(trigger.poll());
		aheadMs += 2 * MINUTE_MS;
		const later = when === 'at completion' || when === 'always' ? addFault() : undefined;
		await record(trigger.poll());
		if (when === 'always') await record(trigger.poll());
		later?.remove();
		const endsAt = Date.now() + POLL_TIMEOUT_MS;
		while (ids.some((id) => !emitted.includes(id)) && Date.now() < endsAt) {
			await delay(PAUSE_MS);
			await record(trigger.poll());
		}
		await record(trigger.poll());

		const once = ids.filter((id) => emitted.filter((each) => each === id).length === 1);
		const reads = api.requestsTo('read').filter(({ faulted }) => !faulted);
		const readsOf = (id: string) => reads.filter(({ taskId }) => taskId === id).length;
		const end = failures.length > 0 ? endOfRun(failures[0]) : ({ is: 'emitted' } as const);
		return {
			faulted: once.length === ids.length ? end : { is: 'something else' },
			others: [],
			requests: { ...countByEndpoint(api.requests), read: Math.max(...ids.map(readsOf)) },
			violations: violations({
				records: api.requests,
				paid: paidTasks(api),
				delivered: once,
				named: [],
				indeterminate: [],
				texts: failures.map(({ message, description }) => `${message} ${description}`),
				key: KEY,
				keyHosts: [new URL(api.baseUrl).host],
			}),
		};
	} finally {
		await api.close();
	}
}
