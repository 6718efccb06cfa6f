import { isOfModel } from '../domain/modelOptions';
import type { KnownTask, Task } from '../domain/task';
import type { ListedTask } from '../domain/taskList';
import { judgeTasks, tasksToRead, type Judgment, type PollTimes } from './judgeTask';
import type { TriggerMemory } from './memory';
import {
	errorLines,
	isWrongAddress,
	mostActionable,
	requiresUserAction,
	type PollError,
} from './pollErrors';
import { PollRequests, type PollDependencies } from './pollRequests';
import type { TriggerState } from './state';
import {
	addListed,
	isHistory,
	isLastPage,
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
	/** Lines for n8n's log. */
	log: readonly string[];
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

const NOTHING: PollResult = { items: [], log: [] };

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
	const startMs = dependencies.clock.now();
	const isActivation = reason === 'activation';
	const isRunning = memory.running !== undefined && memory.running.untilMs > startMs;
	if (!isActivation && (isRunning || isOutdated(saved, memory, startMs))) return NOTHING;
	const running = { untilMs: startMs + LOCK_MS };
	memory.running = running;

	const { latest } = memory;
	const state = latest?.state.revision === saved.revision ? latest.state : saved;
	const requests = new PollRequests(dependencies, memory);
	const { items, notes, isReadable, ...next } =
		'ids' in watch
			? await pollTaskIds(watch, state, memory, requests)
			: await pollAccount(watch, state, memory, requests, isActivation);
	const endMs = dependencies.clock.now();

	if (memory.running !== running) return NOTHING;
	memory.running = undefined;
	const error = mostActionable(
		requests.errors.filter(({ taskId }) => 'ids' in watch || taskId === undefined),
	);
	if (isReadable) memory.failing = undefined;
	else if (error !== undefined) memory.failing ??= { sinceMs: startMs };
	// An exception would lose the items.
	const isShown = items.length === 0 && error && isFatal(error, watch, memory, reason, endMs);
	const fatal = isShown ? error : undefined;
	const log = [...notes, ...errorLines(requests.errors, fatal)];
	if (fatal !== undefined && isActivation) return { items, log, fatal };
	if (fatal !== undefined && memory.failing) memory.failing.reportedMs = endMs;

	memory.tasks = next.memories;
	if (items.length === 0 && !isActivation) {
		memory.latest = { state: next.state, savedMs: latest?.savedMs ?? endMs };
		return { items, log, fatal };
	}
	const revision = Math.max(saved.revision, latest?.state.revision ?? 0) + 1;
	memory.latest = { state: { ...next.state, revision }, savedMs: endMs };
	return { items, log, state: memory.latest.state };
}

/**
 * Whether n8n was asked to save a state recently and this poll started from an older one. If it is never
 * saved, the items were not accepted (the workflow was changed in the meantime), and are emitted again.
 */
function isOutdated({ revision }: TriggerState, { latest }: TriggerMemory, nowMs: number): boolean {
	if (latest === undefined || revision >= latest.state.revision) return false;
	return nowMs - latest.savedMs < SAVE_TIMEOUT_MS;
}

/**
 * Whether the user must see the error of this poll. At n8n's start never, since an exception would leave
 * the workflow active without a working trigger. An activation needs the list, since tasks that finish
 * before it is read cannot be told from those that had finished before.
 */
function isFatal(
	error: PollError,
	watch: Watch,
	{ failing }: TriggerMemory,
	reason: PollReason,
	nowMs: number,
): boolean {
	if (reason === 'startup') return false;
	const isFailing = failing !== undefined;
	if (reason === 'activation') {
		return 'ids' in watch ? requiresUserAction(error) || isWrongAddress(error) : isFailing;
	}
	if (!isFailing) return false;
	const { sinceMs, reportedMs = -Infinity } = failing;
	const isLasting = requiresUserAction(error) || nowMs - sinceMs >= REPORT_AFTER_MS;
	return isLasting && nowMs - reportedMs >= REPORT_INTERVAL_MS;
}

interface Polled extends Pick<Judgment, 'items' | 'notes' | 'memories'> {
	state: TriggerState;
	/** What is watched could be read: the list of the account or, with Watch = Task IDs, a task. */
	isReadable: boolean;
}

async function pollAccount(
	watch: AccountWatch,
	state: TriggerState,
	memory: TriggerMemory,
	requests: PollRequests,
	isActivation: boolean,
): Promise<Polled> {
	const { account } = state;
	const isStart = isActivation || account?.scope !== watch.scope;
	const list = await requests.list(isLastPage(isStart ? undefined : account));
	const isReadable = isStart ? list.end !== 'failed' : list.pages.length > 0;
	// The start is repeated. A new key that is rejected may be a typo: the first one's tasks are kept.
	if (!isReadable && isStart) {
		return { items: [], notes: [], memories: memory.tasks, state, isReadable };
	}

	const times = requests.times(list.pages[0]?.dateMs);
	const failingSinceMs = isActivation ? undefined : memory.failing?.sinceMs;
	const { account: before, historyS } = isStart
		? startWatching(account, watch.scope, times, failingSinceMs)
		: { account, historyS: undefined };
	const { account: watched, listed, note } = addListed(before, list, watch, times, historyS);
	const judged = await readAndJudge(waitingTasks(watched), listed, watch, memory, times, requests);
	// What has finished at the start is history, also if the list did not say so.
	const belongsToHistory = (task: Task) =>
		historyS !== undefined && isHistory(listed.get(task.taskId) ?? task, before, historyS);
	const items = judged.items.filter(
		(task) => isOfModel(task.model, watch.model) && !belongsToHistory(task),
	);
	const nextState = { ...state, account: withoutEnded(watched, judged.ended, times) };
	const notes = note === undefined ? judged.notes : [note, ...judged.notes];
	return { ...judged, items, notes, state: nextState, isReadable };
}

async function pollTaskIds(
	watch: WatchedIds,
	{ revision, emitted }: TriggerState,
	memory: TriggerMemory,
	requests: PollRequests,
): Promise<Polled> {
	const times = requests.times();
	const waiting = unemittedTasks(watch, emitted, memory.tasks);
	const judged = await readAndJudge(waiting, new Map(), watch, memory, times, requests);
	// The state of the account is dropped, so that watching it later starts again.
	const state = { revision, emitted: addEmitted(emitted, judged.items, watch, times) };
	// A "no such task" alone may mean another account's key.
	return { ...judged, state, isReadable: judged.hasReadTask };
}

async function readAndJudge(
	waiting: readonly KnownTask[],
	listed: ReadonlyMap<string, ListedTask>,
	watch: Watch,
	{ tasks }: TriggerMemory,
	times: PollTimes,
	requests: PollRequests,
): Promise<Judgment & { hasReadTask: boolean }> {
	const results = await requests.read(tasksToRead(waiting, listed, tasks, watch, times));
	// In an account, all tasks are absent with another key; the user may return to the first one.
	const hasReadTask = [...results.values()].some(({ ok }) => ok);
	const provesAbsence = 'ids' in watch && hasReadTask;
	const evidence = { isApiUp: requests.isApiUp, provesAbsence };
	const criteria = { rules: watch, times, evidence };
	return { ...judgeTasks(waiting, results, tasks, criteria), hasReadTask };
}
