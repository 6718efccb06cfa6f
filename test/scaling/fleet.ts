import type { RequestError } from '../../nodes/Hailuo/transport/responseError';
import { CreateQueue } from '../../nodes/Hailuo/scheduling/createQueue';
import { RateLimiter } from '../../nodes/Hailuo/scheduling/rateLimiter';
import { createLimit } from '../../nodes/Hailuo/scheduling/limit';
import { pollTask } from '../../nodes/Hailuo/scheduling/pollTask';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import type { KnownTask, TaskReading } from '../../nodes/Hailuo/domain/task';
import { seeded, type Video, videos } from '../bench/videos';
import { VirtualClock } from '../unit/scheduling/virtualClock';
import { busiest } from './busiest';
import { LATENCY_MS, MEDIAN_MS, type Figures, type Load } from './load';

/** Create with Wait for Completion: executions wait for a free slot of n8n, and hold it until their last video is there. */
export interface Waiting {
	/** Executions that n8n runs side by side: workers × concurrency. */
	slots: number;
	/** Default: the provider alone limits it. */
	maxConcurrency?: number;
	/** Whether an item keeps its place until its video is done. Default true. */
	waits?: boolean;
}

/** Runs a load through the node's own code, in virtual time. */
export async function simulateWaiting(
	load: Load,
	{ slots, maxConcurrency, waits = true }: Waiting,
) {
	const clock = new VirtualClock(seeded(4));
	const slot = createLimit(slots);
	const all = videos(load.videos, MEDIAN_MS, 'noisy');
	const api = new Api(clock, load.createsAMinute);
	const { signal } = new AbortController();
	const seenAfterMs: number[] = [];
	let refused = 0;
	let busy = 0;
	let mostBusy = 0;

	const make = async (video: Video, run: { gate: RateLimiter; creates: CreateQueue }) => {
		const made = await run.creates.submit(async () => await api.create(), false);
		if (made.outcome !== 'created') {
			refused += 1;
			return;
		}
		if (!waits) return;
		const madeAt = clock.now();
		await run.creates.whileUnfinished(
			async () =>
				await pollTask(
					{ task: made.value.task, timeoutMs: 60 * 60_000, readAtOnce: false },
					{
						clock,
						rateLimiter: run.gate,
						signal,
						onTask: () => undefined,
						getTask: async (task) => await api.read(task, video, clock.now() - madeAt),
					},
				),
		);
		seenAfterMs.push(clock.now() - madeAt - video.durationMs);
	};

	const execution = async (batch: readonly Video[]) =>
		await slot(async () => {
			mostBusy = Math.max(mostBusy, (busy += 1));
			const gate = new RateLimiter(clock);
			const run = {
				gate,
				creates: new CreateQueue(
					{ clock, rateLimiter: gate, signal },
					{
						stopSignal: signal,
						maxInFlight: 10,
						timeoutMs: 30 * 60_000,
						onRateLimited: () => undefined,
						onFailure: () => undefined,
					},
				),
			};
			const place = createLimit(maxConcurrency ?? Infinity);
			await Promise.all(
				batch.map(async (video) => await place(async () => await make(video, run))),
			);
			busy -= 1;
		});

	const begun = async () => {
		const executions: Array<Promise<void>> = [];
		for (let first = 0; first < all.length; first += load.videosPerRun) {
			executions.push(execution(all.slice(first, first + load.videosPerRun)));
			await clock.sleep(load.everyMs);
		}
		await Promise.all(executions);
	};
	await clock.run(begun());

	const figures: Figures = {
		refused,
		slots: mostBusy,
		createsAMinute: busiest(api.creates, 60_000),
		requestsAS: busiest(api.reads, 60_000) / 60,
		mostInAS: busiest(api.reads, 1_000),
		limitAS: mostBusy * 5,
		seenAfterMs,
		tookMs: clock.now(),
	};
	return figures;
}

/** The API with one limit: so many creates in any minute, and a 429 without `Retry-After` beyond it. */
class Api {
	/** When each create was taken, and each read sent; ms. */
	readonly creates: number[] = [];
	readonly reads: number[] = [];

	constructor(
		private readonly clock: VirtualClock,
		private readonly createsAMinute: number,
	) {}

	async create(): Promise<Result<{ task: KnownTask }, RequestError>> {
		await this.clock.sleep(LATENCY_MS);
		const before = this.creates.at(-this.createsAMinute) ?? -Infinity;
		if (this.clock.now() - before < 60_000) {
			return err({ kind: 'rejected', status: 429, message: 'Too many requests' });
		}
		this.creates.push(this.clock.now());
		return ok({ task: { taskId: `task-${this.creates.length}` } });
	}

	async read(
		task: KnownTask,
		video: Video,
		ageMs: number,
	): Promise<Result<TaskReading, RequestError>> {
		this.reads.push(this.clock.now());
		const hasEnded = ageMs >= video.durationMs;
		const status = hasEnded ? 'completed' : 'processing';
		return ok({ task: { ...task, status, progress: hasEnded ? 100 : video.progressAt(ageMs) } });
	}
}
