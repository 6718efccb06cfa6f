import { isOlderThan, possibleSinceS, possibleTasks, type ListedTask } from '../../domain/taskList';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { IndeterminateCreate } from '../../execution/storedItem';
import { ABORTED_BEFORE_SENDING } from '../../scheduling/retry';
import { HailuoClient } from '../../transport/client';
import type { Credential } from '../../transport/credential';
import { readPages } from '../../transport/taskPager';
import { err } from '../../utils/result';

/** A new task may be listed late: the list is read after 2 s and, if it has too few tasks, again after 10 s. */
const DELAYS_MS = [2_000, 8_000];
/** The error of the run is delayed until the list is read, so a slow list is skipped. */
const TIMEOUT_MS = 5_000;
const PAGE_SIZE = 100;
/** More new tasks than a user can compare manually. */
const MAX_PAGES = 5;

/**
 * Searches the account, if the provider has a task list, for tasks that the indeterminate creates of this
 * run may have created. They are only reported: the list has no prompts, so none is certain.
 */
export async function findPossibleTasks(run: RunContext, items: readonly RunItem[]): Promise<void> {
	const byCredential = new Map<Credential, IndeterminateCreate[]>();
	for (const { runIndex, itemIndex, create } of run.store.report().indeterminate) {
		const credential = items.find((item) => item.itemIndex === itemIndex)?.credential;
		const isPending = runIndex === run.runIndex && create.possibleTaskIds === undefined;
		if (!isPending || credential === undefined) continue;
		byCredential.set(credential, [...(byCredential.get(credential) ?? []), create]);
	}
	await Promise.all(
		[...byCredential].map(
			async ([credential, creates]) => await searchAccount(run, credential, creates),
		),
	);
}

async function searchAccount(
	run: RunContext,
	credential: Credential,
	creates: readonly IndeterminateCreate[],
): Promise<void> {
	const client = new HailuoClient(run.context, credential, TIMEOUT_MS);
	const sinceS = possibleSinceS(Math.min(...creates.map(({ sentAtMs }) => sentAtMs)));
	const known = new Set(run.store.report().tasks.map(({ taskId }) => taskId));

	for (const delayMs of DELAYS_MS) {
		await run.clock.sleep(delayMs, run.stopSignal);
		const listed = await listSince(run, client, sinceS);
		if (listed === undefined) return;
		for (const create of creates) {
			create.possibleTaskIds = possibleTasks(listed, create, known);
		}
		const found = new Set(creates.flatMap(({ possibleTaskIds = [] }) => possibleTaskIds));
		if (found.size >= creates.length) return;
	}
}

/** @returns undefined if the account cannot be listed now */
async function listSince(
	run: RunContext,
	client: HailuoClient,
	sinceS: number,
): Promise<ListedTask[] | undefined> {
	const tasks: ListedTask[] = [];
	const pages = readPages(async (page) => {
		const deadline = run.clock.now() + TIMEOUT_MS;
		const isAllowed = await run.rateLimiter.acquire(run.stopSignal, deadline);
		if (!isAllowed) return err(ABORTED_BEFORE_SENDING);
		return await client.listTasks({ page, pageSize: PAGE_SIZE });
	});
	let count = 0;
	for await (const result of pages) {
		if (!result.ok) return undefined;
		tasks.push(...result.value.tasks);
		count += 1;
		if (isOlderThan(result.value, sinceS) || count === MAX_PAGES) break;
	}
	return tasks;
}
