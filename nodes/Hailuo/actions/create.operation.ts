import { readCreateRequest, type CreateRequest } from '../domain/createRequest';
import { hintsForRequest } from '../domain/hints';
import { isFinal, type KnownTask } from '../domain/task';
import type { Account } from '../execution/accounts';
import type { ItemFailure } from '../execution/itemResult';
import type { Operation } from '../execution/operation';
import { ok } from '../utils/result';
import { isHttpUrl } from '../utils/url';
import { checkCreateGuards, creditHints, type CreateGuards } from './common/createGuards';
import { findPossibleTasks } from './common/findPossibleTasks';
import { loadFrameImages } from './common/frameImages';
import { TaskCreator, type CreatorInput } from './common/taskCreator';
import { pendingHints, timeoutHints } from './common/unfinishedHints';
import { VideoOutput } from './common/videoOutput';
import { VideoWaits } from './common/videoWaits';
import { createFields } from './fields/createFields';
import { readOutputField, readWaitOptions, type WaitOptions } from './fields/sharedFields';

interface CreateInput extends CreatorInput {
	guards: CreateGuards;
	/** Absent if the task is returned immediately. */
	wait?: WaitOptions;
	/** The binary field of the video; absent if no file is requested. */
	outputField?: string;
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

	async validate(parameters, item, run) {
		const stored = run.store.resumableInput<CreateInput>(item.itemIndex);
		// Its task exists, so the files are no longer needed.
		if (stored !== undefined) return { ...stored, files: [] };

		const frames = await loadFrameImages(parameters, item, run);
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
				outputField: readOutputField(parameters),
			}),
		};
		if (request === undefined) return undefined;
		parameters.hints.push(...hintsForRequest(request));
		return { request, ...input };
	},

	start(run, items) {
		const [{ input: limits }] = items;
		const creditsBefore = new Map<Account, number>();
		const creator = new TaskCreator(run, limits);
		const waits = new VideoWaits(run);
		const output = new VideoOutput(run);
		let guardFailure: Promise<ItemFailure | undefined> | undefined;
		return {
			maxConcurrency: limits.maxConcurrency,

			async execute(item, releaseSlot) {
				const { request, wait, outputField } = item.input;
				// All items together, before the first one is created.
				guardFailure ??= checkCreateGuards(run, items, creditsBefore);
				const refusal = await guardFailure;
				if (refusal && !run.store.hasCreated(item.itemIndex, item.input)) {
					return run.fail(item.itemIndex, { ...refusal, createOutcome: 'runRefused' });
				}
				const existing = await creator.createOrResume(item);
				if (!existing.ok) return existing;

				const { task: known, origin } = existing.value;
				const isDone = wait === undefined || (isFinal(known) && origin === 'created');
				const queue = creator.queueOf(item.account);
				const waited = isDone
					? ok(known)
					: await queue.whileUnfinished(async () => await waits.wait(existing.value, wait, item));
				if (!waited.ok) return waited;

				const task = withImageLinks(waited.value, request);
				// A failed task keeps the slot until it has failed the run.
				if (task.failure === undefined) releaseSlot();
				return await output.finishItem(task, outputField, item);
			},

			afterItems: async () => await findPossibleTasks(run, items, creator.created),

			hints: (results) => [
				...creator.hints(),
				...output.hints(),
				...creditHints(creator.created, creditsBefore),
				...pendingHints(run, results),
				...timeoutHints(run, results),
				...waits.hints(),
			],
		};
	},
};

/** Repeats the links in the hint of a task whose images could not be used. */
function withImageLinks(task: KnownTask, { images }: CreateRequest): KnownTask {
	const links = images.filter(isHttpUrl);
	const { failure } = task;
	if (failure?.code !== 'image_processing_error' || links.length === 0) return task;
	return { ...task, failure: { ...failure, hint: `${failure.hint} Sent: ${links.join(', ')}` } };
}
