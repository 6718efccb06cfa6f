import { parseTask, type KnownTask, type Task } from '../../nodes/Hailuo/domain/task';
import { parseTaskList, type TaskPage } from '../../nodes/Hailuo/domain/taskList';
import type { RequestError } from '../../nodes/Hailuo/transport/evidence';
import type { PollDependencies } from '../../nodes/Hailuo/trigger/pollRequests';
import { err, ok, type Result } from '../../nodes/Hailuo/utils/result';
import type { VirtualClock } from './virtualClock';

export interface FakeTask {
	id: string;
	createdMs: number;
	/** Infinity: never finishes. */
	endsMs: number;
	end: 'completed' | 'failed' | 'cancelled';
	/** Delay from its creation until the list contains it, ms. */
	listedAfterMs?: number;
	/** The progress that a read at this age returns, %. Default: none. */
	progressAt?: (ageMs: number) => number;
	/** Another type of task, such as image. */
	type?: string;
	model?: string;
	/** Its status in the list, if that is not its status. */
	listedStatus?: () => string | undefined;
	/** Its creation time in the list. Default: in seconds. */
	listedTime?: unknown;
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

export const NO_SUCH_TASK: RequestError = {
	reason: 'notFound',
	status: 404,
	code: 'task_not_found',
	message: 'There is no such task',
};

/** An account at the API, in virtual time. */
export class FakeAccount {
	/** All tasks in the order of their creation. */
	readonly tasks: FakeTask[] = [];
	readonly requests: Request[] = [];
	fault: RequestFault = () => undefined;
	latencyMs: () => number = () => 100;
	/** Whether tasks can be read in batches. */
	hasBatch = false;
	/** Tasks on a page. */
	longestPage = 100;
	/** It lists its tasks in the order of their creation. */
	isOldestFirst = false;
	/** It always returns the first page. */
	ignoresPage = false;
	/** What it reports as the total: of the list, of the page, or nothing. */
	total: 'list' | 'page' | undefined = 'list';
	/** How far the clock of n8n is ahead, ms. */
	skewMs: () => number = () => 0;
	/** Whether its answers tell the time. */
	hasDate = false;

	private readonly byId = new Map<string, FakeTask>();

	constructor(readonly time: VirtualClock) {}

	/** Adds a task, after those that were created before it. */
	add(task: Partial<FakeTask> & Pick<FakeTask, 'id'>): FakeTask {
		const createdMs = task.createdMs ?? this.time.now();
		const added: FakeTask = { endsMs: Infinity, end: 'completed', ...task, createdMs };
		this.tasks.splice(this.countUntil(createdMs), 0, added);
		this.byId.set(added.id, added);
		return added;
	}

	find(id: string): FakeTask | undefined {
		return this.byId.get(id);
	}

	statusOf(task: FakeTask): string {
		return this.time.now() >= task.endsMs ? task.end : 'processing';
	}

	/** @param isAlive false: the requesting process was killed and gets no response */
	client(isAlive: () => boolean = () => true): PollDependencies['client'] {
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
			getTask: async (known) => await answer('read', () => this.read(known), known.taskId),
			getTasks: async (known) => await answer('batch', () => this.readBatch(known)),
			listTasks: async (page) => await answer('list', () => this.list(page)),
		};
	}

	private read(known: KnownTask): Result<Task, RequestError> {
		const task = this.find(known.taskId);
		if (task === undefined) return err(NO_SUCH_TASK);
		const { id, model, createdMs } = task;
		const status = this.statusOf(task);
		const progress = task.progressAt?.(this.time.now() - createdMs);
		const results = ['https://example.com/v.mp4'];
		const body = { id, model, created: seconds(createdMs), status, progress, results };
		return ok(parseTask(body, known)!);
	}

	private readBatch(known: readonly KnownTask[]): Result<Map<string, Task>, RequestError> {
		if (!this.hasBatch) return err({ reason: 'notFound', status: 404, message: 'Not found' });
		const readings = known.map((task) => [task.taskId, this.read(task)] as const);
		return ok(new Map(readings.flatMap(([id, one]) => (one.ok ? [[id, one.value]] : []))));
	}

	private list(page: number): Result<TaskPage, RequestError> {
		const size = this.longestPage;
		const nowMs = this.time.now();
		const count = this.countUntil(nowMs);
		// A list of thousands of tasks, read every minute of a month, would take most of the time.
		const from = this.isOldestFirst ? 0 : Math.max(0, count - page * size - 1_000);
		const created = this.tasks.slice(from, count);
		const visible = created.filter((task) => task.createdMs + (task.listedAfterMs ?? 0) <= nowMs);
		if (!this.isOldestFirst) visible.reverse();
		const first = this.ignoresPage ? 0 : (page - 1) * size;
		const data = visible.slice(first, first + size).map((task) => ({
			id: task.id,
			type: task.type ?? 'video',
			model: task.model,
			status: task.listedStatus ? task.listedStatus() : this.statusOf(task),
			created_at: task.listedTime ?? seconds(task.createdMs),
		}));
		const total = this.total && (this.total === 'list' ? count : data.length);
		const parsed = parseTaskList({ data, total })!;
		return ok({ ...parsed, ...(this.hasDate && { dateMs: nowMs }) });
	}

	/** The number of tasks that were created until a time. */
	private countUntil(timeMs: number): number {
		let count = this.tasks.length;
		while (count > 0 && this.tasks[count - 1].createdMs > timeMs) count -= 1;
		return count;
	}
}

const seconds = (ms: number) => Math.floor(ms / 1000);
