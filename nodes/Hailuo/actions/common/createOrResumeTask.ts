import { suggestionFor, formatError } from '../../transport/errorMessages';
import type { RequestError } from '../../transport/responseError';
import type { ItemFailure, Aborted } from '../../execution/itemResult';
import { idempotencyKey, requestKey } from '../../execution/idempotencyKey';
import type { RunContext } from '../../execution/runContext';
import type { RunItem } from '../../execution/executeItems';
import type { IndeterminateCreate, StoredInput } from '../../execution/taskStore';
import type { CreateRequest, CreateBody } from '../../domain/createRequest';
import type { KnownTask, Task } from '../../domain/task';

/** A task that exists, and whether its age is unknown because an earlier try made it. */
export interface CreatedTask {
	task: KnownTask;
	/** ms, as in a reading. */
	estimateMs?: number;
	isResumed: boolean;
}

/** Does for free what a request needs before it can be sent: puts links where files stand. */
export type ResolveBody = (
	request: CreateRequest,
) => Promise<{ body: CreateBody } | { failure: ItemFailure } | Aborted>;

/**
 * Creates the task of one item, and pays for it once: what an earlier try has created is resumed,
 * and a request that may have been accepted is never sent again by a later try.
 */
export async function createOrResumeTask(
	run: RunContext,
	{ itemIndex, client, credential }: RunItem,
	input: StoredInput,
	prepare: ResolveBody,
): Promise<CreatedTask | { failure: ItemFailure } | Aborted> {
	const stored = run.store.open(itemIndex, input);
	if (stored.task !== undefined) {
		run.trackCreated(itemIndex, stored.task);
		return { task: stored.task, isResumed: true };
	}
	if (stored.indeterminate !== undefined)
		return { failure: indeterminateFailure(stored.indeterminate) };

	const { request } = stored.input;
	const prepared = await prepare(request);
	if (!('body' in prepared)) return prepared;

	const key = idempotencyKey(
		run.context,
		run.runIndex,
		requestKey(itemIndex, request.body),
		stored.failedTasks?.length ?? 0,
	);
	let sentAtMs: number | undefined;
	const result = await run.createQueue.submit(async () => {
		sentAtMs ??= Date.now();
		return await client.createTask(prepared.body, key);
	}, credential.honorsIdempotencyKey);
	if ('stopped' in result) return result;
	if ('rejected' in result) return { failure: rejectedFailure(result.rejected) };
	if ('indeterminate' in result) {
		const cause = formatError(result.indeterminate);
		const create = { cause, model: request.body.model, sentAtMs: sentAtMs ?? Date.now() };
		run.store.setIndeterminate(itemIndex, create);
		return { failure: indeterminateFailure(create) };
	}

	const { task: given, estimateMs, isReplayed } = result.created;
	const task: Task = {
		...given,
		model: given.model ?? request.body.model,
		mode: request.mode,
		createdAt: given.createdAt ?? new Date(run.clock.now()).toISOString(),
	};
	run.trackCreated(itemIndex, task);
	// After an attempt of unknown outcome this is what was hoped for.
	if (isReplayed && result.attempts === 1) run.replayed.push({ itemIndex, taskId: task.taskId });
	return { task, estimateMs, isResumed: false };
}

function rejectedFailure(fault: RequestError): ItemFailure {
	return {
		message: `${fault.kind === 'unreached' ? 'The API could not be reached' : 'The API refused the video'}: ${formatError(fault)}`,
		suggestion: suggestionFor(fault, 'create'),
		httpStatus: fault.status,
		notCharged: 'item',
	};
}

function indeterminateFailure(create: IndeterminateCreate): ItemFailure {
	return {
		message: `The request may have been accepted, but no task ID was returned: ${create.cause}`,
		indeterminate: create,
	};
}
