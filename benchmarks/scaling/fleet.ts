import { CreateQueue } from '../../nodes/Hailuo/scheduling/createQueue';
import { limitConcurrency } from '../../nodes/Hailuo/scheduling/limit';
import { pollTask } from '../../nodes/Hailuo/scheduling/pollTask';
import { RateLimiter } from '../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader } from '../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import { FakeAccount } from '../../tools/simulation/fakeAccount';
import { seeded } from '../../tools/simulation/seeded';
import { type Video, videos } from '../../tools/simulation/videos';
import { VirtualClock } from '../../tools/simulation/virtualClock';
import { busiest } from './busiest';
import { LATENCY_MS, MEDIAN_MS, type Figures, type Load } from './load';

/** Create with Wait for Completion: executions wait for a free slot of n8n, and keep it until their last video is completed. */
export interface Waiting {
	/** Executions that n8n runs in parallel: workers × concurrency. */
	slots: number;
	/** Max Concurrency. Default: limited only by the provider. */
	maxConcurrency?: number;
	/** Whether an item keeps its slot until its video is completed. Default true. */
	waits?: boolean;
}

/** Runs a load through the node's own code, in virtual time. */
export async function simulateWaiting(
	load: Load,
	{ slots, maxConcurrency, waits = true }: Waiting,
	all: readonly Video[] = videos(load.videos, MEDIAN_MS, 'noisy'),
) {
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
				await pollTask(
					{ task: { taskId }, origin: 'created', timeoutMs: 60 * 60_000 },
					{ clock, onTask: () => undefined, reader: run.reader },
				),
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
	const figures: Figures = {
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
	return figures;
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
