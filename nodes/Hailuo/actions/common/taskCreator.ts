import type { CreateBody } from '../../domain/createBody';
import type { CreateRequest } from '../../domain/createRequest';
import { unknownModelHint } from '../../domain/hints';
import type { KnownTask, Task } from '../../domain/task';
import type { Account } from '../../execution/accounts';
import { customDataOf, recordTaskId, type CustomData } from '../../execution/customData';
import { idempotencyKey } from '../../execution/idempotencyKey';
import type { ItemFailure } from '../../execution/itemResult';
import type { RunItem, ValidItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { IndeterminateCreate, StoredInput, StoredItem } from '../../execution/storedItem';
import { CreateQueue } from '../../scheduling/createQueue';
import type { ExistingTask } from '../../scheduling/pollTask';
import { formatError, suggestionFor } from '../../transport/errorText';
import type { RequestError } from '../../transport/evidence';
import { ok, type Result } from '../../utils/result';
import { createUploader, type Upload } from './fileUploader';
import { uploadImages, type UploadableImage } from './frameImages';

/** Maximum number of creates of an account in flight, without Max Concurrency. */
const MAX_IN_FLIGHT = 10;

/** What a task is created from. The run shares its limits, so those of its first item apply. */
export interface CreatorInput extends StoredInput {
	/** Images that must be uploaded first. */
	files: readonly UploadableImage[];
	/** Maximum number of unfinished videos, if the run waits for them. Absent if only the provider limits it. */
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

	/** Items for which the provider returned a task that it had already created. */
	private readonly replayed: Array<{ itemIndex: number; taskId: string }> = [];
	private readonly queues = new Map<Account, CreateQueue>();
	private readonly maxInFlight: number;
	private readonly upload: Upload;
	private readonly customData: CustomData | undefined;

	constructor(
		private readonly run: RunContext,
		private readonly limits: Pick<CreatorInput, 'maxConcurrency' | 'queueTimeoutMs'>,
	) {
		this.maxInFlight = Math.ceil(limits.maxConcurrency ?? MAX_IN_FLIGHT);
		this.upload = createUploader(run);
		this.customData = customDataOf(run.context);
	}

	/**
	 * Creates the task of one item, and never pays twice: the task of an earlier try is resumed, and a later
	 * try never repeats a request that may have been accepted. A failure has already failed the run.
	 */
	async createOrResume(item: ValidItem<CreatorInput>): Promise<Result<ExistingTask, ItemFailure>> {
		const { run } = this;
		const { itemIndex } = item;
		const { files, ...input } = item.input;
		const stored = run.store.open(itemIndex, input);
		if (stored.task !== undefined) {
			this.record(itemIndex, stored.task);
			return ok({ task: stored.task, origin: 'resumed' });
		}
		if (stored.indeterminate !== undefined) {
			return run.fail(itemIndex, indeterminateFailure(stored.indeterminate));
		}
		const { request } = stored.input;
		const body = await uploadImages(request, files, item.credential, this.upload);
		if (!body.ok) return run.fail(itemIndex, body.error);
		return await this.submit(item, request, body.value, stored);
	}

	queueOf(account: Account): CreateQueue {
		const queue = this.queues.get(account) ?? this.newQueue();
		this.queues.set(account, queue);
		return queue;
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
		const key = idempotencyKey(run.context, {
			executionId: run.firstExecutionId,
			runIndex: run.runIndex,
			itemIndex,
			digest,
			failedTasks: failedTasks.length,
		});
		let attempts = 0;
		let firstSentMs = 0;
		const send = async () => {
			attempts += 1;
			if (attempts === 1) firstSentMs = Date.now();
			return await account.client.createTask(body, key);
		};
		return await this.queueOf(account).submit(send, credential.honorsIdempotencyKey, (result) => {
			const { model } = request.body;
			switch (result.outcome) {
				case 'created': {
					const task = createdTask(result.value.task, request);
					this.record(itemIndex, task);
					this.created.push({ account, task });
					// After an indeterminate attempt, the retry is expected to return an existing task.
					const isUnexpected = result.value.isReplayed && attempts === 1;
					if (isUnexpected) this.replayed.push({ itemIndex, taskId: task.taskId });
					const { estimateMs } = result.value;
					return ok<ExistingTask>({ task, origin: 'created', estimateMs });
				}
				case 'notCreated':
					return run.fail(itemIndex, notCreatedFailure(result.error, model));
				case 'indeterminate': {
					const create = indeterminateCreate(result.error, model, firstSentMs);
					run.store.setIndeterminate(itemIndex, create);
					run.log('warn', `Item ${itemIndex} may have been accepted: ${create.cause}`);
					return run.fail(itemIndex, indeterminateFailure(create));
				}
			}
		});
	}

	/** Records a task that was charged, so that it is not lost whenever the run ends. */
	private record(itemIndex: number, task: KnownTask): void {
		const { run, customData } = this;
		run.store.track(itemIndex, task);
		if (customData !== undefined) recordTaskId(customData, task.taskId);
		// After a crash, n8n's log is all that is left of an execution.
		run.log('info', `item ${itemIndex} is task ${task.taskId}`);
	}

	private newQueue(): CreateQueue {
		const { run } = this;
		return new CreateQueue({
			clock: run.clock,
			createSignal: run.createSignal,
			stopSignal: run.stopSignal,
			maxInFlight: this.maxInFlight,
			timeoutMs: this.limits.queueTimeoutMs,
			// While creates are queued, n8n only shows that the node is running.
			onRateLimited: (error) =>
				run.log(
					'warn',
					`Rate limited; queued requests are sent one at a time. ${formatError(error)}.`,
				),
		});
	}
}

/** The task with what it was created from, which the API does not return. */
function createdTask(read: Task, { mode, body }: CreateRequest): Task {
	const { model, prompt, quality, duration, aspect_ratio: aspectRatio } = body;
	return {
		...read,
		model: read.model ?? model,
		mode,
		...(prompt && { prompt }),
		quality,
		duration,
		...(aspectRatio && { aspectRatio }),
		createdAt: read.createdAt ?? new Date().toISOString(),
	};
}

function problemOf({ reason, status }: RequestError): string {
	if (status !== undefined) return 'The API rejected the request';
	return reason === 'rateLimited' ? 'No request was sent' : 'The API could not be reached';
}

function notCreatedFailure(error: RequestError, model: string): ItemFailure {
	return {
		message: `${problemOf(error)}: ${formatError(error)}`,
		suggestion: [suggestionFor(error, 'create'), unknownModelHint(model)].filter(Boolean).join(' '),
		httpStatus: error.status,
		createOutcome: 'notCreated',
	};
}

function indeterminateCreate(
	{ taskId, ...error }: RequestError,
	model: string,
	sentAtMs: number,
): IndeterminateCreate {
	const possibleTaskIds = taskId === undefined ? undefined : [taskId];
	const cause = formatError(error, true);
	return { cause, model, sentAtMs, ...(possibleTaskIds && { possibleTaskIds }) };
}

function indeterminateFailure({ cause }: IndeterminateCreate): ItemFailure {
	return {
		message: `The request may have been accepted, but no task ID was returned: ${cause}`,
		createOutcome: 'indeterminate',
	};
}
