import { isFinal, type KnownTask, type Task } from '../domain/task';
import { concludeRead, type RequestError } from '../transport/evidence';
import type { Clock } from '../utils/clock';
import {
	expectedEndMs,
	firstPollDelayMs,
	minPollDelayMs,
	nextPollDelayMs,
	type TaskProgress,
} from './pollInterval';
import type { TaskReader } from './taskReader';

/** Shared by all polled tasks of one account. */
export interface PollContext {
	clock: Clock;
	reader: Pick<TaskReader, 'read'>;
	/** Called after each successful read, so that the last status is known whenever the run ends. */
	onTask(task: Task): void;
}

/** A task that exists, or should. */
export interface ExistingTask {
	task: KnownTask;
	/**
	 * - `created`: just now, by this run
	 * - `resumed`: by an earlier try of this execution; it may be finished
	 * - `given`: its ID was entered by a user; it may be finished, or not exist
	 */
	origin: 'created' | 'resumed' | 'given';
	/** The provider's estimate of the total generation time at its creation, ms. */
	estimateMs?: number;
}

/** How polling ended. `error` is the error of the last read, if it failed. */
export type PollOutcome =
	| { outcome: 'finished'; task: Task }
	| { outcome: 'timedOut'; task: KnownTask; error?: RequestError }
	/** The API rate limits the account beyond the deadline. */
	| { outcome: 'retryAfterTooLong'; task: KnownTask; error: RequestError }
	/** Also if the run has ended. */
	| { outcome: 'unreadable'; task: KnownTask; error: RequestError };

/** An ID that was never found is wrong, unless its task was created a moment ago or the gateway lags. */
const UNKNOWN_GRACE_MS = 60_000;
/** A task that exists is lost only if it remains missing: a restarted gateway may not find it for minutes. */
const KNOWN_GRACE_MS = 600_000;
/** How early a task may be read along with others. */
const MAX_EARLY_MS = 1_000;

/**
 * Polls a task until it is final or the deadline is reached. Transient errors are retried until then;
 * the last read is at the deadline.
 *
 * @param timeoutMs time from now until the deadline, ms
 */
export async function pollTask(
	existing: ExistingTask,
	timeoutMs: number,
	context: PollContext,
): Promise<PollOutcome> {
	const { clock, reader } = context;
	const { origin, estimateMs } = existing;
	const startedAt = clock.now();
	const deadline = startedAt + timeoutMs;
	const random = () => clock.random();

	let { task }: ExistingTask = existing;
	let firstProgress: number | undefined;
	let lastFoundAt = startedAt;
	let graceMs = origin === 'given' ? UNKNOWN_GRACE_MS : KNOWN_GRACE_MS;

	for (let isFirst = true; ; isFirst = false) {
		const now = clock.now();
		const createdAt = origin === 'created' ? startedAt : creationTime(startedAt, task);
		const hasProgress = firstProgress !== undefined && (task.progress ?? 0) > firstProgress;
		const progress = hasProgress ? task.progress : undefined;
		const known: TaskProgress = { ageMs: now - createdAt, estimateMs, progress };
		const delayMs = isFirst ? firstDelayMs(origin, known, random) : nextPollDelayMs(known, random);
		const dueAt = Math.min(now + delayMs, deadline);
		const isLast = dueAt === deadline;
		const earliestAt = Math.max(dueAt - MAX_EARLY_MS, now + minPollDelayMs(known));
		const endMs = expectedEndMs(known);

		const result = await reader.read({
			task,
			dueAt,
			earliestAt: isLast ? dueAt : earliestAt,
			endsAt: endMs === undefined ? undefined : createdAt + endMs,
			deadline,
		});
		if (result.ok) {
			const read = result.value;
			context.onTask(read);
			if (isFinal(read)) return { outcome: 'finished', task: read };
			task = read;
			firstProgress ??= read.progress ?? 0;
			lastFoundAt = clock.now();
			graceMs = KNOWN_GRACE_MS;
			if (isLast) return { outcome: 'timedOut', task };
			continue;
		}

		const { error } = result;
		const conclusion = concludeRead(error);
		const isLost = conclusion === 'notFound' && clock.now() - lastFoundAt >= graceMs;
		if (conclusion === 'permanent' || isLost) return { outcome: 'unreadable', task, error };
		const nextAt = clock.now() + (error.retryAfterMs ?? 0);
		if (conclusion === 'retry' && clock.now() < deadline && nextAt > deadline) {
			return { outcome: 'retryAfterTooLong', task, error };
		}
		if (isLast) return { outcome: 'timedOut', task, error };
	}
}

/** A task that is not new may be finished, and is read at once. */
function firstDelayMs(
	origin: ExistingTask['origin'],
	known: TaskProgress,
	random: () => number,
): number {
	return origin === 'created' ? firstPollDelayMs(known, random) : 0;
}

/** When a task was created, by the provider's clock; limited to the start of polling, since clocks can differ. */
function creationTime(startedAt: number, { createdAt }: KnownTask): number {
	const createdMs = createdAt === undefined ? startedAt : Date.parse(createdAt);
	return Math.min(startedAt, createdMs);
}
