import { adviceFor, describe } from '../api/advice';
import type { Fault } from '../api/fault';
import { afterCreate } from '../api/retry';
import type { ItemFailure, Stopped } from '../run/outcome';
import { idempotencyKey } from '../run/requestKey';
import type { Run } from '../run/run';
import type { CheckedRequest, CreateBody } from '../video/request';
import type { KnownTask, Task } from '../video/task';

/** A task that exists, and whether its age is unknown because an earlier try made it. */
export interface MadeTask {
	task: KnownTask;
	/** ms, as in a reading. */
	estimateMs?: number;
	isResumed: boolean;
}

/**
 * Makes the task of one request, and pays for it once: what an earlier try of this run has made is
 * taken up again, and a request that may have been accepted is never sent again.
 *
 * @param prepare does for free what the request needs before it can be sent
 */
export async function makeTask(
	run: Run,
	{ body, mode }: CheckedRequest,
	key: string,
	prepare: (body: CreateBody) => Promise<{ body: CreateBody } | { failure: ItemFailure } | Stopped>,
): Promise<MadeTask | { failure: ItemFailure } | Stopped> {
	const { memory } = run;
	const made = memory.recall(key);
	if (made !== undefined) return { task: made, isResumed: true };
	const earlier = memory.unclear(key);
	if (earlier !== undefined) return { failure: mayHaveBeenAccepted(earlier) };

	const prepared = await prepare(body);
	if (!('body' in prepared)) return prepared;

	const idempotency = idempotencyKey(run.context, run.runIndex, key, memory.failedTasks(key));
	const reply = await run.creates.send(
		async () => await run.client.createTask(prepared.body, idempotency),
	);
	if ('stopped' in reply) return reply;
	if ('fault' in reply) {
		if (afterCreate(reply.fault) !== 'unclear') return { failure: notMade(reply.fault) };
		memory.rememberUnclear(key, describe(reply.fault));
		return { failure: mayHaveBeenAccepted(describe(reply.fault)) };
	}

	const { task: given, estimateMs } = reply;
	const task: Task = {
		...given,
		model: given.model ?? body.model,
		mode,
		createdAt: given.createdAt ?? new Date(run.clock.now()).toISOString(),
	};
	memory.remember(key, task);
	return { task, estimateMs, isResumed: false };
}

function notMade(fault: Fault): ItemFailure {
	return {
		message: `${fault.kind === 'unreached' ? 'The API could not be reached' : 'The API refused the video'}: ${describe(fault)}`,
		advice: `${adviceFor(fault, 'create')} Nothing is charged.`,
		httpStatus: fault.status,
	};
}

function mayHaveBeenAccepted(whatHappened: string): ItemFailure {
	return {
		message: `The video may have been accepted, but no task ID came back: ${whatHappened}`,
		advice:
			'It is not sent again by itself, because it could be paid twice. Look into your account at the vendor: if the task is there, Get Status or Wait fetches it by its ID; if not, run the workflow anew.',
	};
}
