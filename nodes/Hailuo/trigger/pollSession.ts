import type { Fault } from '../transport/responseError';
import type { ListQuery } from '../transport/client';
import { pauseMs } from '../transport/retryPolicy';
import type { Clock } from '../scheduling/clock';
import { Gate } from '../scheduling/rateLimiter';
import { places } from '../scheduling/limit';
import type { KnownTask } from '../domain/task';
import type { TaskPage } from '../domain/taskList';
import type { Reading } from './evaluateTask';

/** The API and the time, handed in. */
export interface World {
	clock: Clock;
	readTask(task: KnownTask): Promise<Reading>;
	listTasks(query: ListQuery): Promise<TaskPage | { fault: Fault }>;
}

/** Reads under way at once: enough for five a second at answers of 2 s. */
const AT_ONCE = 10;
/** Of the API's list; the most that it gives. */
export const PAGE_SIZE = 100;

/** The requests of one poll: five a second, none after its time is up or the API asks for rest. */
export class Tick {
	/** How long the API asks to be left alone, ms from now; 0: it does not. */
	restMs = 0;

	private readonly gate: Gate;
	private readonly endsMs: number;
	private readonly ending = new AbortController();

	/** @param workMs after this time no further request begins */
	constructor(
		private readonly world: World,
		workMs: number,
	) {
		this.gate = new Gate(world.clock);
		this.endsMs = world.clock.now() + workMs;
	}

	get nowMs(): number {
		return this.world.clock.now();
	}

	get isOver(): boolean {
		return this.ending.signal.aborted || this.nowMs >= this.endsMs;
	}

	/** Reads the tasks in this order, several at once; those that the time did not suffice for are missing. */
	async read(tasks: readonly KnownTask[]): Promise<Map<string, Reading>> {
		const place = places(AT_ONCE);
		const readings = new Map<string, Reading>();
		const readOne = async (task: KnownTask) => {
			const reading = await this.send(async () => await this.world.readTask(task));
			if (reading !== undefined) readings.set(task.taskId, reading);
		};
		await Promise.all(tasks.map(async (task) => await place(async () => await readOne(task))));
		return readings;
	}

	/** @returns undefined where the poll's time is up */
	async list(query: Omit<ListQuery, 'pageSize'>): Promise<TaskPage | { fault: Fault } | undefined> {
		return await this.send(
			async () => await this.world.listTasks({ ...query, pageSize: PAGE_SIZE }),
		);
	}

	private async send<T extends object>(request: () => Promise<T>): Promise<T | undefined> {
		if (this.isOver) return undefined;
		await this.gate.turnToRead(this.ending.signal);
		if (this.isOver) return undefined;
		const reply = await request();
		if ('fault' in reply) this.obey(reply.fault as Fault);
		return reply;
	}

	private obey(fault: Fault): void {
		if (fault.status !== 429) return;
		this.restMs = Math.max(
			this.restMs,
			pauseMs(1, fault, () => this.world.clock.random()),
		);
		this.ending.abort();
	}
}
