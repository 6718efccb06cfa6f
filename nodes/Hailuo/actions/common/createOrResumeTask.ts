import type { CreateBody } from '../../domain/createBody';
import type { CreateRequest } from '../../domain/createRequest';
import type { Task } from '../../domain/task';
import { idempotencyKey } from '../../execution/idempotencyKey';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { Account, RunContext } from '../../execution/runContext';
import type { IndeterminateCreate, StoredInput } from '../../execution/storedItem';
import type { CreateQueue, CreateResult } from '../../scheduling/createQueue';
import { limitConcurrency, type Limit } from '../../scheduling/limit';
import type { ExistingTask } from '../../scheduling/pollTask';
import { formatError, formatEvidence, adviceForCreate } from '../../transport/advice';
import type { RequestError } from '../../transport/evidence';
import { err, ok, type Result } from '../../utils/result';
import { unknownModelHint } from '../../domain/hints';
import { createImageUploader, type ResolveImageUrls } from './frameImages';

/** Maximum number of creates of an account in flight, and of parallel uploads, without Max Concurrency. */
const MAX_IN_FLIGHT = 10;

/** Shared by all creates of one run. */
export interface Creating {
	run: RunContext;
	queueOf(account: Account): CreateQueue;
	/** How long a queue retries, ms. */
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
	const queues = new Map<Account, CreateQueue>();
	return {
		run,
		limit: count === undefined ? undefined : limitConcurrency(count),
		uploadLimit: limitConcurrency(count ?? MAX_IN_FLIGHT),
		queueOf(account) {
			const queue = queues.get(account) ?? run.createQueue(count ?? MAX_IN_FLIGHT, queueTimeoutMs);
			queues.set(account, queue);
			return queue;
		},
		queueTimeoutMs,
		resolveImageUrls: createImageUploader(run),
	};
}

/** Prepares a request at no cost by uploading its files. */
export type PrepareBody = (request: CreateRequest) => Promise<Result<CreateBody, ItemFailure>>;

/**
 * Creates the task of one item, and never pays twice: the task of an earlier try is resumed, and a later
 * try never repeats a request that may have been accepted.
 */
export async function createOrResumeTask(
	{ run, queueOf, queueTimeoutMs }: Creating,
	{ itemIndex, account, credential }: RunItem,
	input: StoredInput,
	prepare: PrepareBody,
): Promise<Result<ExistingTask, ItemFailure>> {
	const stored = run.store.open(itemIndex, input);
	if (stored.task !== undefined) {
		run.trackCreated(itemIndex, stored.task);
		return ok({ task: stored.task, origin: 'resumed' });
	}
	if (stored.indeterminate !== undefined) return err(indeterminateFailure(stored.indeterminate));

	const { request } = stored.input;
	const body = await prepare(request);
	if (!body.ok) return body;

	const key = idempotencyKey(run.context, {
		executionId: run.firstExecutionId,
		runIndex: run.runIndex,
		itemIndex,
		digest: stored.digest,
		failedTasks: stored.failedTasks?.length ?? 0,
	});
	let sentAtMs: number | undefined;
	const result = await queueOf(account).submit(async () => {
		sentAtMs ??= Date.now();
		return await account.client.createTask(body.value, key);
	}, credential.honorsIdempotencyKey);
	switch (result.outcome) {
		case 'aborted':
			return err(ABORTED);
		case 'notCreated':
			return err(notCreatedFailure(result, queueTimeoutMs, request.body.model));
		case 'indeterminate': {
			const { taskId } = result.error;
			const create: IndeterminateCreate = {
				cause: formatEvidence(result.error),
				model: request.body.model,
				sentAtMs: sentAtMs ?? Date.now(),
				...(taskId !== undefined && { possibleTaskIds: [taskId] }),
			};
			run.store.setIndeterminate(itemIndex, create);
			run.logWarning(`Item ${itemIndex} may have been accepted: ${create.cause}`);
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
			run.created.push({ account, task });
			// After an indeterminate attempt, the retry is expected to return an existing task.
			const isUnexpected = isReplayed && result.attempts === 1;
			if (isUnexpected) run.replayed.push({ itemIndex, taskId: task.taskId });
			return ok({ task, origin: 'created', estimateMs });
		}
	}
}

/** What the task was created from. The API does not return it. */
function requestFields({ prompt, quality, duration, aspect_ratio: aspectRatio }: CreateBody) {
	return { ...(prompt && { prompt }), quality, duration, ...(aspectRatio && { aspectRatio }) };
}

function problemOf({ reason, status }: RequestError): string {
	if (status !== undefined) return 'The API rejected the request';
	return reason === 'rateLimited' ? 'No request was sent' : 'The API could not be reached';
}

function notCreatedFailure(
	{ error, reason }: Extract<CreateResult<unknown>, { outcome: 'notCreated' }>,
	queueTimeoutMs: number,
	model: string,
): ItemFailure {
	return {
		message: `${problemOf(error)}: ${formatError(error)}`,
		suggestion: [adviceForCreate(error, reason, queueTimeoutMs), unknownModelHint(model)]
			.filter(Boolean)
			.join(' '),
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
