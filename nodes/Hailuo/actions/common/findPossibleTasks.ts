import { isOfModel } from '../../domain/modelOptions';
import { isOlderThan, type ListedTask, type TaskPage } from '../../domain/taskList';
import type { Account } from '../../execution/accounts';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { IndeterminateCreate } from '../../execution/storedItem';
import { isTransient } from '../../scheduling/retry';
import type { RequestError } from '../../transport/evidence';
import { readPages } from '../../transport/taskPager';
import { ok, type Result } from '../../utils/result';
import type { CreatedTask } from './taskCreator';

/** A new task may be listed late, so the list is read after 2 s and after 10 s. */
const DELAYS_MS = [2_000, 8_000];
/** The error of the run is delayed until the list is read, so a longer pause of the account is not awaited. */
const MAX_SEARCH_PAUSE_MS = 5_000;
/** More new tasks than a user can compare manually. */
const MAX_PAGES = 5;
/** The provider may take this long to receive a create, and rounds its times, s. */
const TOLERANCE_S = 60;

/**
 * Searches the account, if the provider has a task list, for tasks that the indeterminate creates of this
 * run may have created. They are only reported: the list has no prompts, so none is certain.
 */
export async function findPossibleTasks(
	run: RunContext,
	items: readonly RunItem[],
	created: readonly CreatedTask[],
): Promise<void> {
	const unknown = items.flatMap(({ itemIndex, account }): UnknownCreate[] => {
		const create = run.store.indeterminate(itemIndex);
		return create && !create.possibleTaskIds ? [{ itemIndex, account, create }] : [];
	});
	const accounts = [...new Set(unknown.map(({ account }) => account))];
	await Promise.all(
		accounts.map(async (account) => {
			const creates = unknown.filter((one) => one.account === account);
			await searchAccount(run, account, creates, created);
		}),
	);
}

/** The create of an item that may have been accepted, without a task ID so far. */
interface UnknownCreate {
	itemIndex: number;
	account: Account;
	create: IndeterminateCreate;
}

async function searchAccount(
	run: RunContext,
	account: Account,
	creates: readonly UnknownCreate[],
	created: readonly CreatedTask[],
): Promise<void> {
	const own = new Set(run.store.report().tasks.map(({ taskId }) => taskId));
	const createdNow = new Set(created.map(({ task }) => task.taskId));
	const firstSentAtMs = Math.min(...creates.map(({ create }) => create.sentAtMs));
	const listings: Listing[] = [];
	for (const delayMs of DELAYS_MS) {
		await run.clock.sleep(delayMs, run.stopSignal);
		const listed = await listSince(run, account, firstSentAtMs);
		if (listed.ok) listings.push(listed.value);
		else if (!isTransient(listed.error)) break;
	}
	if (listings.length === 0) return;
	// Only a list that shows what this run has created would also show what the create has.
	const isProven = ({ clockOffsetMs, tasks, isComplete }: Listing) =>
		isComplete && clockOffsetMs !== undefined && tasks.some(({ taskId }) => createdNow.has(taskId));
	const areProven = listings.length === DELAYS_MS.length && listings.every(isProven);
	for (const { itemIndex, create } of creates) {
		const found = listings.flatMap((listing) => tasksSince(create, listing));
		const possibleTaskIds = [...new Set(found)].filter((taskId) => !own.has(taskId));
		const hasNoNewTask = areProven && possibleTaskIds.length === 0;
		run.store.setIndeterminate(itemIndex, {
			...create,
			possibleTaskIds,
			...(hasNoNewTask && { hasNoNewTask }),
		});
	}
}

/** The tasks of the create's model that were created since it was sent. */
function tasksSince(
	{ model: requested, sentAtMs }: IndeterminateCreate,
	{ tasks, clockOffsetMs = 0 }: Listing,
): string[] {
	const sinceS = earliestS(sentAtMs, clockOffsetMs);
	return tasks
		.filter(
			({ model, createdS }) => isOfModel(model, requested) && (createdS ?? Infinity) >= sinceS,
		)
		.map(({ taskId }) => taskId);
}

/** The earliest creation time, Unix seconds by the provider's clock, of a task from a create sent then. */
function earliestS(sentAtMs: number, clockOffsetMs: number): number {
	return Math.floor((sentAtMs + clockOffsetMs) / 1000) - TOLERANCE_S;
}

/** The newest tasks of the account. */
interface Listing {
	tasks: ListedTask[];
	/** How far the provider's clock is ahead of n8n's, ms; absent if its responses have no date. */
	clockOffsetMs?: number;
	/** It contains all tasks since the create; false if there are more than `MAX_PAGES` contain. */
	isComplete: boolean;
}

async function listSince(
	run: RunContext,
	{ client, readLimiter }: Account,
	sentAtMs: number,
): Promise<Result<Listing, RequestError>> {
	const tasks: ListedTask[] = [];
	let clockOffsetMs: number | undefined;
	const pages = readPages(async (page) => {
		const send = async () => await client.listTasks(page);
		const deadline = run.clock.now() + MAX_SEARCH_PAUSE_MS;
		return await readLimiter.send(send, run.stopSignal, deadline);
	});
	let count = 0;
	for await (const result of pages) {
		if (!result.ok) return result;
		clockOffsetMs = offsetOf(result.value) ?? clockOffsetMs;
		tasks.push(...result.value.tasks);
		count += 1;
		const sinceS = earliestS(sentAtMs, clockOffsetMs ?? 0);
		if (isOlderThan(result.value, sinceS)) break;
		if (count === MAX_PAGES) return ok({ tasks, clockOffsetMs, isComplete: false });
	}
	return ok({ tasks, clockOffsetMs, isComplete: true });
}

function offsetOf({ dateMs }: TaskPage): number | undefined {
	return dateMs === undefined ? undefined : dateMs - Date.now();
}
