import type { RequestError } from '../transport/responseError';
import type { ListQuery } from '../transport/client';
import { retryDelayMs } from '../transport/retryPolicy';
import type { Clock } from '../scheduling/clock';
import { RateLimiter } from '../scheduling/rateLimiter';
import { createLimit } from '../scheduling/limit';
import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { Reading } from './evaluateTask';

/** The API and the time, handed in. */
export interface PollDependencies {
	clock: Clock;
	getTask(task: KnownTask): Promise<Reading>;
	listTasks(query: ListQuery): Promise<TaskPage | { fault: RequestError }>;
}

/** Reads under way at once: enough for five a second at answers of 2 s. */
const MAX_CONCURRENT_READS = 10;
/** Of the API's list; the most that it gives. */
export const PAGE_SIZE = 100;

/** The requests of one poll: five a second, none after its time is up or the API asks for rest. */
export class PollSession {
	/** How long the API asks to be left alone, ms from now; 0: it does not. */
	retryAfterMs = 0;

	private readonly rateLimiter: RateLimiter;
	private readonly endsMs: number;
	private readonly abortController = new AbortController();

	/** @param workMs after this time no further request begins */
	constructor(
		private readonly world: PollDependencies,
		workMs: number,
	) {
		this.rateLimiter = new RateLimiter(world.clock);
		this.endsMs = world.clock.now() + workMs;
	}

	get nowMs(): number {
		return this.world.clock.now();
	}

	get isOver(): boolean {
		return this.abortController.signal.aborted || this.nowMs >= this.endsMs;
	}

	/** Reads the tasks in this order, several at once; those that the time did not suffice for are missing. */
	async read(tasks: readonly KnownTask[]): Promise<Map<string, Reading>> {
		const place = createLimit(MAX_CONCURRENT_READS);
		const readings = new Map<string, Reading>();
		const readOne = async (task: KnownTask) => {
			const reading = await this.send(async () => await this.world.getTask(task));
			if (reading !== undefined) readings.set(task.taskId, reading);
		};
		await Promise.all(tasks.map(async (task) => await place(async () => await readOne(task))));
		return readings;
	}

	/** @returns undefined where the poll's time is up */
	async list(
		query: Omit<ListQuery, 'pageSize'>,
	): Promise<TaskPage | { fault: RequestError } | undefined> {
		return await this.send(
			async () => await this.world.listTasks({ ...query, pageSize: PAGE_SIZE }),
		);
	}

	private async send<T extends object>(request: () => Promise<T>): Promise<T | undefined> {
		if (this.isOver) return undefined;
		await this.rateLimiter.acquire(this.abortController.signal);
		if (this.isOver) return undefined;
		const reply = await request();
		if ('fault' in reply) this.onRateLimited(reply.fault as RequestError);
		return reply;
	}

	private onRateLimited(fault: RequestError): void {
		if (fault.status !== 429) return;
		this.retryAfterMs = Math.max(
			this.retryAfterMs,
			retryDelayMs(1, fault, () => this.world.clock.random()),
		);
		this.abortController.abort();
	}
}
