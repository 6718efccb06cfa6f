import type { INodeProperties } from 'n8n-workflow';

import { createLimit } from '../scheduling/limit';
import type { TaskResult } from '../execution/itemResult';
import type { RunContext } from '../execution/runContext';
import type { Operation, RunItem } from '../execution/executeItems';
import type { StoredInput } from '../execution/taskStore';
import { hintsForRequest } from '../domain/hints';
import { validateCreateRequest } from '../domain/createRequest';
import { isFinal } from '../domain/task';
import {
	readDownloadOptions,
	taskFailure,
	toOutputItem,
	type DownloadOptions,
} from './common/outputItem';
import { downloadField, outputBinaryOption } from './fields/downloadFields';
import { modelParamFields, createRequestFields } from './fields/createFields';
import { toolDescriptionField } from './fields/toolDescriptionField';
import { forOperation } from './fields/displayOptions';
import { waitOptions } from './fields/waitFields';
import { loadFrameImage, type UploadableImage } from './common/frameImages';
import { createOrResumeTask } from './common/createOrResumeTask';
import { findPossibleTasks } from './common/findPossibleTasks';
import { createUploader, type ResolveImageUrls } from './common/imageUploads';
import { readWaitOptions, waitForVideo, type WaitOptions } from './common/waitForVideo';

const whenWaiting = { show: { waitForCompletion: [true] } };
const whenWaitingOption = { '/waitForCompletion': [true] };

const createFields: INodeProperties[] = forOperation('create', [
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
			...waitOptions.map((option) => ({
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
	/** Those of its images that have to be uploaded first. */
	files: readonly UploadableImage[];
	maxConcurrency: number;
	/** Absent where the task is returned at once. */
	patience?: WaitOptions;
	/** Absent where no file is wanted. */
	download?: DownloadOptions;
}

export const create: Operation<CreateInput> = {
	fields: createFields,

	async validate(parameters, item) {
		const stored = item.store.resumableInput(item.itemIndex);
		// Its task exists, and needs no files any more.
		if (stored !== undefined) return { ...(stored as CreateInput), files: [] };

		const firstFrameFile = await loadFrameImage(parameters, item, 'firstFrame');
		const lastFrameFile = await loadFrameImage(parameters, item, 'lastFrame');
		const result = validateCreateRequest({
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
			promptOptimizer: parameters.get('options.promptOptimizer'),
			fastPretreatment: parameters.get('options.fastPretreatment'),
		});
		const waits = parameters.boolean('waitForCompletion', false);
		const maxConcurrency = Math.ceil(parameters.positiveNumber('options.maxConcurrency', 10));
		const after = waits
			? { patience: readWaitOptions(parameters), download: readDownloadOptions(parameters, true) }
			: {};
		if ('complaints' in result) {
			for (const complaint of result.complaints) parameters.issues.push(complaint);
			return undefined;
		}
		parameters.hints.push(...hintsForRequest(result.request.body));
		const files = [firstFrameFile, lastFrameFile].flatMap((found) =>
			found && 'image' in found ? found.image : [],
		);
		return { request: result.request, files, maxConcurrency, ...after };
	},

	createExecutor(run) {
		let place: ReturnType<typeof createLimit> | undefined;
		const putLinks = createUploader(run);

		return async (input, item) => {
			// The first item's setting counts: a run has one number of places.
			place ??= createLimit(input.maxConcurrency);
			const ended = await place(async () => {
				const end = await createAndWait(run, input, item, putLinks);
				const isLost = 'failure' in end || ('task' in end && taskFailure(end.task) !== undefined);
				if (isLost) run.abortOnFailure();
				return end;
			});
			return 'task' in ended ? await toOutputItem(run, ended.task, input.download) : ended;
		};
	},

	async settle(run, items) {
		await findPossibleTasks(run, items);
	},
};

async function createAndWait(
	run: RunContext,
	{ files, ...input }: CreateInput,
	item: RunItem,
	putLinks: ResolveImageUrls,
): Promise<TaskResult> {
	const created = await createOrResumeTask(
		run,
		item,
		input,
		async ({ body }) => await putLinks(body, files, item.credential),
	);
	if (!('task' in created)) return created;

	const isKnownToEnd = isFinal(created.task) && !created.isResumed;
	return input.patience === undefined || isKnownToEnd
		? created
		: await waitForVideo(run, created, input.patience, item);
}
