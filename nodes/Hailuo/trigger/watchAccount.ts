import type { ListedTask } from '../domain/taskList';
import { readAccountPages } from './accountPages';
import { type AccountScope, adoptInherited } from './accountScope';
import type { EventRules } from './evaluateTask';
import { requiresUserAction } from './pollErrors';
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

/** Which account is watched, and which of its tasks. A new scope is watched from now on, without history. */
export interface AccountWatch extends AccountScope {
	/** Default: all models. */
	model?: string;
}

/** Polls an account: lists its tasks, reads those that have finished since, and reduces both to items and state. */
export async function pollAccount(
	watch: AccountWatch,
	state: TriggerState,
	rules: EventRules,
	session: PollSession,
): Promise<WatchResult> {
	const { account } = state;
	const isWatching = account?.scope === watch.scope || account?.scope === watch.formerScope;
	if (!isWatching || account === undefined)
		return await startWatching(watch, state, rules, session);
	const known = { ...account, scope: watch.scope };
	return await continueWatching(watch, state, known, rules, session);
}

async function startWatching(
	watch: AccountWatch,
	state: TriggerState,
	rules: EventRules,
	session: PollSession,
): Promise<WatchResult> {
	const { account: previous } = state;
	const { scope } = watch;
	const unchanged = { items: [], notes: [], state };
	const inherited = new Map([...(previous?.inherited ?? []), ...(previous?.pending ?? [])]);
	const withInherited = inherited.size > 0 && { inherited };

	const unfinished = await listUnfinished(watch, session);
	const newest = unfinished && (await listNewest(watch, session));
	if (unfinished === undefined || newest === undefined) {
		// A rejected key may be a typo. Watching continues with the correct key.
		if (previous !== undefined && session.errors.some(requiresUserAction)) return unchanged;
		// Watching starts now, even if the unfinished tasks cannot be listed yet.
		const watermarkS = Math.floor(session.wallMs / 1000);
		return { ...unchanged, state: { ...state, account: { scope, watermarkS, ...withInherited } } };
	}
	const start = initialAccount(scope, unfinished, newest, isWatched(state, rules, session));
	const history = [...start.processed].filter(([taskId]) => !inherited.has(taskId));
	const processed = new Map([...state.processed, ...history]);
	const account = { ...start.account, ...withInherited };
	return { ...unchanged, state: { ...state, processed, account } };
}

async function continueWatching(
	watch: AccountWatch,
	state: TriggerState,
	account: AccountState,
	rules: EventRules,
	session: PollSession,
): Promise<WatchResult> {
	const pending = account.pending ?? (await listPending(watch, state, rules, session));
	if (pending === undefined) return { items: [], notes: [], state: { ...state, account } };
	const { inherited, ...known } = await adoptInherited(
		{ ...account, pending },
		state.processed,
		watch.model,
		rules,
		session,
	);

	const { seen, isRead, resumePage } = await readAccountPages(
		session.list({ model: watch.model }),
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
		wallMs: session.wallMs,
		failingForMs: (taskId) => session.failingForMs(taskId),
	};
	const readings = await session.read(tasksToRead(listing));
	for (const [taskId, reading] of readings) {
		if (reading.ok) continue;
		const { error } = reading;
		session.errors.push({ error, taskId, isTasksOwn: error.status !== 401 });
	}
	const { items, notes, processed, account: reduced } = reduceAccount(listing, readings);
	const nextAccount = { ...reduced, ...(inherited && { inherited }) };
	return { items, notes, state: { ...state, processed, account: nextAccount } };
}

/** Whether a task that is unfinished when watching starts becomes pending; not if it was already given up. */
function isWatched({ processed }: TriggerState, { giveUpMs }: EventRules, { wallMs }: PollSession) {
	return (taskId: string, createdS: number) =>
		!processed.has(taskId) && wallMs - createdS * 1000 < giveUpMs;
}

async function listPending(
	watch: AccountWatch,
	state: TriggerState,
	rules: EventRules,
	session: PollSession,
): Promise<Map<string, number> | undefined> {
	const unfinished = await listUnfinished(watch, session);
	const isPending = isWatched(state, rules, session);
	return unfinished && new Map([...unfinished].filter((task) => isPending(...task)));
}

/** The newest tasks, and all others created in the second of the newest; undefined if they cannot be listed. */
async function listNewest(
	{ model }: AccountWatch,
	session: PollSession,
): Promise<ListedTask[] | undefined> {
	const newest: ListedTask[] = [];
	for await (const { result } of session.list({ model })()) {
		if (!result.ok) return undefined;
		newest.push(...result.value.tasks);
		if (!newest.every(({ createdS }) => createdS === newest[0].createdS)) break;
	}
	return newest;
}

/** All unfinished tasks with their creation, Unix seconds; undefined if the list could not be read to its end. */
async function listUnfinished(
	{ model }: AccountWatch,
	session: PollSession,
): Promise<Map<string, number> | undefined> {
	const unfinished = new Map<string, number>();
	for await (const { result } of session.list({ status: 'processing', model })()) {
		if (!result.ok) return undefined;
		const { tasks, entries } = result.value;
		for (const { taskId, createdS, status } of tasks) {
			if (status === 'pending' || status === 'processing') unfinished.set(taskId, createdS);
		}
		// A provider that ignores the filter lists the whole account, where older tasks are finished.
		if (entries > 0 && tasks.every(({ taskId }) => !unfinished.has(taskId))) break;
	}
	return unfinished;
}
