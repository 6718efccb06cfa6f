import type { INodeProperties } from 'n8n-workflow';

import { places } from '../polling/limit';
import type { Ended } from '../run/outcome';
import { requestKey } from '../run/requestKey';
import type { Run } from '../run/run';
import type { Operation } from '../run/runItems';
import { hintsFor } from '../video/hints';
import { checkRequest, type CheckedRequest } from '../video/request';
import { isFinal } from '../video/task';
import { readDownload, whyNoVideo, withVideo, type Download } from './download';
import { downloadField, outputBinaryOption } from './fields/downloadFields';
import { extraFields, requestFields } from './fields/requestFields';
import { toolDescriptionField } from './fields/toolDescriptionField';
import { forOperation } from './fields/visibility';
import { waitOptions } from './fields/waitFields';
import { findFrame, type FrameFile } from './frames';
import { makeTask } from './makeTask';
import { uploads, type PutLinks } from './uploads';
import { readPatience, waitForVideo, type Patience } from './waiting';

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

interface CreateWish {
	request: CheckedRequest;
	/** Those of its images that have to be uploaded first. */
	files: readonly FrameFile[];
	maxConcurrency: number;
	/** Absent where the task is returned at once. */
	patience?: Patience;
	/** Absent where no file is wanted. */
	download?: Download;
}

export const create: Operation<CreateWish> = {
	fields: createFields,

	async check(parameters, item) {
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

		return async (wish, itemIndex) => {
			// The first item's setting counts: a run has one number of places.
			place ??= places(wish.maxConcurrency);
			const ended = await place(async () => {
				const end = await createAndWait(run, wish, itemIndex, putLinks);
				const isLost = 'failure' in end || ('task' in end && whyNoVideo(end.task) !== undefined);
				if (isLost) run.itemFailed();
				return end;
			});
			return 'task' in ended ? await withVideo(run, ended.task, wish.download) : ended;
		};
	},
};

async function createAndWait(
	run: Run,
	wish: CreateWish,
	itemIndex: number,
	putLinks: PutLinks,
): Promise<Ended> {
	// With the IDs of files in it and not their links, which are others when the run is tried again.
	const key = requestKey(itemIndex, wish.request.body);
	const made = await makeTask(
		run,
		wish.request,
		key,
		async (body) => await putLinks(body, wish.files),
	);
	if (!('task' in made)) return made;
	run.note(itemIndex, made.task);

	const isKnownToEnd = isFinal(made.task) && !made.isResumed;
	const ended: Ended =
		wish.patience === undefined || isKnownToEnd
			? made
			: await waitForVideo(run, made, wish.patience, itemIndex);

	const task = run.taskOf(itemIndex) ?? made.task;
	if (task.failure !== undefined) run.memory.forgetFailed(key);
	else run.memory.remember(key, task);
	return ended;
}
