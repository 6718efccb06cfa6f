import type { ListedTask } from '../domain/taskList';
import { readAccountPages } from './accountPages';
import type { EventRules } from './evaluateTask';
import type { PollSession } from './pollSession';
import {
	hiddenTasks,
	initialAccount,
	reduceAccount,
	tasksToRead,
	type AccountListing,
} from './reduceAccount';
import type { AccountState, TriggerState } from './state';
import type { WatchResult } from './watchTaskIds';

/** Which account is watched, and which of its tasks. */
export interface AccountWatch {
	/** Identifies account and filter: watching another one starts anew, without history. */
	scope: string;
	/** Default: all models. */
	model?: string;
}

/** One poll of an account: lists it, reads the tasks that have newly finished, and reduces both to items and state. */
export async function pollAccount(
	watch: AccountWatch,
	state: TriggerState,
	rules: EventRules,
	session: PollSession,
): Promise<WatchResult> {
	const isStarted = state.account?.scope === watch.scope;
	return isStarted
		? await continueWatching(watch, state, state.account as AccountState, rules, session)
		: await startWatching(watch, state, session);
}

async function startWatching(
	watch: AccountWatch,
	state: TriggerState,
	session: PollSession,
): Promise<WatchResult> {
	const unfinished = await listUnfinished(watch, session);
	const newest = unfinished && (await listNewest(watch, session));
	if (unfinished === undefined || newest === undefined) {
		// From this moment on, even if the API cannot tell now what is unfinished.
		const account = { scope: watch.scope, watermarkS: Math.floor(session.nowMs / 1000) };
		return { items: [], notes: [], state: { ...state, account } };
	}
	const start = initialAccount(watch.scope, unfinished, newest);
	const processed = new Map([...state.processed, ...start.processed]);
	return { items: [], notes: [], state: { ...state, processed, account: start.account } };
}

async function continueWatching(
	watch: AccountWatch,
	state: TriggerState,
	account: AccountState,
	rules: EventRules,
	session: PollSession,
): Promise<WatchResult> {
	const pending = account.pending ?? (await listUnfinished(watch, session));
	if (pending === undefined) return { items: [], notes: [], state };
	const known = { ...account, pending };

	const { seen, isRead, resumePage } = await readAccountPages(
		(from, pageSize) => session.pages({ model: watch.model }, from, pageSize),
		{ ...state, account: known },
	);
	const hasHidden = isRead && hiddenTasks(known, seen).length > 0;
	const listing: AccountListing = {
		processed: state.processed,
		account: known,
		seen,
		resumePage,
		unfinished: hasHidden ? await listUnfinished(watch, session) : undefined,
		rules,
		nowMs: session.nowMs,
		failingSinceMs: (taskId) => session.failingSinceMs(taskId),
	};
	const readings = await session.read(tasksToRead(listing));
	for (const [taskId, reading] of readings) {
		if (reading.ok) continue;
		const { error } = reading;
		session.errors.push({ error, taskId, isTasksOwn: error.status !== 401 });
	}
	const { items, notes, ...reduced } = reduceAccount(listing, readings);
	return { items, notes, state: { ...state, ...reduced } };
}

/** The newest tasks, and all others created in the second of the newest; undefined if they cannot be listed. */
async function listNewest(
	{ model }: AccountWatch,
	session: PollSession,
): Promise<ListedTask[] | undefined> {
	const newest: ListedTask[] = [];
	for await (const { result } of session.pages({ model })) {
		if (!result.ok) return undefined;
		newest.push(...result.value.tasks);
		if (!newest.every(({ createdS }) => createdS === newest[0].createdS)) break;
	}
	return newest;
}

/** Every unfinished task with its creation, Unix seconds; undefined if the list could not be read to its end. */
async function listUnfinished(
	{ model }: AccountWatch,
	session: PollSession,
): Promise<Map<string, number> | undefined> {
	const unfinished = new Map<string, number>();
	for await (const { result } of session.pages({ status: 'processing', model })) {
		if (!result.ok) return undefined;
		const { tasks, entries } = result.value;
		for (const { taskId, createdS, status } of tasks) {
			if (status === 'pending' || status === 'processing') unfinished.set(taskId, createdS);
		}
		// A provider that ignores this filter lists the whole account, whose old tasks are finished.
		if (entries > 0 && tasks.every(({ taskId }) => !unfinished.has(taskId))) break;
	}
	return unfinished;
}
