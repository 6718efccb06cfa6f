import type { CreateBody } from '../../domain/createBody';
import type { CreateRequest } from '../../domain/createRequest';
import type { KnownTask, Task } from '../../domain/task';
import { idempotencyKey } from '../../execution/idempotencyKey';
import { ABORTED, type ItemFailure } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { Account, RunContext } from '../../execution/runContext';
import type { IndeterminateCreate, StoredInput, StoredItem } from '../../execution/storedItem';
import { CreateQueue, type CreateResult } from '../../scheduling/createQueue';
import { limitConcurrency, type Limit } from '../../scheduling/limit';
import type { ExistingTask } from '../../scheduling/pollTask';
import {
	formatError,
	formatErrorWithExcerpt,
	suggestionForCreate,
} from '../../transport/errorText';
import type { RequestError } from '../../transport/evidence';
import { err, ok, type Result } from '../../utils/result';
import { unknownModelHint } from '../../domain/hints';
import { createImageUploader, type ResolveImageUrls, type UploadableImage } from './frameImages';

/** Maximum number of creates of an account in flight, and of parallel uploads, without Max Concurrency. */
const MAX_IN_FLIGHT = 10;

export interface TaskCreatorOptions {
	/** Absent if only the provider limits it. */
	maxConcurrency?: number;
	/** How long a queue retries, ms. */
	queueTimeoutMs: number;
}

/** A task that this run has created. */
export interface CreatedTask {
	account: Account;
	task: KnownTask;
}

/** Creates the tasks of one run. Each account has its own queue. */
export class TaskCreator {
	/** Without the tasks of earlier tries. */
	readonly created: CreatedTask[] = [];
	/** Limits the videos in parallel, or the creates in parallel if the run does not wait for videos. */
	readonly limit: Limit;

	/** Items for which the provider returned a task that it had already created. */
	private readonly replayed: Array<{ itemIndex: number; taskId: string }> = [];
	private readonly queues = new Map<Account, CreateQueue>();
	private readonly maxInFlight: number;
	private readonly uploadLimit: Limit;
	private readonly resolveImageUrls: ResolveImageUrls;

	constructor(
		private readonly run: RunContext,
		private readonly options: TaskCreatorOptions,
	) {
		const { maxConcurrency } = options;
		this.limit = limitConcurrency(Math.ceil(maxConcurrency ?? Infinity));
		this.maxInFlight = Math.ceil(maxConcurrency ?? MAX_IN_FLIGHT);
		this.uploadLimit = limitConcurrency(this.maxInFlight);
		this.resolveImageUrls = createImageUploader(run);
	}

	/**
	 * Creates the task of one item, and never pays twice: the task of an earlier try is resumed, and a later
	 * try never repeats a request that may have been accepted.
	 *
	 * @param files images of the request that must be uploaded first
	 */
	async createOrResume(
		item: RunItem,
		input: StoredInput,
		files: readonly UploadableImage[],
	): Promise<Result<ExistingTask, ItemFailure>> {
		const { itemIndex } = item;
		const stored = this.run.store.open(itemIndex, input);
		if (stored.task !== undefined) {
			this.run.trackCreated(itemIndex, stored.task);
			return ok({ task: stored.task, origin: 'resumed' });
		}
		if (stored.indeterminate !== undefined) return err(indeterminateFailure(stored.indeterminate));

		const { request } = stored.input;
		const body = await this.uploadLimit(
			async () => await this.resolveImageUrls(request.body, files, item.credential),
		);
		return body.ok ? await this.submit(item, request, body.value, stored) : body;
	}

	/** Waits for a task of the account, whose end may let the queue continue. */
	async whileUnfinished<T>(account: Account, wait: () => Promise<T>): Promise<T> {
		return await this.queueOf(account).whileUnfinished(wait);
	}

	/** For these items nothing new was charged: expected after a crash, unexpected otherwise. */
	hints(): string[] {
		if (this.replayed.length === 0) return [];
		const tasks = this.replayed.map(({ itemIndex, taskId }) => `item ${itemIndex} (${taskId})`);
		return [
			`The provider returned an existing task instead of creating a new one: ${tasks.join(', ')}.`,
		];
	}

	private async submit(
		{ itemIndex, account, credential }: RunItem,
		request: CreateRequest,
		body: CreateBody,
		{ digest, failedTasks = [] }: Pick<StoredItem, 'failedTasks'> & { digest: string },
	): Promise<Result<ExistingTask, ItemFailure>> {
		const { run } = this;
		const { model } = request.body;
		const key = idempotencyKey(run.context, {
			executionId: run.firstExecutionId,
			runIndex: run.runIndex,
			itemIndex,
			digest,
			failedTasks: failedTasks.length,
		});
		let sentAtMs: number | undefined;
		const result = await this.queueOf(account).submit(async () => {
			sentAtMs ??= Date.now();
			return await account.client.createTask(body, key);
		}, credential.honorsIdempotencyKey);
		switch (result.outcome) {
			case 'aborted':
				return err(ABORTED);
			case 'notCreated':
				return err(notCreatedFailure(result, this.options.queueTimeoutMs, model));
			case 'indeterminate': {
				const { taskId } = result.error;
				const create: IndeterminateCreate = {
					cause: formatErrorWithExcerpt(result.error),
					model,
					sentAtMs: sentAtMs ?? Date.now(),
					...(taskId !== undefined && { possibleTaskIds: [taskId] }),
				};
				run.store.setIndeterminate(itemIndex, create);
				run.log('warn', `Item ${itemIndex} may have been accepted: ${create.cause}`);
				return err(indeterminateFailure(create));
			}
			case 'created': {
				const { task: read, estimateMs, isReplayed } = result.value;
				const task: Task = {
					...read,
					model: read.model ?? model,
					mode: request.mode,
					...requestFields(request.body),
					createdAt: read.createdAt ?? new Date().toISOString(),
				};
				run.trackCreated(itemIndex, task);
				this.created.push({ account, task });
				// After an indeterminate attempt, the retry is expected to return an existing task.
				const isUnexpected = isReplayed && result.attempts === 1;
				if (isUnexpected) this.replayed.push({ itemIndex, taskId: task.taskId });
				return ok({ task, origin: 'created', estimateMs });
			}
		}
	}

	private queueOf(account: Account): CreateQueue {
		const queue = this.queues.get(account) ?? this.newQueue();
		this.queues.set(account, queue);
		return queue;
	}

	private newQueue(): CreateQueue {
		const { run } = this;
		return new CreateQueue({
			clock: run.clock,
			createSignal: run.createSignal,
			stopSignal: run.stopSignal,
			maxInFlight: this.maxInFlight,
			timeoutMs: this.options.queueTimeoutMs,
			// While creates are queued, n8n only shows that the node is running.
			onRateLimited: (error) =>
				run.log(
					'warn',
					`Rate limited; queued requests are sent one at a time. ${formatError(error)}.`,
				),
			onFailure: () => run.stopCreating(),
		});
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
		suggestion: [suggestionForCreate(error, reason, queueTimeoutMs), unknownModelHint(model)]
			.filter(Boolean)
			.join(' '),
		httpStatus: error.status,
		create: 'notCreated',
	};
}

function indeterminateFailure({ cause }: IndeterminateCreate): ItemFailure {
	return {
		message: `The request may have been accepted, but no task ID was returned: ${cause}`,
		create: 'indeterminate',
	};
}
