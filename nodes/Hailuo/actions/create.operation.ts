import type { INodeProperties } from 'n8n-workflow';

import { imagesIn, type CreateBody } from '../domain/createBody';
import { validateCreateRequest } from '../domain/createRequest';
import { hintsForRequest } from '../domain/hints';
import { isFinal, type KnownTask } from '../domain/task';
import type { TaskResult } from '../execution/itemResult';
import type { Operation, RunItem } from '../execution/operation';
import type { Account } from '../execution/runContext';
import type { StoredInput } from '../execution/storedItem';
import { ok } from '../utils/result';
import { isHttpUrl } from '../utils/url';
import {
	checkCreateGuards,
	creditHints,
	readCreateGuards,
	type CreateGuards,
} from './common/createGuards';
import { findPossibleTasks } from './common/findPossibleTasks';
import { loadFrameImage, type UploadableImage } from './common/frameImages';
import { downloadField, readDownloadOptions, type DownloadOptions } from './common/sharedFields';
import { TaskCreator } from './common/taskCreator';
import { pendingHints, timeoutHints } from './common/unfinishedHints';
import { VideoOutput } from './common/videoOutput';
import { readWaitOptions, VideoWaits, type WaitOptions } from './common/videoWaits';
import {
	createRequestFields,
	createOptionFields,
	DEFAULT_QUEUE_TIMEOUT_MINUTES,
} from './fields/createFields';

const whenWaiting = { show: { waitForCompletion: [true] } };

const createFields: INodeProperties[] = [
	...createRequestFields(),
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		// So that the first execution ends with the video, not with a pending task.
		default: true,
		description:
			'Whether to wait until the video is ready, usually 1 to 10 minutes. If off, the task is returned immediately; get the video later with Wait, Get Status or the trigger.',
		builderHint: {
			propertyHint:
				'Waiting takes 1 to 10 minutes, and the execution runs for as long. Set to false only if the video is fetched later, with Wait, Get Status or the trigger.',
		},
	},
	{
		...downloadField,
		default: true,
		displayOptions: { ...downloadField.displayOptions, ...whenWaiting },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: createOptionFields,
	},
];

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
	fields: createFields,

	async validate(parameters, item) {
		const stored = item.store.resumableInput<CreateInput>(item.itemIndex);
		// Its task exists, so the files are no longer needed.
		if (stored !== undefined) return { ...stored, files: [] };

		const firstFrameFile = await loadFrameImage(parameters, item, 'firstFrame');
		const lastFrameFile = await loadFrameImage(parameters, item, 'lastFrame');
		const request = validateCreateRequest({
			model: parameters.get('model'),
			mode: parameters.get('mode'),
			prompt: parameters.get('prompt'),
			cameraMovements: parameters.get('cameraMovements'),
			firstFrameSource: parameters.get('firstFrameSource'),
			lastFrameSource: parameters.get('lastFrameSource'),
			firstFrameUrl: parameters.get('firstFrameUrl'),
			lastFrameUrl: parameters.get('lastFrameUrl'),
			firstFrameFile,
			lastFrameFile,
			imageUrls: parameters.get('imageUrls'),
			referenceImageUrls: parameters.get('referenceImageUrls'),
			referenceVideoUrls: parameters.get('referenceVideoUrls'),
			referenceAudioUrls: parameters.get('referenceAudioUrls'),
			quality: parameters.get('quality'),
			duration: parameters.get('duration'),
			aspectRatio: parameters.get('aspectRatio'),
			promptOptimizer: parameters.get('options.promptOptimizer'),
			fastPretreatment: parameters.get('options.fastPretreatment'),
			additionalBodyFields: parameters.get('options.additionalBodyFields'),
		});
		const guards = readCreateGuards(parameters);
		const waits = parameters.boolean('waitForCompletion', true);
		const maxConcurrency = parameters.optionalPositiveNumber('options.maxConcurrency');
		const queueTimeoutMs =
			60_000 *
			parameters.positiveNumber('options.queueTimeoutMinutes', DEFAULT_QUEUE_TIMEOUT_MINUTES);
		const afterwards = waits
			? { wait: readWaitOptions(parameters), download: readDownloadOptions(parameters, true) }
			: {};
		if (!request.ok) {
			parameters.issues.push(...request.error);
			return undefined;
		}
		parameters.hints.push(...hintsForRequest(request.value));
		const files = [firstFrameFile, lastFrameFile].flatMap((file) => (file?.ok ? file.value : []));
		return {
			request: request.value,
			files,
			maxConcurrency,
			queueTimeoutMs,
			guards,
			...afterwards,
		};
	},

	start(run) {
		const creditsBefore = new Map<Account, number>();
		const waits = new VideoWaits(run);
		const output = new VideoOutput(run);
		let creator: TaskCreator | undefined;
		return {
			check: async (items) => await checkCreateGuards(run, items, creditsBefore),

			async execute(input, item) {
				// The run shares its limits, so the options of the first item apply.
				creator ??= new TaskCreator(run, input);
				const { limit } = creator;
				const task = await limit(async () => {
					const result = await createAndWait(creator!, waits, input, item);
					if (!result.ok) run.onItemFailure(result.error);
					else if (result.value.failure !== undefined) run.onItemFailure();
					return result;
				});
				return task.ok ? await output.toItem(task.value, input.download, item) : task;
			},

			settle: async (items) => await findPossibleTasks(run, items, creator?.created ?? []),

			hints: (results) => [
				...(creator?.hints() ?? []),
				...output.hints(),
				...creditHints(creator?.created ?? [], creditsBefore),
				...pendingHints(run, results),
				...timeoutHints(run, results),
				...waits.hints(),
			],
		};
	},
};

async function createAndWait(
	creator: TaskCreator,
	waits: VideoWaits,
	{ files, ...input }: CreateInput,
	item: RunItem,
): Promise<TaskResult> {
	const created = await creator.createOrResume(item, input, files);
	if (!created.ok) return created;

	const { task, origin } = created.value;
	const { wait } = input;
	if (wait === undefined || (isFinal(task) && origin === 'created')) return ok(task);
	const finished = await creator.whileUnfinished(
		item.account,
		async () => await waits.wait(created.value, wait, item),
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
