import type { Task } from '../domain/task';
import type { EventRules } from './evaluateTask';
import type { TriggerMemory } from './memory';
import type { PollError } from './pollErrors';
import { PollSession, type PollDependencies } from './pollSession';
import type { TriggerState } from './state';
import { pollAccount, type AccountWatch } from './watchAccount';
import { dueTasks, reduceTasks, type WatchResult } from './watchTaskIds';

/** What a trigger watches, and which events it emits. */
export interface WatchOptions extends EventRules {
	what: { ids: readonly string[] } | { account: AccountWatch };
}

/** The result of one poll. */
export interface PollResult {
	items: Task[];
	/** The state to save together with the items; absent if nothing has to be saved. */
	state?: TriggerState;
	/** For n8n's log. */
	notes: string[];
	errors: readonly PollError[];
}

/** Longer than any poll takes. If one does not end, the next must not wait for it forever. */
const LOCK_MS = 60_000;
/**
 * n8n reads the state some time before a poll starts, and saves it after the poll has returned. With
 * durable polls of n8n 2.40 on a busy machine, polls started from an old state up to 19 s after an
 * emission, and a limit of 30 s was once too short.
 */
const SAVE_TIMEOUT_MS = 120_000;
/** A longer `Retry-After` is probably a mistake, and would pause the trigger without an explanation. */
const MAX_RATE_LIMIT_MS = 3_600_000;

/** Runs one poll. If polls of the same trigger overlap, the later one does nothing. */
export async function poll(
	watch: WatchOptions,
	saved: TriggerState,
	memory: TriggerMemory,
	dependencies: PollDependencies,
	workMs: number,
): Promise<PollResult> {
	const nowMs = dependencies.clock.now();
	const isSkipped =
		memory.lockedUntilMs > nowMs ||
		memory.rateLimitedUntilMs > nowMs ||
		isOutdated(saved, memory, nowMs);
	if (isSkipped) return { items: [], notes: [], errors: [] };
	const lockedUntilMs = nowMs + LOCK_MS;
	memory.lockedUntilMs = lockedUntilMs;
	try {
		const session = new PollSession(dependencies, workMs, memory);
		return await pollLocked(watch, saved, memory, session);
	} finally {
		if (memory.lockedUntilMs === lockedUntilMs) memory.lockedUntilMs = 0;
	}
}

/**
 * Whether items were emitted recently and this poll started from an older state. If n8n never saves their
 * state, they were not accepted (the workflow was changed in the meantime), and are emitted again.
 */
function isOutdated(
	{ revision }: TriggerState,
	{ lastEmit }: TriggerMemory,
	nowMs: number,
): boolean {
	if (lastEmit === undefined || revision >= lastEmit.revision) return false;
	return nowMs - lastEmit.atMs < SAVE_TIMEOUT_MS;
}

async function pollLocked(
	watch: WatchOptions,
	saved: TriggerState,
	memory: TriggerMemory,
	session: PollSession,
): Promise<PollResult> {
	const state = memory.unsavedState?.revision === saved.revision ? memory.unsavedState : saved;
	const { items, notes, state: nextState } = await watchOnce(watch, state, memory, session);
	if (session.retryAfterMs > 0) {
		const pauseMs = Math.min(MAX_RATE_LIMIT_MS, session.retryAfterMs);
		memory.rateLimitedUntilMs = session.nowMs + pauseMs;
	}

	const { errors } = session;
	if (items.length > 0) {
		const revision = saved.revision + 1;
		memory.lastEmit = { revision, atMs: session.nowMs };
		memory.unsavedState = undefined;
		return { items, notes, errors, state: { ...nextState, revision } };
	}
	memory.unsavedState = nextState;
	// The start of watching an account must survive a restart, even if nothing has been emitted since.
	const isStart = nextState.account?.scope !== saved.account?.scope;
	return { items, notes, errors, ...(isStart && { state: nextState }) };
}

async function watchOnce(
	{ what, ...rules }: WatchOptions,
	state: TriggerState,
	memory: TriggerMemory,
	session: PollSession,
): Promise<WatchResult> {
	if ('account' in what) return await pollAccount(what.account, state, rules, session);
	const { trackedTasks: tracked, failingSinceMs } = memory;
	const currentInput = () => ({
		ids: what.ids,
		state,
		trackedTasks: tracked,
		failingSinceMs,
		rules,
		nowMs: session.nowMs,
		wallMs: session.wallMs,
	});
	const readings = await session.read(dueTasks(currentInput()));
	const { trackedTasks, errors, ...result } = reduceTasks(currentInput(), readings);
	session.errors.push(...errors);
	memory.trackedTasks = trackedTasks;
	return result;
}
