import { isFinal, type KnownTask, type Task, type TaskReading } from '../domain/task';
import type { RequestError } from '../transport/responseError';
import { classifyReadError, retryDelayMs, shouldPauseAll } from '../transport/retryPolicy';
import type { Result } from '../utils/result';
import type { Clock } from '../utils/clock';
import type { ProgressSample } from './estimateCompletion';
import { nextPollDelayMs } from './pollInterval';
import type { RateLimiter } from './rateLimiter';

/** What all polled tasks of one run share. */
export interface PollContext {
	clock: Clock;
	rateLimiter: RateLimiter;
	signal: AbortSignal;
	getTask(task: KnownTask): Promise<Result<TaskReading, RequestError>>;
	/** Called with each successful read, so that the last status is known wherever the run ends. */
	onTask(task: Task): void;
}

export interface PollStart {
	task: KnownTask;
	/** The provider's estimate of the whole generation, ms. */
	estimateMs?: number;
	/** From the call, ms. */
	timeoutMs: number;
	/** For a task of unknown age, which may be finished already. */
	readAtOnce: boolean;
}

/** How polling ended. `error` is that of the last read, if it failed. */
export type PollOutcome =
	| { outcome: 'finished'; task: Task }
	| { outcome: 'timedOut'; task: KnownTask; error?: RequestError }
	| { outcome: 'rejected'; task: KnownTask; error: RequestError }
	| { outcome: 'aborted' };

/** A task that was just created, or is read through a gateway that lags, can answer 404 for this long. */
const NOT_FOUND_GRACE_MS = 60_000;

/**
 * Polls a task until it is final, or until the deadline. Transient errors are retried until then; the
 * last read takes place exactly at the deadline.
 */
export async function pollTask(start: PollStart, context: PollContext): Promise<PollOutcome> {
	const { clock, rateLimiter, signal } = context;
	const startedAt = clock.now();
	const deadline = startedAt + start.timeoutMs;
	let { task, estimateMs }: PollStart = start;
	let lastFoundAt = startedAt;
	let lastError: RequestError | undefined;
	let consecutiveErrors = 0;

	const samples: ProgressSample[] = [];
	const ageMs = () => clock.now() - (start.readAtOnce ? createdBefore(startedAt, task) : startedAt);

	for (let reads = 0; ; reads += 1) {
		const isFirst = reads === 0 && start.readAtOnce;
		const lastReadFailed = lastError !== undefined;
		const history = { ageMs: ageMs(), samples, estimateMs, lastReadFailed };
		const delayMs = isFirst ? 0 : nextPollDelayMs(history, () => clock.random());
		const remainingMs = deadline - clock.now();
		const isLast = delayMs >= remainingMs;
		await clock.sleep(Math.max(0, isLast ? remainingMs : delayMs), signal);
		const isAllowed = !signal.aborted && (await rateLimiter.acquire(signal, deadline));
		if (signal.aborted) return { outcome: 'aborted' };
		if (!isAllowed) return { outcome: 'timedOut', task, error: lastError };

		const result = await context.getTask(task);
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
		const kind = classifyReadError(error);
		const isGone = kind === 'notFound' && clock.now() - lastFoundAt >= NOT_FOUND_GRACE_MS;
		if (kind === 'rejected' || isGone) return { outcome: 'rejected', task, error };
		if (isLast) return { outcome: 'timedOut', task, error };
		lastError = error;
		consecutiveErrors += 1;
		if (shouldPauseAll(error)) {
			rateLimiter.pauseFor(retryDelayMs(consecutiveErrors, error, () => clock.random()));
		}
	}
}

/** When a task was created, by the provider's clock; never after polling began, however that clock goes. */
function createdBefore(startedAt: number, { createdAt }: KnownTask): number {
	const createdMs = createdAt === undefined ? startedAt : Date.parse(createdAt);
	return Math.min(startedAt, createdMs);
}
