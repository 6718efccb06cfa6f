import { imagesIn, type CreateBody } from '../domain/createBody';
import { readCreateRequest } from '../domain/createRequest';
import { hintsForRequest } from '../domain/hints';
import { isFinal, type KnownTask } from '../domain/task';
import type { TaskResult } from '../execution/itemResult';
import type { Operation, RunItem } from '../execution/operation';
import type { StoredInput } from '../execution/storedItem';
import { ok } from '../utils/result';
import { isHttpUrl } from '../utils/url';
import { checkCreateGuards, creditHints, type CreateGuards } from './common/createGuards';
import { createOrResumeTask, startCreating, type Creating } from './common/createOrResumeTask';
import { findPossibleTasks } from './common/findPossibleTasks';
import { loadFrameImages, type UploadableImage } from './common/frameImages';
import { toOutputItem } from './common/outputItem';
import { pendingHints, timeoutHints, waitHints } from './common/runHints';
import { waitForVideo } from './common/waitForVideo';
import { createFields } from './fields/createFields';
import {
	readDownloadOptions,
	readWaitOptions,
	type DownloadOptions,
	type WaitOptions,
} from './fields/sharedFields';

interface CreateInput extends StoredInput {
	/** Images that must be uploaded first. */
	files: readonly UploadableImage[];
	/** Absent if only the provider limits it. */
	maxConcurrency?: number;
	queueTimeoutMs: number;
	guards: CreateGuards;
	/** Absent if the task is returned immediately. */
	wait?: WaitOptions;
	/** Absent if no file is requested. */
	download?: DownloadOptions;
}

export const create: Operation<CreateInput> = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a video from text or images',
		description: 'Create a video. This is the only paid operation.',
	},
	toolDescription:
		'Create a short video from a text prompt or images. Every call costs money: make one call per video, and never call this tool to check progress. A call usually waits for the video and takes 1 to 10 minutes. Returns taskId and status. "completed" includes videoUrl, which expires after 24 hours. "pending" and "processing" mean that the video is still being generated, which is not an error: get it later by its taskId. If an error contains a task ID, that task already exists: get it by this ID instead of creating another video.',
	fields: createFields(),

	async validate(parameters, item) {
		const stored = item.store.resumableInput<CreateInput>(item.itemIndex);
		// Its task exists, so the files are no longer needed.
		if (stored !== undefined) return { ...stored, files: [] };

		const frames = await loadFrameImages(parameters, item);
		const request = readCreateRequest(parameters, frames);
		const waits = parameters.boolean('waitForCompletion');
		const input = {
			files: Object.values(frames).flatMap((frame) => (frame.ok ? frame.value : [])),
			maxConcurrency: parameters.optionalNumber('options.maxConcurrency'),
			queueTimeoutMs: parameters.number('options.queueTimeoutMinutes') * 60_000,
			guards: {
				maxVideosPerRun: parameters.optionalNumber('options.maxVideosPerRun'),
				minimumCredits: parameters.optionalNumber('options.minimumCredits'),
			},
			...(waits && {
				wait: readWaitOptions(parameters),
				download: readDownloadOptions(parameters),
			}),
		};
		if (request === undefined) return undefined;
		parameters.hints.push(...hintsForRequest(request));
		return { request, ...input };
	},

	checkRun: checkCreateGuards,

	createExecutor(run) {
		let creating: Creating | undefined;
		return async (input, item) => {
			// There is one queue per run, so the options of the first item apply.
			const started = (creating ??= startCreating(run, input));
			const { limit } = started;
			const createLimited = async () => {
				const result = await createAndWait(started, input, item);
				if (!result.ok) run.onItemFailure(result.error);
				else if (result.value.failure !== undefined) run.onItemFailure();
				return result;
			};
			const task = limit === undefined ? await createLimited() : await limit(createLimited);
			return task.ok ? await toOutputItem(run, task.value, input.download, item) : task;
		};
	},

	async settle(run, items) {
		await findPossibleTasks(run, items);
	},

	hintsAfter: (run, results) => [
		...creditHints(run),
		...pendingHints(run, results),
		...timeoutHints(run, results),
		...waitHints(run),
	],
};

async function createAndWait(
	creating: Creating,
	{ files, ...input }: CreateInput,
	item: RunItem,
): Promise<TaskResult> {
	const { run, queueOf, uploadLimit, resolveImageUrls } = creating;
	const created = await createOrResumeTask(
		creating,
		item,
		input,
		async ({ body }) =>
			await uploadLimit(async () => await resolveImageUrls(body, files, item.credential)),
	);
	if (!created.ok) return created;

	const { task, origin } = created.value;
	const { wait } = input;
	if (wait === undefined || (isFinal(task) && origin === 'created')) return ok(task);
	const finished = await queueOf(item.account).whileUnfinished(
		async () => await waitForVideo(run, created.value, wait, item),
	);
	return finished.ok ? ok(withImageLinks(finished.value, input.request.body)) : finished;
}

/** Repeats the links in the hint of a task whose images could not be used. */
function withImageLinks(task: KnownTask, body: CreateBody): KnownTask {
	const links = imagesIn(body).filter(isHttpUrl);
	const { failure } = task;
	if (failure?.code !== 'image_processing_error' || links.length === 0) return task;
	return { ...task, failure: { ...failure, hint: `${failure.hint} Sent: ${links.join(', ')}` } };
}
