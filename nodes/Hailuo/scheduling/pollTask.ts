import type { RequestError } from '../transport/responseError';
import { classifyReadError, shouldPauseAll, retryDelayMs } from '../transport/retryPolicy';
import { isFinal, type KnownTask, type Task, type TaskReading } from '../domain/task';
import type { Clock } from './clock';
import type { RateLimiter } from './rateLimiter';
import type { ProgressSample } from './estimateCompletion';
import { nextPollDelayMs } from './pollInterval';

/** What all waits of one run share. */
export interface PollContext {
	clock: Clock;
	rateLimiter: RateLimiter;
	signal: AbortSignal;
	getTask(task: KnownTask): Promise<TaskReading | { fault: RequestError }>;
	/** Told of every reading, so that whoever ends the run early knows the last status. */
	onTask(task: Task): void;
}

export interface PollStart {
	task: KnownTask;
	/** ms, as in a reading. */
	estimateMs?: number;
	timeoutMs: number;
	/** For a task of unknown age, which may be ready already. */
	readAtOnce: boolean;
}

/** How a wait ended: with the task's end, or before it. `fault` is the last read's, if that went wrong. */
export type PollOutcome =
	| { end: 'final'; task: Task }
	| { end: 'stopped' }
	| { end: 'timedOut'; task: KnownTask; fault?: RequestError }
	| { end: 'refused'; task: KnownTask; fault: RequestError };

/** A task made a moment ago, or read through a gateway that lags, can answer 404 for this long. */
const NOT_FOUND_GRACE_MS = 60_000;

/**
 * Reads a task until it ends, or until the deadline, which counts from the call. Faults that may
 * pass are borne until then; the last read takes place at the deadline itself.
 */
export async function pollTask(start: PollStart, waiting: PollContext): Promise<PollOutcome> {
	const { clock, rateLimiter: gate, signal } = waiting;
	const startedAt = clock.now();
	const deadline = startedAt + start.timeoutMs;
	let { task, estimateMs }: PollStart = start;
	let lastSeenAt = startedAt;
	let lastFault: RequestError | undefined;
	let faults = 0;

	const samples: ProgressSample[] = [];
	const age = () => clock.now() - (start.readAtOnce ? createdBefore(startedAt, task) : startedAt);

	for (let reads = 0; ; reads += 1) {
		const isFirst = reads === 0 && start.readAtOnce;
		const waited = {
			ageMs: age(),
			samples,
			estimateMs,
			lastReadFailed: lastFault !== undefined,
		};
		const delay = isFirst ? 0 : nextPollDelayMs(waited, () => clock.random());
		const remaining = deadline - clock.now();
		const isLast = delay >= remaining;
		await clock.sleep(Math.max(0, isLast ? remaining : delay), signal);
		const isTurn = !signal.aborted && (await gate.acquire(signal, deadline));
		if (signal.aborted) return { end: 'stopped' };
		if (!isTurn) return { end: 'timedOut', task, fault: lastFault };

		const reading = await waiting.getTask(task);
		if (!('fault' in reading)) {
			task = reading.task;
			estimateMs = reading.estimateMs ?? estimateMs;
			lastSeenAt = clock.now();
			samples.push({ ageMs: age(), progress: task.progress ?? 0 });
			lastFault = undefined;
			faults = 0;
			waiting.onTask(reading.task);
			if (isFinal(reading.task)) return { end: 'final', task: reading.task };
			if (isLast) return { end: 'timedOut', task };
			continue;
		}

		const { fault } = reading;
		if (signal.aborted) return { end: 'stopped' };
		const verdict = classifyReadError(fault);
		const isLost = verdict === 'missing' && clock.now() - lastSeenAt >= NOT_FOUND_GRACE_MS;
		if (verdict === 'final' || isLost) return { end: 'refused', task, fault };
		if (isLast) return { end: 'timedOut', task, fault };
		lastFault = fault;
		faults += 1;
		if (shouldPauseAll(fault)) gate.pauseFor(retryDelayMs(faults, fault, () => clock.random()));
	}
}

/** When a task was created, by the API's clock; never after the wait began, however that clock goes. */
function createdBefore(startedAt: number, { createdAt }: KnownTask): number {
	const created = createdAt === undefined ? startedAt : Date.parse(createdAt);
	return Math.min(startedAt, created);
}
