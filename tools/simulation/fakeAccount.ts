import type { TaskBatch } from '../../nodes/Hailuo/scheduling/batchSupport';
import type { ListQuery } from '../../nodes/Hailuo/transport/client';
import type { RequestError } from '../../nodes/Hailuo/transport/evidence';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import { parseTask, type KnownTask, type TaskReading } from '../../nodes/Hailuo/domain/task';
import { parseTaskList, type TaskPage } from '../../nodes/Hailuo/domain/taskList';
import type { PollDependencies } from '../../nodes/Hailuo/trigger/pollSession';
import type { VirtualClock } from './virtualClock';

export interface FakeTask {
	id: string;
	createdMs: number;
	/** Infinity: never finishes. */
	endsMs: number;
	end: 'completed' | 'failed' | 'cancelled';
	/** Delay from its creation until the list contains it, ms. */
	listedAfterMs?: number;
}

/** The fault of a request, if any. */
export type RequestFault = (
	what: 'list' | 'read' | 'batch',
	taskId?: string,
) => RequestError | undefined;

export interface Request {
	atMs: number;
	what: 'list' | 'read' | 'batch';
	taskId?: string;
}

/** An account at the API for the trigger's pure part, in virtual time. */
export class FakeAccount {
	/** All tasks in the order of their creation. */
	readonly tasks: FakeTask[] = [];
	readonly requests: Request[] = [];
	fault: RequestFault = () => undefined;
	latencyMs: () => number = () => 100;
	/** Whether tasks can be read in batches. */
	hasBatch = false;
	/** Maximum page size, whatever is requested. */
	longestPage = 100;
	/** It lists its tasks in the order of their creation. */
	isOldestFirst = false;

	private readonly byId = new Map<string, FakeTask>();

	constructor(readonly time: VirtualClock) {}

	add(task: Partial<FakeTask> & Pick<FakeTask, 'id'>): void {
		const createdMs = task.createdMs ?? this.time.now();
		const added: FakeTask = { endsMs: Infinity, end: 'completed', ...task, createdMs };
		this.tasks.push(added);
		this.byId.set(added.id, added);
	}

	find(id: string): FakeTask | undefined {
		return this.byId.get(id);
	}

	statusOf(task: FakeTask): string {
		return this.time.now() >= task.endsMs ? task.end : 'processing';
	}

	/** @param isAlive false: the requesting process was killed and gets no response */
	dependencies(isAlive: () => boolean = () => true): PollDependencies {
		const answer = async <T>(
			what: Request['what'],
			respond: () => Result<T, RequestError>,
			taskId?: string,
		): Promise<Result<T, RequestError>> => {
			this.requests.push({ atMs: this.time.now(), what, taskId });
			const error = this.fault(what, taskId);
			await this.time.sleep(this.latencyMs());
			if (!isAlive()) await new Promise(() => undefined);
			return error === undefined ? respond() : err(error);
		};
		return {
			clock: this.time,
			wallNow: () => this.time.now(),
			getTask: async (known) => await answer('read', () => this.read(known), known.taskId),
			getTasks: async (known) => await answer('batch', () => this.readBatch(known)),
			listTasks: async (query) => await answer('list', () => this.list(query)),
		};
	}

	private read(known: KnownTask): Result<TaskReading, RequestError> {
		const task = this.find(known.taskId);
		if (task === undefined) {
			return err({ reason: 'notFound', status: 404, message: 'There is no such task' });
		}
		const status = this.statusOf(task);
		const results = status === 'completed' ? ['https://example.com/v.mp4'] : undefined;
		const body = { id: task.id, created: seconds(task.createdMs), status, results };
		return ok(parseTask(body, known)!);
	}

	private readBatch(known: readonly KnownTask[]): Result<TaskBatch, RequestError> {
		if (!this.hasBatch) return err({ reason: 'noSuchRoute', status: 404, message: 'Not found' });
		const readings = known.map((task) => [task.taskId, this.read(task)] as const);
		return ok(new Map(readings.flatMap(([id, one]) => (one.ok ? [[id, one.value]] : []))));
	}

	private list({ page, pageSize, status }: ListQuery): Result<TaskPage, RequestError> {
		const size = Math.min(pageSize, this.longestPage);
		const nowMs = this.time.now();
		const fitting = this.tasks
			.filter(({ createdMs, listedAfterMs = 0 }) => createdMs + listedAfterMs <= nowMs)
			.filter((task) => status === undefined || this.statusOf(task) === status);
		if (!this.isOldestFirst) fitting.reverse();
		const data = fitting.slice((page - 1) * size, page * size).map((task) => ({
			id: task.id,
			type: 'video',
			status: this.statusOf(task),
			created_at: seconds(task.createdMs),
		}));
		return ok(parseTaskList({ data, total: fitting.length })!);
	}
}

const seconds = (ms: number) => Math.floor(ms / 1000);
