import type { INodeProperties } from 'n8n-workflow';

import { validateCreateRequest } from '../domain/createRequest';
import { hintsForRequest } from '../domain/hints';
import { isFinal } from '../domain/task';
import type { TaskResult } from '../execution/itemResult';
import type { Operation, RunItem } from '../execution/operation';
import type { RunContext } from '../execution/runContext';
import type { StoredInput } from '../execution/storedItem';
import { createLimit } from '../scheduling/limit';
import { ok } from '../utils/result';
import {
	checkCreateGuards,
	creditHints,
	maxVideosOption,
	minimumCreditsOption,
	readCreateGuards,
	type CreateGuards,
} from './common/createGuards';
import { createOrResumeTask } from './common/createOrResumeTask';
import { fieldsFor } from './common/displayOptions';
import {
	downloadField,
	outputBinaryOption,
	readDownloadOptions,
	type DownloadOptions,
} from './common/downloadOptions';
import { findPossibleTasks } from './common/findPossibleTasks';
import { loadFrameImage, type UploadableImage } from './common/frameImages';
import { createUploader, type ResolveImageUrls } from './common/imageUploads';
import { toOutputItem } from './common/outputItem';
import { toolDescriptionField } from './common/toolDescriptionField';
import { waitForVideo } from './common/waitForVideo';
import { readWaitOptions, waitOptionFields, type WaitOptions } from './common/waitOptions';
import { createRequestFields, modelParamFields } from './fields/createFields';

const whenWaiting = { show: { waitForCompletion: [true] } };
const whenWaitingOption = { '/waitForCompletion': [true] };

const createFields: INodeProperties[] = fieldsFor('create', [
	toolDescriptionField(
		'Create a video of 6 or 10 seconds from a text prompt or images. Every call costs money: make one call per video, and never call this tool to check progress. Returns taskId and status. "pending" and "processing" mean that the video is being generated, which takes minutes and is not an error. "completed" includes videoUrl, a link that expires after 24 hours. If an error contains a task ID, that task already exists: get it by this ID instead of creating another video.',
	),
	...createRequestFields(),
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until the video is ready. If off, the task is returned immediately; get the video later with Wait, Get Status or the trigger.',
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
		options: [
			...modelParamFields(),
			{
				displayName: 'Max Concurrency',
				name: 'maxConcurrency',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10,
				description:
					'Maximum number of videos generated in parallel. If Wait for Completion is off: maximum number of parallel requests.',
			},
			maxVideosOption,
			minimumCreditsOption,
			...waitOptionFields.map((option) => ({
				...option,
				displayOptions: { show: whenWaitingOption },
			})),
			{
				...outputBinaryOption,
				displayOptions: {
					...outputBinaryOption.displayOptions,
					show: { ...outputBinaryOption.displayOptions?.show, ...whenWaitingOption },
				},
			},
		],
	},
]);

interface CreateInput extends StoredInput {
	/** Images that have to be uploaded first. */
	files: readonly UploadableImage[];
	maxConcurrency: number;
	guards: CreateGuards;
	/** Absent if the task is returned at once. */
	wait?: WaitOptions;
	/** Absent if no file is wanted. */
	download?: DownloadOptions;
}

export const create: Operation<CreateInput> = {
	fields: createFields,

	async validate(parameters, item) {
		const stored = item.store.resumableInput(item.itemIndex);
		// Its task exists and needs no files any more.
		if (stored !== undefined) return { ...(stored as CreateInput), files: [] };

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
			quality: parameters.get('quality'),
			duration: parameters.get('duration'),
			promptOptimizer: parameters.option('promptOptimizer'),
			fastPretreatment: parameters.option('fastPretreatment'),
		});
		const guards = readCreateGuards(parameters, item);
		const waits = parameters.boolean('waitForCompletion', false);
		const maxConcurrency = Math.ceil(parameters.positiveNumber('options.maxConcurrency', 10));
		const afterwards = waits
			? { wait: readWaitOptions(parameters), download: readDownloadOptions(parameters, true) }
			: {};
		if (!request.ok) {
			parameters.issues.push(...request.error);
			return undefined;
		}
		parameters.hints.push(...hintsForRequest(request.value.body));
		const files = [firstFrameFile, lastFrameFile].flatMap((file) => (file?.ok ? file.value : []));
		return { request: request.value, files, maxConcurrency, guards, ...afterwards };
	},

	checkRun: checkCreateGuards,

	createExecutor(run) {
		let limit: ReturnType<typeof createLimit> | undefined;
		const resolveImageUrls = createUploader(run);

		return async (input, item) => {
			// The option of the first item applies: there is one limit per run.
			limit ??= createLimit(input.maxConcurrency);
			const task = await limit(async () => {
				const result = await createAndWait(run, input, item, resolveImageUrls);
				const isFailed = !result.ok || result.value.failure !== undefined;
				if (isFailed) run.abortOnFailure();
				return result;
			});
			return task.ok ? await toOutputItem(run, task.value, input.download, item) : task;
		};
	},

	async settle(run, items) {
		await findPossibleTasks(run, items);
	},

	hintsAfter: creditHints,
};

async function createAndWait(
	run: RunContext,
	{ files, ...input }: CreateInput,
	item: RunItem,
	resolveImageUrls: ResolveImageUrls,
): Promise<TaskResult> {
	const created = await createOrResumeTask(
		run,
		item,
		input,
		async ({ body }) => await resolveImageUrls(body, files, item.credential),
	);
	if (!created.ok) return created;

	const { task, isResumed } = created.value;
	const isKnownToBeFinal = isFinal(task) && !isResumed;
	return input.wait === undefined || isKnownToBeFinal
		? ok(task)
		: await waitForVideo(run, created.value, input.wait, item);
}
