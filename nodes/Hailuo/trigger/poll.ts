import type { Task } from '../domain/task';
import { pollAccount, type AccountWatch } from './watchAccount';
import type { Rules } from './evaluateTask';
import type { TriggerMemory } from './memory';
import type { TriggerState } from './state';
import { Tick, type World } from './pollSession';
import type { Trouble } from './pollErrors';
import { decideTasks, dueTasks, type Decision } from './watchTaskIds';

/** What a trigger watches, and what for. */
export interface Watching extends Rules {
	what: { ids: readonly string[] } | { account: AccountWatch };
}

/** What a poll came to. */
export interface Polled {
	items: Task[];
	/** To be saved together with the items; absent where nothing has to be saved. */
	state?: TriggerState;
	notes: string[];
	troubles: Trouble[];
}

/** A poll is over by then; were it not, the next one must not wait for it for ever. */
const BUSY_MS = 60_000;
/** n8n saves the state after the poll has returned; a poll begun meanwhile reads the old one. */
const SAVING_MS = 30_000;
/** A wish to be left alone that is longer than this is a mistake, or nobody would know why nothing comes. */
const LONGEST_REST_MS = 3_600_000;

/** One poll. Polls of the same trigger may overlap: the later one then does nothing. */
export async function poll(
	watching: Watching,
	saved: TriggerState,
	memory: TriggerMemory,
	world: World,
	workMs: number,
): Promise<Polled> {
	const nowMs = world.clock.now();
	if (
		memory.busyUntilMs > nowMs ||
		memory.restUntilMs > nowMs ||
		isOutdated(saved, memory, nowMs)
	) {
		return { items: [], notes: [], troubles: [] };
	}
	const busyUntilMs = nowMs + BUSY_MS;
	memory.busyUntilMs = busyUntilMs;
	try {
		return await pollAlone(watching, saved, memory, new Tick(world, workMs));
	} finally {
		if (memory.busyUntilMs === busyUntilMs) memory.busyUntilMs = 0;
	}
}

/**
 * Whether the items of this state were given a moment ago and n8n has not saved that yet. If it
 * stays so, they were not taken (the workflow was changed meanwhile), and are given again.
 */
function isOutdated({ revision }: TriggerState, { given }: TriggerMemory, nowMs: number): boolean {
	return given !== undefined && revision < given.revision && nowMs - given.atMs < SAVING_MS;
}

async function pollAlone(
	watching: Watching,
	saved: TriggerState,
	memory: TriggerMemory,
	tick: Tick,
): Promise<Polled> {
	const state = memory.ahead?.revision === saved.revision ? memory.ahead : saved;
	const decision = await decide(watching, state, memory, tick);
	if (tick.restMs > 0) {
		memory.restUntilMs = tick.nowMs + Math.min(LONGEST_REST_MS, tick.restMs);
	}

	const { items, notes, troubles } = decision;
	if (items.length > 0) {
		const revision = saved.revision + 1;
		memory.given = { revision, atMs: tick.nowMs };
		memory.ahead = undefined;
		return { items, notes, troubles, state: { ...decision.state, revision } };
	}
	memory.ahead = decision.state;
	// The start of watching an account must outlive a restart, even if nothing was given since.
	const isStart = decision.state.account?.scope !== saved.account?.scope;
	return { items, notes, troubles, ...(isStart && { state: decision.state }) };
}

async function decide(
	{ what, ...rules }: Watching,
	state: TriggerState,
	memory: TriggerMemory,
	tick: Tick,
): Promise<Decision> {
	if ('account' in what) return await pollAccount(what.account, state, rules, tick);
	const watched = { ids: what.ids, state, looks: memory.looks, rules };
	const readings = await tick.read(dueTasks({ ...watched, nowMs: tick.nowMs }));
	const { looks, ...decision } = decideTasks({ ...watched, nowMs: tick.nowMs }, readings);
	memory.looks = looks;
	return decision;
}
