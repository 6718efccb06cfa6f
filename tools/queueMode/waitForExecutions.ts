import type { N8nClient } from '../n8n/client';
import { hasEnded, type Execution } from '../n8n/execution';
import { emittedTaskIds } from '../n8n/watchWorkflow';
import { waitFor } from '../waitFor';
import type { Fleet } from './fleet';

const TIMEOUT_MS = 400_000;

/** Waits until a workflow has at least this many executions and all have ended; oldest first. */
export async function waitForExecutions(
	n8n: N8nClient,
	workflowId: string,
	count: number,
	timeoutMs = TIMEOUT_MS,
): Promise<Execution[]> {
	const ask = async () => {
		const states = await n8n.executionStates(workflowId);
		const areAllEnded = states.every(({ status }) => hasEnded(status));
		return states.length >= count && areAllEnded ? states : undefined;
	};
	const ended = await waitFor(`the end of ${count} executions`, ask, timeoutMs);
	// One at a time: hundreds in parallel would slow n8n down.
	const executions: Execution[] = [];
	for (const { id } of ended.reverse()) executions.push(await n8n.execution(id));
	return executions;
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
	await waitFor(
		`the output of Create in ${count} executions`,
		async () => {
			const states = await main.executionStates(workflowId);
			const all = await Promise.all(states.map(async ({ id }) => await main.execution(id)));
			return all.filter((one) => one.items('Create').length > 0).length === count || undefined;
		},
		TIMEOUT_MS,
	);
}
