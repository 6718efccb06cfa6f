import { inItem } from '../../../tools/engine/binaryStore';
import type { NodeRun } from '../../../tools/engine/engine';
import type { Endpoint, FaultRule, Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import type { FaultCase } from '../case';
import { KEY, markOf, promptOf } from '../item';
import { VIDEO } from './output';

/** Completed at the third read, however slow the machine is. */
export const TASK = {
	durationMs: 1,
	pendingMs: 0,
	estimatedTimeS: 1,
	progress: 'none',
	processingReads: 2,
	videoBytes: VIDEO.length,
} as const;

/** Longer than any run, also in the node's accelerated time. */
const TIMEOUT_MINUTES = 300;
/** Ten minutes of retries take ten seconds. Results must not depend on it. */
export const CLOCK_SPEED = 60;

interface CreateOptions {
	items: number;
	timeoutMinutes(index: number): number | undefined;
	hasImages?: boolean;
	options?: Record<string, number>;
	prompt?: string;
}

/** A run of Create with Wait for Completion, whose items can be told apart by their prompts. */
export function createRun(
	api: Simulator,
	{ items, timeoutMinutes, hasImages, options, prompt = '={{ $json.prompt }}' }: CreateOptions,
) {
	const indexes = [...Array(items).keys()];
	return {
		baseUrl: api.baseUrl,
		filesBaseUrl: api.filesUrl,
		apiKey: KEY,
		clockSpeed: CLOCK_SPEED,
		parameters: {
			resource: 'video',
			operation: 'create',
			waitForCompletion: true,
			prompt,
			options: { timeoutMinutes: '={{ $json.timeoutMinutes }}', ...options },
			...(hasImages && { mode: 'imageToVideo', firstFrameSource: 'binary' }),
		},
		items: indexes.map((index) => ({
			prompt: promptOf(index),
			timeoutMinutes: timeoutMinutes(index) ?? TIMEOUT_MINUTES,
		})) as Array<Record<string, string | number | boolean>>,
		files: indexes.map((index) => (hasImages ? { data: inItem(imageOf(index)) } : undefined)),
	} satisfies NodeRun;
}

const IMAGE = fixture('first.png');

/** An additional byte after the end of the image makes the file unique. */
const imageOf = (item: number) => Buffer.concat([IMAGE, Buffer.from([item])]);

/** The maximum number of attempts of a request. */
const ALL_TRIES = 4;

/** The endpoint whose requests get the fault. */
function endpointOf({ where, on }: FaultCase): Endpoint {
	if (on !== undefined) return on;
	if (where === 'get many') return 'list';
	return where === 'get credits' || where === 'minimum credits' ? 'credits' : where;
}

/** Adds the faults of a row to the simulator: for the requests that match, or else for those of this item. */
export function addFaults(
	api: Simulator,
	row: FaultCase,
	item: number,
	match: Partial<FaultRule> = matchFor(row, item),
): void {
	const { where, when, behavior, faults = [] } = row;
	if (behavior) api.plan({ promptIncludes: markOf(item), ...behavior });
	for (const [index, then] of faults.entries()) {
		const isLast = index === faults.length - 1;
		api.fault({
			on: endpointOf(row),
			...match,
			...(when === 'middle' && { skip: 1 }),
			...(when === 'at completion' && { atCompletion: true }),
			...(when === 'always' && isLast && { times: where === 'upload' ? ALL_TRIES : 'always' }),
			then,
		});
	}
}

function matchFor(row: FaultCase, item: number): Partial<FaultRule> {
	const on = endpointOf(row);
	if (on === 'batch' || on === 'credits') return {};
	// An upload has no prompt and is identified by its position.
	return row.where === 'upload' ? { skip: item } : { promptIncludes: markOf(item) };
}
