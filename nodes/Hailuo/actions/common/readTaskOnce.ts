import type { KnownTask, TaskReading } from '../../domain/task';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { rateLimitedError, retry } from '../../scheduling/retry';
import { readConclusion, type RequestError } from '../../transport/evidence';
import { err, type Result } from '../../utils/result';

/** Reads that are requested within this time, ms, become one request if the provider supports that. */
const MAX_BATCH_DELAY_MS = 100;

/** Reads a task once, now, with up to four attempts. */
export async function readTaskOnce(
	run: RunContext,
	{ reader }: Pick<RunItem, 'reader'>,
	task: KnownTask,
): Promise<Result<TaskReading, RequestError>> {
	const attempt = async () => {
		const now = run.clock.now();
		const latestAt = now + MAX_BATCH_DELAY_MS;
		const reading = await reader.read({ task, dueAt: now, latestAt, lastReadAt: now });
		return reading ?? err(rateLimitedError(run.rateLimiter.pausedForMs));
	};
	return await retry(attempt, (error) => readConclusion(error) === 'retry', run);
}
