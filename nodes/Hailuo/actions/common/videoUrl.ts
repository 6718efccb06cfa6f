import { isFinal, type KnownTask } from '../../domain/task';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { RequestError } from '../../transport/responseError';
import { classifyReadError } from '../../transport/retryPolicy';
import { err, type Result } from '../../utils/result';

/** A video URL, or the file behind it, can lag behind the status: checked so often for about a minute. */
const LAG_RETRIES = 6;
const LAG_INTERVAL_MS = 10_000;

/** Reads a completed task without a video URL again, for about a minute. Returns it as last read. */
export async function awaitVideoUrl(
	run: RunContext,
	task: KnownTask,
	{ client, itemIndex }: RunItem,
): Promise<KnownTask> {
	let last = task;
	for (let retries = 0; retries < LAG_RETRIES; retries += 1) {
		if (last.status !== 'completed' || last.videoUrl !== undefined) return last;
		await run.clock.sleep(LAG_INTERVAL_MS, run.signal);
		if (!(await run.rateLimiter.acquire(run.signal))) return last;
		const reading = await client.getTask(last);
		if (!reading.ok && classifyReadError(reading.error) === 'rejected') return last;
		// A host that lags can also tell an earlier status.
		if (!reading.ok || !isFinal(reading.value.task)) continue;
		last = reading.value.task;
		run.store.track(itemIndex, last);
	}
	return last;
}

/**
 * Repeats a download for about a minute while the storage host answers 403 or 404: the file can lag
 * behind the task. A link that has expired is final at once.
 */
export async function untilStored<T>(
	run: RunContext,
	{ expiresAt }: KnownTask,
	download: () => Promise<Result<T, RequestError>>,
): Promise<Result<T, RequestError>> {
	for (let retries = 0; ; retries += 1) {
		const result = await download();
		if (result.ok || run.signal.aborted) return result;
		const { kind, status } = result.error;
		const isMissing = kind === 'rejected' && (status === 403 || status === 404);
		const hasExpired = expiresAt !== undefined && Date.now() >= Date.parse(expiresAt);
		if (!isMissing || hasExpired || retries === LAG_RETRIES) return result;
		await run.clock.sleep(LAG_INTERVAL_MS, run.signal);
		if (run.signal.aborted) return err(result.error);
	}
}
