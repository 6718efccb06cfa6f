import { isFinal, type KnownTask, type Task } from '../domain/task';
import { readConclusion, type RequestError } from '../transport/evidence';
import { retryDelayMs, shouldPauseAll } from '../transport/retryPolicy';
import type { Clock } from '../utils/clock';
import type { ProgressSample } from './estimateCompletion';
import { expectedEndMs, maxBatchDelayMs, nextPollDelayMs } from './pollInterval';
import type { RateLimiter } from './rateLimiter';
import type { TaskReader } from './taskReader';

/** Shared by all polled tasks of one run. */
export interface PollContext {
	clock: Clock;
	rateLimiter: RateLimiter;
	signal: AbortSignal;
	reader: Pick<TaskReader, 'read'>;
	/** Called after each successful read, so that the last status is known whenever the run ends. */
	onTask(task: Task): void;
}

export interface PollStart {
	task: KnownTask;
	/** The provider's estimate of the total generation time, ms. */
	estimateMs?: number;
	/** Measured from the call, ms. */
	timeoutMs: number;
	/** Set for a task of unknown age, which may already be finished. */
	readAtOnce: boolean;
}

/** How polling ended. `error` is the error of the last read, if it failed. */
export type PollOutcome =
	| { outcome: 'finished'; task: Task }
	| { outcome: 'timedOut'; task: KnownTask; error?: RequestError }
	| { outcome: 'rejected'; task: KnownTask; error: RequestError }
	| { outcome: 'aborted' };

/** A new task, or one that is read through a lagging gateway, can return 404 for this long. */
const NOT_FOUND_GRACE_MS = 60_000;

/**
 * Polls a task until it is final or the deadline is reached. Transient errors are retried until then;
 * the last read is exactly at the deadline.
 */
export async function pollTask(start: PollStart, context: PollContext): Promise<PollOutcome> {
	const { clock, rateLimiter, signal } = context;
	const startedAt = clock.now();
	const deadline = startedAt + start.timeoutMs;
	let { task, estimateMs }: PollStart = start;
	let lastFoundAt = startedAt;
	let lastReadAt = startedAt;
	let waitedMs = 0;
	let lastError: RequestError | undefined;
	let consecutiveErrors = 0;

	const samples: ProgressSample[] = [];
	const ageMs = () => clock.now() - (start.readAtOnce ? creationTime(startedAt, task) : startedAt);

	for (let reads = 0; ; reads += 1) {
		const isFirst = reads === 0 && start.readAtOnce;
		const lastReadFailed = lastError !== undefined;
		const history = { ageMs: ageMs(), samples, estimateMs, lastReadFailed };
		const endMs = expectedEndMs(history);
		const plannedMs = isFirst ? 0 : nextPollDelayMs(history, () => clock.random());
		// Waiting for a batch must not delay all later reads.
		const delayMs = endMs === undefined ? plannedMs - waitedMs : plannedMs;
		const remainingMs = deadline - clock.now();
		const isLast = delayMs >= remainingMs;
		const dueAt = isLast ? Math.max(deadline, clock.now()) : clock.now() + delayMs;
		const maxWaitMs = isLast ? 0 : maxBatchDelayMs(delayMs);
		const result = await context.reader.read({
			task,
			dueAt,
			latestAt: Math.min(Math.max(deadline, dueAt), dueAt + maxWaitMs),
			endsAt: endMs === undefined ? undefined : clock.now() - history.ageMs + endMs,
			lastReadAt,
			deadline,
			onSend: (ms) => (waitedMs = Math.min(ms, maxWaitMs)),
		});
		lastReadAt = clock.now();
		if (result === undefined) {
			return signal.aborted
				? { outcome: 'aborted' }
				: { outcome: 'timedOut', task, error: lastError };
		}
		if (result.ok) {
			const reading = result.value;
			task = reading.task;
			estimateMs = reading.estimateMs ?? estimateMs;
			lastFoundAt = clock.now();
			samples.push({ ageMs: ageMs(), progress: task.progress ?? 0 });
			lastError = undefined;
			consecutiveErrors = 0;
			context.onTask(reading.task);
			if (isFinal(reading.task)) return { outcome: 'finished', task: reading.task };
			if (isLast) return { outcome: 'timedOut', task };
			continue;
		}

		const { error } = result;
		if (signal.aborted) return { outcome: 'aborted' };
		const kind = readConclusion(error);
		const isGone = kind === 'notFound' && clock.now() - lastFoundAt >= NOT_FOUND_GRACE_MS;
		if (kind === 'permanent' || isGone) return { outcome: 'rejected', task, error };
		if (isLast) return { outcome: 'timedOut', task, error };
		lastError = error;
		consecutiveErrors += 1;
		if (shouldPauseAll(error)) {
			rateLimiter.pauseFor(retryDelayMs(consecutiveErrors, error, () => clock.random()));
		}
	}
}

/** When a task was created, by the provider's clock; limited to the start of polling, since clocks can differ. */
function creationTime(startedAt: number, { createdAt }: KnownTask): number {
	const createdMs = createdAt === undefined ? startedAt : Date.parse(createdAt);
	return Math.min(startedAt, createdMs);
}
