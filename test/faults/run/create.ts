import { inItem } from '../../../tools/engine/binaryStore';
import type { NodeRun } from '../../../tools/engine/engine';
import type { Simulator } from '../../../simulator';
import { fixture } from '../../../simulator/media/video';
import { promptOf } from '../item';
import { KEY, VIDEO } from './output';

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
