import type { Task } from '../domain/task';
import { pollAccount, type AccountWatch } from './watchAccount';
import type { EventRules } from './evaluateTask';
import type { TriggerMemory } from './memory';
import type { TriggerState } from './state';
import { PollSession, type PollDependencies } from './pollSession';
import type { PollError } from './pollErrors';
import { reduceTasks, dueTasks, type WatchResult } from './watchTaskIds';

/** What a trigger watches, and what for. */
export interface WatchOptions extends EventRules {
	what: { ids: readonly string[] } | { account: AccountWatch };
}

/** What a poll came to. */
export interface PollResult {
	items: Task[];
	/** To be saved together with the items; absent where nothing has to be saved. */
	state?: TriggerState;
	notes: string[];
	troubles: PollError[];
}

/** A poll is over by then; were it not, the next one must not wait for it for ever. */
const LOCK_MS = 60_000;
/** n8n saves the state after the poll has returned; a poll begun meanwhile reads the old one. */
const SAVE_TIMEOUT_MS = 30_000;
/** A wish to be left alone that is longer than this is a mistake, or nobody would know why nothing comes. */
const MAX_RATE_LIMIT_MS = 3_600_000;

/** One poll. Polls of the same trigger may overlap: the later one then does nothing. */
export async function poll(
	watching: WatchOptions,
	saved: TriggerState,
	memory: TriggerMemory,
	world: PollDependencies,
	workMs: number,
): Promise<PollResult> {
	const nowMs = world.clock.now();
	if (
		memory.lockedUntilMs > nowMs ||
		memory.rateLimitedUntilMs > nowMs ||
		isOutdated(saved, memory, nowMs)
	) {
		return { items: [], notes: [], troubles: [] };
	}
	const busyUntilMs = nowMs + LOCK_MS;
	memory.lockedUntilMs = busyUntilMs;
	try {
		return await pollAlone(watching, saved, memory, new PollSession(world, workMs));
	} finally {
		if (memory.lockedUntilMs === busyUntilMs) memory.lockedUntilMs = 0;
	}
}

/**
 * Whether the items of this state were given a moment ago and n8n has not saved that yet. If it
 * stays so, they were not taken (the workflow was changed meanwhile), and are given again.
 */
function isOutdated(
	{ revision }: TriggerState,
	{ lastEmit: given }: TriggerMemory,
	nowMs: number,
): boolean {
	return given !== undefined && revision < given.revision && nowMs - given.atMs < SAVE_TIMEOUT_MS;
}

async function pollAlone(
	watching: WatchOptions,
	saved: TriggerState,
	memory: TriggerMemory,
	tick: PollSession,
): Promise<PollResult> {
	const state = memory.unsavedState?.revision === saved.revision ? memory.unsavedState : saved;
	const decision = await decide(watching, state, memory, tick);
	if (tick.retryAfterMs > 0) {
		memory.rateLimitedUntilMs = tick.nowMs + Math.min(MAX_RATE_LIMIT_MS, tick.retryAfterMs);
	}

	const { items, notes, troubles } = decision;
	if (items.length > 0) {
		const revision = saved.revision + 1;
		memory.lastEmit = { revision, atMs: tick.nowMs };
		memory.unsavedState = undefined;
		return { items, notes, troubles, state: { ...decision.state, revision } };
	}
	memory.unsavedState = decision.state;
	// The start of watching an account must outlive a restart, even if nothing was given since.
	const isStart = decision.state.account?.scope !== saved.account?.scope;
	return { items, notes, troubles, ...(isStart && { state: decision.state }) };
}

async function decide(
	{ what, ...rules }: WatchOptions,
	state: TriggerState,
	memory: TriggerMemory,
	tick: PollSession,
): Promise<WatchResult> {
	if ('account' in what) return await pollAccount(what.account, state, rules, tick);
	const watched = { ids: what.ids, state, looks: memory.trackedTasks, rules };
	const readings = await tick.read(dueTasks({ ...watched, nowMs: tick.nowMs }));
	const { looks, ...decision } = reduceTasks({ ...watched, nowMs: tick.nowMs }, readings);
	memory.trackedTasks = looks;
	return decision;
}
