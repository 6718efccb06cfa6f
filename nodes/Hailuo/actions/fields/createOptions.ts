import type { INodeProperties } from 'n8n-workflow';

import { maxVideosOption, minimumCreditsOption } from '../common/createGuards';
import { outputBinaryOption } from '../common/sharedFields';
import { waitOptionFields } from '../common/waitForVideo';
import { modelParamFields } from './createFields';

/** Longer than a video takes: providers state up to 9 minutes. */
export const DEFAULT_QUEUE_TIMEOUT_MINUTES = 30;

const whenWaitingOption = { '/waitForCompletion': [true] };

/** Entries of Options of Create. */
export const createOptionFields: INodeProperties[] = [
	...modelParamFields(),
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			'Maximum number of videos generated in parallel. Without this option, only the provider limits it. If Wait for Completion is off: maximum number of parallel requests.',
	},
	{
		displayName: 'Queue Timeout (Minutes)',
		name: 'queueTimeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 2 },
		default: DEFAULT_QUEUE_TIMEOUT_MINUTES,
		description:
			'How long to retry while the provider rate limits all requests and no video of this run is being generated. Starts again with each accepted request and each finished video.',
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
];
