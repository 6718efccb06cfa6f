import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isFinal, type KnownTask } from '../../domain/task';
import type { Failure } from '../../domain/taskFailure';
import { toItemJson } from '../../domain/taskItem';
import { InMemoryFiles } from '../../execution/inMemoryFiles';
import type { ItemFailure, ItemResult } from '../../execution/itemResult';
import type { RunItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import { limitConcurrency } from '../../scheduling/limit';
import { RateLimiter } from '../../scheduling/rateLimiter';
import { retry } from '../../scheduling/retry';
import { downloadVideo, type VideoSource } from '../../transport/download';
import { suggestionFor, formatError } from '../../transport/errorText';
import { concludeRead, type RequestError } from '../../transport/evidence';
import { formatValue } from '../../utils/format';
import { err, ok, type Result } from '../../utils/result';
import { isHttpUrl } from '../../utils/url';
import { videoFileName } from './videoFileName';

/** Videos that are streamed to n8n's binary store in parallel. */
const MAX_CONCURRENT_DOWNLOADS = 3;

/** The output of one run's tasks. */
export class VideoOutput {
	/** For the storage host, which has its own limits. */
	private readonly storageLimiter: RateLimiter;
	private readonly downloadLimit = limitConcurrency(MAX_CONCURRENT_DOWNLOADS);
	private readonly inMemoryFiles: InMemoryFiles;

	constructor(private readonly run: RunContext) {
		this.storageLimiter = new RateLimiter(run.clock, 0);
		this.inMemoryFiles = new InMemoryFiles(run.nodeContext, run.runIndex);
	}

	/**
	 * The output of a task that is final or timed out: its item, with the file if requested, or why there is
	 * no video. Waits for a video URL that lags behind the status.
	 */
	async finishItem(
		known: KnownTask,
		outputField: string | undefined,
		item: RunItem,
	): Promise<ItemResult> {
		const { run } = this;
		const task = await awaitVideoUrl(run, known, item);
		const failure = taskFailure(task);
		if (failure !== undefined) return err(failure);
		const { videoUrl } = task;
		if (videoUrl === undefined || outputField === undefined || run.isTool)
			return ok(taskItem(task));
		// The run has failed, so n8n would discard the file.
		if (run.createSignal.aborted) return ok(taskItem(task));

		const { baseUrl } = item.credential;
		const video = { url: videoUrl, baseUrl, name: videoFileName(task) };
		const file = await untilStored(run, task, async () => await this.download(video));
		if (!file.ok) return err(downloadFailure(task, file.error));
		const binary = file.value && { [outputField]: file.value };
		return ok({ ...taskItem(task), ...(binary && { binary }) });
	}

	/** The output of a task that was read once: with the file if it is ready and requested, else only the task. */
	async toStatusItem(
		task: KnownTask,
		outputField: string | undefined,
		item: RunItem,
	): Promise<ItemResult> {
		const hasFile = task.status === 'completed' && outputField !== undefined;
		return hasFile ? await this.finishItem(task, outputField, item) : ok(taskItem(task));
	}

	hints(): string[] {
		return this.inMemoryFiles.hints();
	}

	/** @returns undefined if n8n could not keep the file */
	private async download(
		video: VideoSource,
	): Promise<Result<IBinaryData | undefined, RequestError>> {
		const { context, clock, signal } = this.run;
		const send = async () => await downloadVideo(context, video, clock, signal);
		return await this.downloadLimit(async () => {
			if (this.inMemoryFiles.omit()) return ok(undefined);
			const file = await retry(async () => await this.storageLimiter.send(send, signal), this.run);
			if (file.ok) this.inMemoryFiles.add(file.value);
			return file;
		});
	}
}

/** @returns undefined if there is a video, or if the task is not final */
function taskFailure(task: KnownTask): ItemFailure | undefined {
	if (task.failure !== undefined) return failedTask(task, task.failure);
	const isMissingUrl = task.status === 'completed' && task.videoUrl === undefined;
	return isMissingUrl ? missingUrlFailure(task) : undefined;
}

function taskItem(task: KnownTask): INodeExecutionData {
	return { json: toItemJson(task) as IDataObject };
}

function failedTask(task: KnownTask, { code, message, hint }: Failure): ItemFailure {
	const verb = task.status === 'cancelled' ? 'was cancelled' : 'failed';
	return {
		message: `Task ${task.taskId} ${verb}: ${message.trim()} (${code})`,
		suggestion: hint,
		task,
	};
}

function missingUrlFailure(task: KnownTask): ItemFailure {
	return {
		message: `Task ${task.taskId} is completed, but the response has no video URL`,
		suggestion:
			'Use Get Status with this task ID to try again at no extra cost. If there is still no URL, contact your provider.',
		task,
	};
}

function downloadFailure(task: KnownTask, error: RequestError): ItemFailure {
	const { taskId, videoUrl = '' } = task;
	// The "URL" can be the entire video as text.
	const link = isHttpUrl(videoUrl) ? videoUrl : formatValue(videoUrl);
	return {
		message: `The video of task ${taskId} is ready, but could not be downloaded: ${formatError(error)}`,
		suggestion: `Video URL: ${link}. ${suggestionFor(error, 'download')}`,
		task,
	};
}

/** A video URL, or its file, can lag behind the status. It is checked this often, for about a minute. */
const LAG_RETRIES = 6;
const LAG_INTERVAL_MS = 10_000;

/** Rereads a completed task without a video URL for about a minute. Returns the last read state. */
async function awaitVideoUrl(
	run: RunContext,
	task: KnownTask,
	{ account, itemIndex }: RunItem,
): Promise<KnownTask> {
	let last = task;
	for (let retries = 0; retries < LAG_RETRIES; retries += 1) {
		if (last.status !== 'completed' || last.videoUrl !== undefined) return last;
		await run.clock.sleep(LAG_INTERVAL_MS, run.signal);
		const now = run.clock.now();
		const read = await account.reader.read({ task: last, dueAt: now, deadline: now });
		if (!read.ok && concludeRead(read.error) === 'permanent') return last;
		// A lagging host can also return an earlier status.
		if (!read.ok || !isFinal(read.value)) continue;
		last = read.value;
		run.store.track(itemIndex, last);
	}
	return last;
}

/**
 * Retries a download for about a minute while the storage host returns 403 or 404: the file can lag
 * behind the task. An expired URL is not retried.
 */
async function untilStored<T>(
	run: RunContext,
	{ expiresAt }: KnownTask,
	download: () => Promise<Result<T, RequestError>>,
): Promise<Result<T, RequestError>> {
	for (let retries = 0; ; retries += 1) {
		const result = await download();
		if (result.ok) return result;
		const { reason } = result.error;
		const isMissing = reason === 'forbidden' || reason === 'notFound';
		const hasExpired = expiresAt !== undefined && Date.now() >= Date.parse(expiresAt);
		if (!isMissing || hasExpired || retries === LAG_RETRIES) return result;
		await run.clock.sleep(LAG_INTERVAL_MS, run.signal);
	}
}
