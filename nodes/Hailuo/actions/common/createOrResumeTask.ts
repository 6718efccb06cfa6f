import type { CreateBody } from '../../domain/createBody';
import type { CreateRequest } from '../../domain/createRequest';
import type { KnownTask, Task } from '../../domain/task';
import { idempotencyKey, requestKey } from '../../execution/idempotencyKey';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { IndeterminateCreate, StoredInput } from '../../execution/storedItem';
import type { CreateQueue } from '../../scheduling/createQueue';
import { createLimit } from '../../scheduling/limit';
import { formatError, suggestionForCreate } from '../../transport/errorMessages';
import type { RequestError } from '../../transport/responseError';
import { err, ok, type Result } from '../../utils/result';
import { createUploader, type ResolveImageUrls } from './frameImages';

/** Maximum number of creates in flight, and of parallel uploads, without Max Concurrency. */
const MAX_IN_FLIGHT = 10;

type Limit = ReturnType<typeof createLimit>;

/** Shared by all creates of one run. */
export interface Creating {
	run: RunContext;
	queue: CreateQueue;
	/** How long the queue retries, ms. */
	queueTimeoutMs: number;
	/** Limits the videos in parallel, or the creates in parallel if the run does not wait for videos. */
	limit?: Limit;
	uploadLimit: Limit;
	resolveImageUrls: ResolveImageUrls;
}

/** @param maxConcurrency absent if only the provider limits it */
export function startCreating(
	run: RunContext,
	{ maxConcurrency, queueTimeoutMs }: { maxConcurrency?: number; queueTimeoutMs: number },
): Creating {
	const count = maxConcurrency && Math.ceil(maxConcurrency);
	return {
		run,
		limit: count === undefined ? undefined : createLimit(count),
		uploadLimit: createLimit(count ?? MAX_IN_FLIGHT),
		queue: run.createQueue(count ?? MAX_IN_FLIGHT, queueTimeoutMs),
		queueTimeoutMs,
		resolveImageUrls: createUploader(run),
	};
}

/** A task that exists. */
export interface CreatedTask {
	task: KnownTask;
	/** The provider's estimate of the total generation time, ms. */
	estimateMs?: number;
	/** An earlier try created it, so it may already be finished. */
	isResumed: boolean;
}

/** Prepares a request at no cost by uploading its files. */
export type PrepareBody = (request: CreateRequest) => Promise<Result<CreateBody, ItemFailure>>;

/**
 * Creates the task of one item, and never pays twice: the task of an earlier try is resumed, and a later
 * try never repeats a request that may have been accepted.
 */
export async function createOrResumeTask(
	{ run, queue, queueTimeoutMs }: Creating,
	{ itemIndex, client, credential }: RunItem,
	input: StoredInput,
	prepare: PrepareBody,
): Promise<Result<CreatedTask, ItemFailure>> {
	const stored = run.store.open(itemIndex, input);
	if (stored.task !== undefined) {
		run.trackCreated(itemIndex, stored.task);
		return ok({ task: stored.task, isResumed: true });
	}
	if (stored.indeterminate !== undefined) return err(indeterminateFailure(stored.indeterminate));

	const { request } = stored.input;
	const body = await prepare(request);
	if (!body.ok) return body;

	const key = idempotencyKey(
		run.context,
		run.runIndex,
		requestKey(itemIndex, request.body),
		stored.failedTasks?.length ?? 0,
	);
	let sentAtMs: number | undefined;
	const result = await queue.submit(async () => {
		sentAtMs ??= Date.now();
		return await client.createTask(body.value, key);
	}, credential.honorsIdempotencyKey);
	switch (result.outcome) {
		case 'aborted':
			return err(ABORTED);
		case 'rejected':
			return err(rejectedFailure(result.error, result.reason, queueTimeoutMs));
		case 'indeterminate': {
			const cause = formatError(result.error);
			const create = { cause, model: request.body.model, sentAtMs: sentAtMs ?? Date.now() };
			run.store.setIndeterminate(itemIndex, create);
			return err(indeterminateFailure(create));
		}
		case 'created': {
			const { task: created, estimateMs, isReplayed } = result.value;
			const task: Task = {
				...created,
				model: created.model ?? request.body.model,
				mode: request.mode,
				...requestFields(request.body),
				createdAt: created.createdAt ?? new Date().toISOString(),
			};
			run.trackCreated(itemIndex, task);
			run.created.push({ client, task });
			// After an indeterminate attempt, the retry is expected to return an existing task.
			const isUnexpected = isReplayed && result.attempts === 1;
			if (isUnexpected) run.replayed.push({ itemIndex, taskId: task.taskId });
			return ok({ task, estimateMs, isResumed: false });
		}
	}
}

/** What the task was created from. The API does not return it. */
function requestFields({ prompt, quality, duration, aspect_ratio: aspectRatio }: CreateBody) {
	return { ...(prompt && { prompt }), quality, duration, ...(aspectRatio && { aspectRatio }) };
}

function rejectedFailure(
	error: RequestError,
	reason: 'refused' | 'queueTimeout',
	queueTimeoutMs: number,
): ItemFailure {
	const problem =
		error.kind === 'rejected' ? 'The API rejected the request' : 'The API could not be reached';
	return {
		message: `${problem}: ${formatError(error)}`,
		suggestion: suggestionForCreate(error, reason, queueTimeoutMs),
		httpStatus: error.status,
		notCharged: 'item',
	};
}

function indeterminateFailure(create: IndeterminateCreate): ItemFailure {
	return {
		message: `The request may have been accepted, but no task ID was returned: ${create.cause}`,
		indeterminate: create,
	};
}
