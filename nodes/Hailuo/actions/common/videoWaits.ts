import type { Account } from '../../execution/accounts';
import type { ItemFailure, TaskResult } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import { unreadableTask } from '../../execution/readFailures';
import type { RunContext } from '../../execution/runContext';
import { pollTask, type ExistingTask, type PollOutcome } from '../../scheduling/pollTask';
import { formatError } from '../../transport/errorText';
import { formatDuration } from '../../utils/format';
import { err, ok } from '../../utils/result';
import type { WaitOptions } from '../fields/sharedFields';

/** Waits of at least this duration get a hint. Providers state 30 s to 9 min for a video. */
const LONG_WAIT_MS = { oneVideo: 5 * 60_000, severalVideos: 60_000 };

/** The waits of one run. */
export class VideoWaits {
	/** How long each completed video took, ms. */
	private readonly waitedMs: number[] = [];
	private readonly accounts = new Set<Account>();

	constructor(private readonly run: RunContext) {}

	/** Waits until the task is final. A failure to read it, and a timeout, contain the task. */
	async wait(
		existing: ExistingTask,
		{ timeoutMs, onTimeout }: WaitOptions,
		{ account, itemIndex }: RunItem,
	): Promise<TaskResult> {
		const { run } = this;
		this.accounts.add(account);
		const startedAt = run.clock.now();
		const polled = await pollTask(existing, timeoutMs, {
			clock: run.clock,
			reader: account.reader,
			onTask: (read) => run.store.track(itemIndex, read),
		});
		switch (polled.outcome) {
			case 'finished':
				if (polled.task.status === 'completed') this.waitedMs.push(run.clock.now() - startedAt);
				return ok(polled.task);
			case 'unreadable':
				return err(unreadableTask(polled.task, polled.error));
			case 'timedOut':
			case 'retryAfterTooLong':
				return onTimeout === 'returnTask'
					? ok({ ...polled.task, timedOut: true })
					: err(timeoutFailure(polled, timeoutMs));
		}
	}

	/**
	 * After long waits: how long the videos took, and how many status requests were sent. n8n shows none of
	 * this while a node is running.
	 */
	hints(): string[] {
		const { waitedMs } = this;
		if (waitedMs.length === 0) return [];
		const [shortest, longest] = [Math.min(...waitedMs), Math.max(...waitedMs)];
		const isOne = waitedMs.length === 1;
		if (longest < (isOne ? LONG_WAIT_MS.oneVideo : LONG_WAIT_MS.severalVideos)) return [];
		const videos = isOne ? 'The video was' : `${waitedMs.length} videos were`;
		const [from, to] = [formatDuration(shortest), formatDuration(longest)];
		const time = from === to ? to : `${from} to ${to}`;
		const requests = [...this.accounts].reduce((sum, { reader }) => sum + reader.requestCount, 0);
		return [`${videos} ready after ${time}. Status requests sent: ${requests}.`];
	}
}

function timeoutFailure(
	{ outcome, task, error }: Extract<PollOutcome, { outcome: 'timedOut' | 'retryAfterTooLong' }>,
	timeoutMs: number,
): ItemFailure {
	const minutes = Number((timeoutMs / 60_000).toFixed(2));
	const progress = task.progress === undefined ? '' : `, ${task.progress} %`;
	const lastRead = error === undefined ? '' : `; the last read failed: ${formatError(error)}`;
	const word = task.providerStatus === undefined ? '' : `, "${task.providerStatus}"`;
	const problem =
		outcome === 'retryAfterTooLong'
			? 'cannot be read before the timeout of'
			: 'was not ready after';
	return {
		message: `Task ${task.taskId} ${problem} ${minutes} min (last status: ${task.status ?? 'not read yet'}${word}${progress}${lastRead})`,
		suggestion:
			task.status === 'pending'
				? 'The provider has queued the task and not started it. It is already paid for, so do not create it again. Resume with Wait or Get Status at no extra cost.'
				: 'The task may still be running. Resume with Wait or Get Status at no extra cost.',
		task: { ...task, timedOut: true },
	};
}
