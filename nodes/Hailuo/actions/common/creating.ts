import type { RunContext } from '../../execution/runContext';
import type { CreateQueue } from '../../scheduling/createQueue';
import { createLimit } from '../../scheduling/limit';
import { createUploader, type ResolveImageUrls } from './imageUploads';

/** Creates on the wire, and files being uploaded, at once without Max Concurrency. */
const MAX_IN_FLIGHT = 10;

type Limit = ReturnType<typeof createLimit>;

/** What the creates of one run share. */
export interface Creating {
	run: RunContext;
	queue: CreateQueue;
	/** For how long the queue retries, ms. */
	queueTimeoutMs: number;
	/** Of videos in parallel, or of creates where none is waited for. */
	limit?: Limit;
	uploadLimit: Limit;
	resolveImageUrls: ResolveImageUrls;
}

/** @param maxConcurrency absent if only the provider limits it */
export function startCreating(
	run: RunContext,
	{ maxConcurrency, queueTimeoutMs }: { maxConcurrency?: number; queueTimeoutMs: number },
): Creating {
	const count = maxConcurrency && Math.ceil(maxConcurrency);
	return {
		run,
		limit: count === undefined ? undefined : createLimit(count),
		uploadLimit: createLimit(count ?? MAX_IN_FLIGHT),
		queue: run.createQueue(count ?? MAX_IN_FLIGHT, queueTimeoutMs),
		queueTimeoutMs,
		resolveImageUrls: createUploader(run),
	};
}
