import { CreateQueue } from '../../nodes/Hailuo/scheduling/createQueue';
import { limitConcurrency } from '../../nodes/Hailuo/scheduling/limit';
import { pollTask } from '../../nodes/Hailuo/scheduling/pollTask';
import { RateLimiter } from '../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader } from '../../nodes/Hailuo/scheduling/taskReader';
import { seeded } from '../../tools/simulation/seeded';
import { type Video, videos } from '../../tools/simulation/videos';
import { VirtualClock } from '../../tools/simulation/virtualClock';
import { SimulatedApi } from './api';
import { busiest } from './busiest';
import { MEDIAN_MS, type Figures, type Load } from './load';

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
	const api = new SimulatedApi(clock, load);
	const { signal } = new AbortController();
	const lagsMs: number[] = [];
	let rejected = 0;
	let busy = 0;
	let mostBusy = 0;

	const createVideo = async (video: Video, run: { creates: CreateQueue; reader: TaskReader }) => {
		const created = await run.creates.submit(async () => await api.create(video), false);
		if (created.outcome !== 'created') {
			rejected += 1;
			return;
		}
		if (!waits) return;
		const createdAtMs = clock.now();
		await run.creates.whileUnfinished(
			async () =>
				await pollTask(
					{ task: created.value.task, origin: 'created', timeoutMs: 60 * 60_000 },
					{ clock, signal, onTask: () => undefined, reader: run.reader },
				),
		);
		lagsMs.push(clock.now() - createdAtMs - video.durationMs);
	};

	const execution = async (batch: readonly Video[]) =>
		await slot(async () => {
			mostBusy = Math.max(mostBusy, (busy += 1));
			const rateLimiter = new RateLimiter(clock);
			const run = {
				reader: new TaskReader({ clock, rateLimiter, signal }, api),
				creates: new CreateQueue({
					clock,
					signal,
					stopSignal: signal,
					maxInFlight: 10,
					timeoutMs: 30 * 60_000,
					onRateLimited: () => undefined,
					onFailure: () => undefined,
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

	const figures: Figures = {
		rejected,
		requests: api.reads.length,
		slots: mostBusy,
		createsAMinute: busiest(api.creates, 60_000),
		requestsAS: busiest(api.reads, 60_000) / 60,
		mostInAS: busiest(api.reads, 1_000),
		limitAS: mostBusy * 5,
		lagsMs,
		durationMs: clock.now(),
	};
	return figures;
}
