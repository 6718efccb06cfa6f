import { isOfModel } from '../domain/modelOptions';
import type { KnownTask, Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import {
	judgeTasks,
	tasksToRead,
	type Judgment,
	type PollTimes,
	type TaskMemories,
} from './judgeTask';
import type { TriggerMemory } from './memory';
import { isWrongAddress, mostActionable, requiresUserAction, type PollError } from './pollErrors';
import { PollRequests, type PollDependencies } from './pollRequests';
import type { TriggerState } from './state';
import {
	addListed,
	correctStart,
	pagesToList,
	startWatching,
	waitingTasks,
	withoutEnded,
	type AccountWatch,
} from './watchAccount';
import { addEmitted, unemittedTasks, type WatchedIds } from './watchTaskIds';

/** What a trigger watches, and which events it emits. */
export type Watch = WatchedIds | AccountWatch;

/** The result of one poll. */
export interface PollResult {
	items: Task[];
	/** The state to save together with the items; absent if nothing has to be saved. */
	state?: TriggerState;
	/** For n8n's log. */
	notes: string[];
	/** For n8n's log. */
	errors: readonly PollError[];
	/** The error that must be shown to the user, if any. */
	fatal?: PollError;
}

/** Why n8n polls: a user activates the workflow, n8n starts, or by schedule. */
export type PollReason = 'activation' | 'startup' | 'schedule';

/** Longer than any poll takes. If one does not end, the next must not wait for it forever. */
const LOCK_MS = 60_000;
/**
 * n8n reads the state some time before a poll starts, and saves it after the poll has returned. With
 * durable polls of n8n 2.40 on a busy machine, polls started from an old state up to 19 s after an
 * emission, and a limit of 30 s was once too short.
 */
const SAVE_TIMEOUT_MS = 120_000;
/** In scheduled polls, errors that may pass are reported once no poll has succeeded for this long. */
const REPORT_AFTER_MS = 3_600_000;
/** An error that lasts is reported again after this time. */
const REPORT_INTERVAL_MS = 24 * 3_600_000;

const NOTHING: PollResult = { items: [], notes: [], errors: [] };

/**
 * Runs one poll: it reads, the pure functions of `watchAccount` and `watchTaskIds` decide. If polls of the
 * same trigger overlap, the later one does nothing, except at activation, where it replaces the earlier.
 */
export async function poll(
	watch: Watch,
	saved: TriggerState,
	memory: TriggerMemory,
	dependencies: PollDependencies,
	reason: PollReason,
): Promise<PollResult> {
	const nowMs = dependencies.clock.now();
	const isActivation = reason === 'activation';
	const isRunning = memory.running !== undefined && memory.running.untilMs > nowMs;
	if (!isActivation && (isRunning || isOutdated(saved, memory, nowMs))) return NOTHING;
	const running = { untilMs: nowMs + LOCK_MS };
	memory.running = running;

	const { unsavedState = saved } = memory;
	const state = unsavedState.revision === saved.revision ? unsavedState : saved;
	const requests = new PollRequests(dependencies, memory);
	const { items, notes, isUp, ...next } =
		'ids' in watch
			? await pollTaskIds(watch, state, memory.tasks, requests)
			: await pollAccount(watch, state, memory.tasks, requests, isActivation);
	const endedMs = dependencies.clock.now();

	if (memory.running !== running) return NOTHING;
	memory.running = undefined;
	if (isUp) [memory.succeededMs, memory.reportedMs] = [endedMs, undefined];

	const { errors } = requests;
	const fatal =
		items.length === 0 ? fatalError(watch, errors, isUp, memory, reason, endedMs) : undefined;
	if (fatal !== undefined && isActivation) return { items, notes, errors, fatal };
	if (fatal !== undefined) memory.reportedMs = endedMs;
	memory.tasks = next.memories;
	if (items.length === 0 && !isActivation) {
		memory.unsavedState = next.state;
		return { items, notes, errors, fatal };
	}
	const revision = Math.max(saved.revision, memory.lastSave?.revision ?? 0) + 1;
	memory.lastSave = { revision, atMs: endedMs };
	memory.unsavedState = undefined;
	return { items, notes, errors, state: { ...next.state, revision } };
}

/**
 * Whether n8n was asked to save a state recently and this poll started from an older one. If it is never
 * saved, the items were not accepted (the workflow was changed in the meantime), and are emitted again.
 */
function isOutdated(
	{ revision }: TriggerState,
	{ lastSave }: TriggerMemory,
	nowMs: number,
): boolean {
	if (lastSave === undefined || revision >= lastSave.revision) return false;
	return nowMs - lastSave.atMs < SAVE_TIMEOUT_MS;
}

/**
 * The error of this poll that the user must see. At n8n's start there is none, since an exception would
 * leave the workflow active without a working trigger. An activation needs the list, since tasks that
 * finish before it is read cannot be told from those that had finished before.
 */
function fatalError(
	watch: Watch,
	errors: readonly PollError[],
	isUp: boolean,
	memory: TriggerMemory,
	reason: PollReason,
	nowMs: number,
): PollError | undefined {
	const error = mostActionable(
		errors.filter(({ taskId }) => 'ids' in watch || taskId === undefined),
	);
	if (error === undefined) return undefined;
	if (reason === 'activation') {
		const isFatal = 'ids' in watch ? requiresUserAction(error) || isWrongAddress(error) : !isUp;
		return isFatal ? error : undefined;
	}
	if (reason === 'startup' || isUp) return undefined;
	const { succeededMs, reportedMs = -Infinity } = memory;
	const isLasting = requiresUserAction(error) || nowMs - succeededMs >= REPORT_AFTER_MS;
	return isLasting && nowMs - reportedMs >= REPORT_INTERVAL_MS ? error : undefined;
}

interface Polled extends Pick<Judgment, 'items' | 'notes'> {
	memories: TaskMemories;
	state: TriggerState;
	/** The list of the account was read or, with Watch = Task IDs, a task. */
	isUp: boolean;
}

async function pollAccount(
	watch: AccountWatch,
	state: TriggerState,
	memories: TaskMemories,
	requests: PollRequests,
	isActivation: boolean,
): Promise<Polled> {
	const { account } = state;
	const isStart = isActivation || account?.scope !== watch.scope;
	const watched =
		isStart || account === undefined
			? startWatching(account, watch.scope, requests.times())
			: account;
	const listed = await requests.list(pagesToList(watched, watch));
	const isUp = listed.pages.length > 0;
	// An activation fails then. A new key that is rejected may be a typo: watching continues with the old one.
	if (!isUp && isStart && (isActivation || account !== undefined)) {
		return { items: [], notes: [], memories, state, isUp };
	}

	const dateMs = listed.pages[0]?.dateMs;
	const started =
		dateMs === undefined ? watched : correctStart(watched, requests.times().wallMs - dateMs);
	const times = requests.times(dateMs);
	const added = addListed(started, listed, watch, times, isStart);
	const waiting = waitingTasks(added.account);
	const judged = await readAndJudge(waiting, added.listed, memories, watch, times, requests);
	const items = judged.items
		.filter(({ model }) => isOfModel(model, watch.model))
		// What has finished at the start is history, also if the list did not say so.
		.filter(({ taskId }) => !isStart || account?.waiting.has(taskId));
	const nextState = { ...state, account: withoutEnded(added.account, judged.ended, times) };
	return { ...judged, items, state: nextState, isUp };
}

async function pollTaskIds(
	watch: WatchedIds,
	{ revision, emitted }: TriggerState,
	memories: TaskMemories,
	requests: PollRequests,
): Promise<Polled> {
	const times = requests.times();
	const waiting = unemittedTasks(watch, emitted, memories);
	const judged = await readAndJudge(waiting, new Map(), memories, watch, times, requests);
	// The state of the account is dropped, so that watching it later starts again.
	const state = { revision, emitted: addEmitted(emitted, judged.items, watch, times) };
	// A "no such task" alone may mean another account's key.
	return { ...judged, state, isUp: judged.hasRead };
}

async function readAndJudge(
	waiting: readonly KnownTask[],
	listed: ReadonlyMap<string, ListedTask>,
	memories: TaskMemories,
	watch: Watch,
	times: PollTimes,
	requests: PollRequests,
): Promise<Judgment & { hasRead: boolean }> {
	const results = await requests.read(tasksToRead(waiting, listed, memories, watch, times));
	// In an account, all tasks are absent with another key; the user may return to the first one.
	const hasRead = [...results.values()].some(({ ok }) => ok);
	const provesAbsence = 'ids' in watch && hasRead;
	const evidence = { isApiUp: requests.isApiUp, provesAbsence };
	return { ...judgeTasks(waiting, results, memories, evidence, watch, times), hasRead };
}
