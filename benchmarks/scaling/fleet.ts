import { CreateQueue } from '../../nodes/Hailuo/scheduling/createQueue';
import { limitConcurrency } from '../../nodes/Hailuo/scheduling/limit';
import { pollTask } from '../../nodes/Hailuo/scheduling/pollTask';
import { RateLimiter } from '../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader } from '../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import { FakeAccount } from '../../tools/simulation/fakeAccount';
import { seeded } from '../../tools/simulation/seeded';
import { type Video, videos } from './videos';
import { VirtualClock } from '../../tools/simulation/virtualClock';

/** Median duration of the videos. One provider of the model states 4 to 5 minutes for 6 s at 768p. */
export const MEDIAN_MS = 5 * 60_000;
/** Latency from a request to its response, ms. */
export const LATENCY_MS = 500;

/** The load of n8n, and the limits of the provider. */
export interface Load {
	videos: number;
	videosPerRun: number;
	/** Interval between executions, ms; 0: all start at once. */
	everyMs: number;
	/** Creates that the provider accepts in any minute, before it responds with 429. */
	createsAMinute: number;
	/** Creates that it accepts at all. The next gets a 429 with a `Retry-After` of this time, ms. */
	retryAfter?: { creates: number; ms: number };
	/** Maximum number of unfinished videos. Default: no limit. */
	maxUnfinished?: number;
	/** Whether it reads tasks in batches. Default false. */
	hasBatch?: boolean;
}

/** Create with Wait for Completion: executions wait for a free slot of n8n, and keep it until their last video is completed. */
export interface Waiting {
	/** Executions that n8n runs in parallel: workers × concurrency. */
	slots: number;
	/** Max Concurrency. Default: limited only by the provider. */
	maxConcurrency?: number;
	/** Whether an item keeps its slot until its video is completed. Default true. */
	waits?: boolean;
}

/** The result. */
export interface Figures {
	/** Videos that were rejected and not charged; absent if creates are not simulated. */
	rejected?: number;
	/** Requests that read tasks; absent if only the trigger reads. */
	requests?: number;
	/** Maximum number of parallel executions; absent if none waits. */
	slots?: number;
	/** In the busiest minute. */
	createsAMinute: number;
	/** Reads and lists, a mean over the busiest minute. */
	requestsAS: number;
	/** Maximum number of reads and lists in any second, and the limit by our own rate limits. */
	mostInAS: number;
	limitAS: number;
	/** Time from each video's completion until n8n knows of it, ms; empty if nothing waits. */
	lagsMs: number[];
	/** From the first to the last, ms. */
	durationMs: number;
}

/** Runs a load through the node's own code, in virtual time. */
export async function simulateWaiting(
	load: Load,
	{ slots, maxConcurrency, waits = true }: Waiting,
	all: readonly Video[] = videos(load.videos, MEDIAN_MS, 'noisy'),
): Promise<Figures> {
	const clock = new VirtualClock(seeded(4));
	const slot = limitConcurrency(slots);
	const account = new FakeAccount(clock);
	account.latencyMs = () => LATENCY_MS;
	account.hasBatch = load.hasBatch === true;
	const { signal } = new AbortController();
	const lagsMs: number[] = [];
	let rejected = 0;
	let busy = 0;
	let mostBusy = 0;

	const createVideo = async (video: Video, run: { creates: CreateQueue; reader: TaskReader }) => {
		const send = async () => {
			await clock.sleep(LATENCY_MS);
			return acceptCreate(account, load, video);
		};
		const created = await run.creates.submit(send, false, (result) => result);
		if (created.outcome !== 'created') {
			rejected += 1;
			return;
		}
		if (!waits) return;
		const { taskId, endsMs } = created.value;
		await run.creates.whileUnfinished(
			async () =>
				await pollTask({ task: { taskId }, origin: 'created' }, 60 * 60_000, {
					clock,
					onTask: () => undefined,
					reader: run.reader,
				}),
		);
		lagsMs.push(clock.now() - endsMs);
	};

	const execution = async (batch: readonly Video[]) =>
		await slot(async () => {
			mostBusy = Math.max(mostBusy, (busy += 1));
			const rateLimiter = new RateLimiter(clock);
			const run = {
				reader: new TaskReader({ clock, rateLimiter, signal }, account.client()),
				creates: new CreateQueue({
					clock,
					createSignal: signal,
					stopSignal: signal,
					maxInFlight: 10,
					timeoutMs: 30 * 60_000,
					onRateLimited: () => undefined,
				}),
			};
			const limit = limitConcurrency(maxConcurrency ?? Infinity);
			await Promise.all(
				batch.map(async (video) => await limit(async () => await createVideo(video, run))),
			);
			busy -= 1;
		});

	const runAll = async () => {
		const executions: Array<Promise<void>> = [];
		for (let first = 0; first < all.length; first += load.videosPerRun) {
			executions.push(execution(all.slice(first, first + load.videosPerRun)));
			await clock.sleep(load.everyMs);
		}
		await Promise.all(executions);
	};
	await clock.run(runAll());

	const creates = account.tasks.map(({ createdMs }) => createdMs);
	const reads = account.requests.map(({ atMs }) => atMs);
	return {
		rejected,
		requests: reads.length,
		slots: mostBusy,
		createsAMinute: busiest(creates, 60_000),
		requestsAS: busiest(reads, 60_000) / 60,
		mostInAS: busiest(reads, 1_000),
		limitAS: mostBusy * 5,
		lagsMs,
		durationMs: clock.now(),
	};
}

/** Creates a task within the limits of the provider. Its 429 has a `Retry-After` only if that is part of the load. */
function acceptCreate(
	account: FakeAccount,
	{ createsAMinute, retryAfter, maxUnfinished = Infinity }: Load,
	{ durationMs, progressAt }: Video,
): Result<{ taskId: string; endsMs: number }, RequestError> {
	const { tasks } = account;
	const now = account.time.now();
	const rateLimited: RequestError = { reason: 'rateLimited', status: 429, message: 'Slow down' };
	if (retryAfter !== undefined && tasks.length >= retryAfter.creates) {
		return err({ ...rateLimited, retryAfterMs: retryAfter.ms });
	}
	const before = tasks.at(-createsAMinute)?.createdMs ?? -Infinity;
	const isFull =
		maxUnfinished < Infinity && tasks.filter(({ endsMs }) => endsMs > now).length >= maxUnfinished;
	if (now - before < 60_000 || isFull) return err(rateLimited);
	const taskId = `task-${tasks.length}`;
	const endsMs = now + durationMs;
	account.add({ id: taskId, endsMs, progressAt });
	return ok({ taskId, endsMs });
}

/** The maximum number of these times, ms, in any window of this length, ms. */
export function busiest(moments: readonly number[], windowMs: number): number {
	const sorted = [...moments].sort((a, b) => a - b);
	let most = 0;
	for (let first = 0, last = 0; last < sorted.length; last += 1) {
		while (sorted[last] - sorted[first] >= windowMs) first += 1;
		most = Math.max(most, last - first + 1);
	}
	return most;
}
