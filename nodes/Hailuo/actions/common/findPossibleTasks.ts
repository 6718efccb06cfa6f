import { HailuoClient } from '../../transport/client';
import type { Credential } from '../../transport/credential';
import type { RunContext } from '../../execution/runContext';
import type { RunItem } from '../../execution/executeItems';
import type { IndeterminateCreate } from '../../execution/taskStore';
import { possibleSinceS, possibleTasks } from '../../domain/possibleTasks';
import type { ListedTask } from '../../domain/taskList';

/** A new task may show in the list late: 2 s after the run, and where that finds too few, 10 s after it. */
const PAUSES_MS = [2_000, 8_000];
/** The error of the run waits for the list, so that a slow one is done without. */
const TIMEOUT_MS = 5_000;
const PAGE_SIZE = 100;
/** So many pages of new tasks are more than anybody compares by hand. */
const MAX_PAGES = 5;

/**
 * Looks into the account, where the provider has a task list, for the tasks that the run's creates
 * of unknown outcome may have created. They are named to the user and never adopted: the list has
 * no prompts.
 */
export async function findPossibleTasks(run: RunContext, items: readonly RunItem[]): Promise<void> {
	const unclear = new Map<Credential, IndeterminateCreate[]>();
	for (const { runIndex, itemIndex, create } of run.store.report().indeterminate) {
		const credential = items.find((item) => item.itemIndex === itemIndex)?.credential;
		const isOpen = runIndex === run.runIndex && create.possibleTaskIds === undefined;
		if (!isOpen || credential === undefined) continue;
		unclear.set(credential, [...(unclear.get(credential) ?? []), create]);
	}
	await Promise.all(
		[...unclear].map(async ([credential, creates]) => await lookUp(run, credential, creates)),
	);
}

async function lookUp(
	run: RunContext,
	credential: Credential,
	creates: readonly IndeterminateCreate[],
): Promise<void> {
	const client = new HailuoClient(run.context, credential, TIMEOUT_MS);
	const sinceS = possibleSinceS(Math.min(...creates.map(({ sentAtMs }) => sentAtMs)));
	const known = new Set(run.store.report().tasks.map(({ taskId }) => taskId));

	for (const pauseMs of PAUSES_MS) {
		await run.clock.sleep(pauseMs, run.stopSignal);
		const listed = await listSince(run, client, sinceS);
		if (listed === undefined) return;
		for (const create of creates) {
			create.possibleTaskIds = possibleTasks(listed, create, known);
		}
		const found = new Set(creates.flatMap(({ possibleTaskIds = [] }) => possibleTaskIds));
		if (found.size >= creates.length) return;
	}
}

/** @returns undefined where the account cannot be listed now */
async function listSince(
	run: RunContext,
	client: HailuoClient,
	sinceS: number,
): Promise<ListedTask[] | undefined> {
	const tasks: ListedTask[] = [];
	for (let page = 1; page <= MAX_PAGES; page += 1) {
		const deadline = run.clock.now() + TIMEOUT_MS;
		if (!(await run.rateLimiter.acquire(run.stopSignal, deadline))) return undefined;
		const answer = await client.listTasks({ page, pageSize: PAGE_SIZE });
		if ('fault' in answer) return undefined;
		tasks.push(...answer.tasks);
		const isLast =
			answer.entries < PAGE_SIZE || answer.tasks.some((task) => task.createdS < sinceS);
		if (isLast) break;
	}
	return tasks;
}
