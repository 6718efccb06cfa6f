import type { KnownTask, TaskReading } from '../../nodes/Hailuo/domain/task';
import type { TaskApi } from '../../nodes/Hailuo/scheduling/taskReader';
import type { RequestError } from '../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import type { Video } from '../../tools/simulation/videos';
import type { VirtualClock } from '../../tools/simulation/virtualClock';
import { LATENCY_MS, type Load } from './load';

type Limits = Pick<Load, 'createsAMinute' | 'retryAfter' | 'maxUnfinished' | 'hasBatch'>;

/** The API. Its limits return 429, with `Retry-After` only if that is part of the load. */
export class SimulatedApi implements TaskApi {
	/** Times at which creates were accepted and reads were sent, ms. */
	readonly creates: number[] = [];
	readonly reads: number[] = [];

	private readonly created = new Map<string, { video: Video; createdAtMs: number }>();
	private readonly endsAt: number[] = [];

	constructor(
		private readonly clock: VirtualClock,
		private readonly limits: Limits,
	) {}

	async create(video: Video): Promise<Result<{ task: KnownTask }, RequestError>> {
		await this.clock.sleep(LATENCY_MS);
		const now = this.clock.now();
		const { createsAMinute, retryAfter, maxUnfinished = Infinity } = this.limits;
		if (retryAfter !== undefined && this.creates.length >= retryAfter.creates) {
			return rateLimited(retryAfter.ms);
		}
		const before = this.creates.at(-createsAMinute) ?? -Infinity;
		const unfinished =
			maxUnfinished === Infinity ? 0 : this.endsAt.filter((endsAt) => endsAt > now).length;
		if (now - before < 60_000 || unfinished >= maxUnfinished) {
			return rateLimited();
		}
		this.creates.push(now);
		this.endsAt.push(now + video.durationMs);
		const taskId = `task-${this.creates.length}`;
		this.created.set(taskId, { video, createdAtMs: now });
		return ok({ task: { taskId } });
	}

	async getTask(task: KnownTask): Promise<Result<TaskReading, RequestError>> {
		this.reads.push(this.clock.now());
		await this.clock.sleep(LATENCY_MS);
		return ok(this.readingOf(task));
	}

	async getTasks(
		tasks: readonly KnownTask[],
	): Promise<Result<ReadonlyMap<string, TaskReading>, RequestError>> {
		this.reads.push(this.clock.now());
		await this.clock.sleep(LATENCY_MS);
		if (this.limits.hasBatch !== true) {
			return err({ reason: 'noSuchRoute', status: 404, message: 'Not found' });
		}
		return ok(new Map(tasks.map((task) => [task.taskId, this.readingOf(task)])));
	}

	/** The state when the request arrived: half of the latency ago. */
	private readingOf(task: KnownTask): TaskReading {
		const { video, createdAtMs } = this.created.get(task.taskId)!;
		const ageMs = this.clock.now() - createdAtMs - LATENCY_MS / 2;
		const hasEnded = ageMs >= video.durationMs;
		const status = hasEnded ? 'completed' : 'processing';
		return { task: { ...task, status, progress: hasEnded ? 100 : video.progressAt(ageMs) } };
	}
}

function rateLimited(retryAfterMs?: number): Result<never, RequestError> {
	return err({ reason: 'rateLimited', status: 429, message: 'Too many requests', retryAfterMs });
}
