import type { KnownTask, TaskReading } from '../../domain/task';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { retry } from '../../scheduling/retry';
import type { RequestError } from '../../transport/evidence';
import { MAX_PAUSE_MS } from '../../transport/retryPolicy';
import type { Result } from '../../utils/result';

/** Reads a task once, now, with up to four attempts. */
export async function readTaskOnce(
	run: RunContext,
	{ account }: Pick<RunItem, 'account'>,
	task: KnownTask,
): Promise<Result<TaskReading, RequestError>> {
	return await retry(async () => {
		const now = run.clock.now();
		return await account.reader.read({ task, dueAt: now, deadline: now + MAX_PAUSE_MS });
	}, run);
}
