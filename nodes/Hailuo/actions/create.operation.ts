import type { INodeProperties } from 'n8n-workflow';

import { places } from '../scheduling/limit';
import type { Ended } from '../execution/itemResult';
import type { Run } from '../execution/runContext';
import type { Operation, RunItem } from '../execution/executeItems';
import type { StoredInput } from '../execution/taskStore';
import { hintsFor } from '../domain/hints';
import { checkRequest } from '../domain/createRequest';
import { isFinal } from '../domain/task';
import { readDownload, whyNoVideo, withVideo, type Download } from './common/outputItem';
import { downloadField, outputBinaryOption } from './fields/downloadFields';
import { extraFields, requestFields } from './fields/createFields';
import { toolDescriptionField } from './fields/toolDescriptionField';
import { forOperation } from './fields/displayOptions';
import { waitOptions } from './fields/waitFields';
import { findFrame, type FrameFile } from './common/frameImages';
import { createOrResumeTask } from './common/createOrResumeTask';
import { findPossibleTasks } from './common/findPossibleTasks';
import { uploads, type PutLinks } from './common/imageUploads';
import { readPatience, waitForVideo, type Patience } from './common/waitForVideo';

const whenWaiting = { show: { waitForCompletion: [true] } };
const whenWaitingOption = { '/waitForCompletion': [true] };

const createFields: INodeProperties[] = forOperation('create', [
	toolDescriptionField(
		'Create a video of 6 or 10 seconds from a text prompt or images. Every call costs money: make one call per video, and never call this tool to check progress. Returns taskId and status. "pending" and "processing" mean that the video is being generated, which takes minutes and is not an error. "completed" includes videoUrl, a link that expires after 24 hours. If an error contains a task ID, that task already exists: get it by this ID instead of creating another video.',
	),
	...requestFields(),
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
			...extraFields(),
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
	files: readonly FrameFile[];
	maxConcurrency: number;
	/** Absent where the task is returned at once. */
	patience?: Patience;
	/** Absent where no file is wanted. */
	download?: Download;
}

export const create: Operation<CreateInput> = {
	fields: createFields,

	async check(parameters, item) {
		const stored = item.store.resumableInput(item.itemIndex);
		// Its task exists, and needs no files any more.
		if (stored !== undefined) return { ...(stored as CreateInput), files: [] };

		const firstFrameFile = await findFrame(parameters, item, 'firstFrame');
		const lastFrameFile = await findFrame(parameters, item, 'lastFrame');
		const result = checkRequest({
			model: parameters.raw('model'),
			mode: parameters.raw('mode'),
			prompt: parameters.raw('prompt'),
			cameraMovements: parameters.raw('cameraMovements'),
			firstFrameSource: parameters.raw('firstFrameSource'),
			lastFrameSource: parameters.raw('lastFrameSource'),
			firstFrameUrl: parameters.raw('firstFrameUrl'),
			lastFrameUrl: parameters.raw('lastFrameUrl'),
			firstFrameFile,
			lastFrameFile,
			imageUrls: parameters.raw('imageUrls'),
			quality: parameters.raw('quality'),
			duration: parameters.raw('duration'),
			promptOptimizer: parameters.raw('options.promptOptimizer'),
			fastPretreatment: parameters.raw('options.fastPretreatment'),
		});
		const waits = parameters.boolean('waitForCompletion', false);
		const maxConcurrency = Math.ceil(parameters.positive('options.maxConcurrency', 10));
		const after = waits
			? { patience: readPatience(parameters), download: readDownload(parameters, true) }
			: {};
		if ('complaints' in result) {
			for (const complaint of result.complaints) parameters.complaints.push(complaint);
			return undefined;
		}
		parameters.hints.push(...hintsFor(result.request.body));
		const files = [firstFrameFile, lastFrameFile].flatMap((found) =>
			found && 'image' in found ? found.image : [],
		);
		return { request: result.request, files, maxConcurrency, ...after };
	},

	begin(run) {
		let place: ReturnType<typeof places> | undefined;
		const putLinks = uploads(run);

		return async (input, item) => {
			// The first item's setting counts: a run has one number of places.
			place ??= places(input.maxConcurrency);
			const ended = await place(async () => {
				const end = await createAndWait(run, input, item, putLinks);
				const isLost = 'failure' in end || ('task' in end && whyNoVideo(end.task) !== undefined);
				if (isLost) run.itemFailed();
				return end;
			});
			return 'task' in ended ? await withVideo(run, ended.task, input.download) : ended;
		};
	},

	async settle(run, items) {
		await findPossibleTasks(run, items);
	},
};

async function createAndWait(
	run: Run,
	{ files, ...input }: CreateInput,
	item: RunItem,
	putLinks: PutLinks,
): Promise<Ended> {
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
