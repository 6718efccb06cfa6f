import type { N8nClient } from '../n8n/client';
import { hasEnded, type Execution } from '../n8n/execution';
import { untilNextPoll } from '../n8n/executions';
import { emittedTaskIds } from '../n8n/watchWorkflow';
import type { Fleet } from './fleet';

const TIMEOUT_MS = 400_000;

/** Waits until a workflow has at least this many executions and all have ended; oldest first. */
export async function waitForExecutions(
	n8n: N8nClient,
	workflowId: string,
	count: number,
	timeoutMs = TIMEOUT_MS,
): Promise<Execution[]> {
	for (const startedAt = Date.now(); ; await untilNextPoll(startedAt)) {
		const states = await n8n.executionStates(workflowId);
		const ended = states.filter(({ status }) => hasEnded(status));
		if (states.length >= count && ended.length === states.length) {
			// One at a time: hundreds in parallel would slow n8n down.
			const executions: Execution[] = [];
			for (const { id } of states.reverse()) executions.push(await n8n.execution(id));
			return executions;
		}
		if (Date.now() - startedAt >= timeoutMs) {
			const seconds = timeoutMs / 1000;
			throw new Error(`${ended.length} executions have ended after ${seconds} s, not ${count}`);
		}
	}
}

/** IDs of the tasks that a trigger has emitted (repeated if emitted repeatedly), once there are at least this many. */
export async function waitForEmittedTasks(
	n8n: N8nClient,
	workflowId: string,
	count: number,
): Promise<string[]> {
	for (let executions = 1; ; executions += 1) {
		const all = await waitForExecutions(n8n, workflowId, executions);
		const tasks = all.flatMap(emittedTaskIds);
		if (tasks.length >= count) return tasks;
		executions = all.length;
	}
}

/** Resolves once n8n has saved the output of the node Create in this many executions of a workflow. */
export async function waitForSavedProgress({ main }: Fleet, workflowId: string, count: number) {
	for (const startedAt = Date.now(); ; await untilNextPoll(startedAt)) {
		const states = await main.executionStates(workflowId);
		const all = await Promise.all(states.map(async ({ id }) => await main.execution(id)));
		if (all.filter((one) => one.items('Create').length > 0).length === count) return;
	}
}
