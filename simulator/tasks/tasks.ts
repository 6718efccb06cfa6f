import { randomBytes } from 'node:crypto';

import type { AcceptedRequest } from '../api/createRequest';
import {
	completeBehavior,
	stateAt,
	type CompleteBehavior,
	type TaskBehavior,
	type TaskState,
} from './taskClock';

/** Behavior of tasks created from now on, or of those whose prompt contains a text. */
export interface TaskPlan extends TaskBehavior {
	promptIncludes?: string;
}

/** Existing tasks of an account. */
export interface EarlierTasks {
	count: number;
	/** Age of the newest task, and time between two tasks, ms. Default: one minute. */
	everyMs?: number;
	/** Their behavior, repeated in turn, starting with the oldest task. Default: that of other tasks. */
	behaviors?: readonly TaskBehavior[];
	/** Default MiniMax-Hailuo-02. */
	model?: string;
	/** API key of the account. Default: the first one. */
	key?: string;
}

export interface Task {
	readonly id: string;
	/** The API key that created it. Only this key may read it. */
	readonly key: string;
	/** Token that the video URL must contain. */
	readonly token: string;
	readonly request: AcceptedRequest;
	readonly sentBody: unknown;
	readonly idempotencyKey?: string;
	readonly createdAtMs: number;
	readonly behavior: CompleteBehavior;
	readonly creditsReserved: number;
	/** Number of reads that have returned `processing`. */
	processingReads: number;
}

export type NewTask = Pick<Task, 'key' | 'request' | 'sentBody' | 'idempotencyKey'>;

/** Those of a quality without an entry are 10. */
const CREDITS_PER_SECOND: Readonly<Record<string, number | undefined>> = {
	'480p': 1,
	'512p': 1,
	'768p': 2,
	'1080p': 4,
	'2k': 8,
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function newTaskId(createdAtMs: number): string {
	const letters = [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
	return `task-unified-${Math.floor(createdAtMs / 1000)}-${letters}`;
}

/** All tasks, and the plans for the next ones. */
export class Tasks {
	private readonly tasks = new Map<string, Task>();
	private plans: Array<{ promptIncludes: string; behavior: TaskBehavior }> = [];

	constructor(
		private readonly defaults: TaskBehavior,
		private readonly now: () => number,
	) {}

	/** Adds a plan. The latest matching plan applies. */
	plan({ promptIncludes = '', ...behavior }: TaskPlan): void {
		this.plans.unshift({ promptIncludes, behavior });
	}

	addEarlier({
		count,
		everyMs = 60_000,
		behaviors = [{}],
		model = 'MiniMax-Hailuo-02',
		key,
	}: EarlierTasks & { key: string }): void {
		const request: AcceptedRequest = {
			model,
			prompt: 'An earlier video',
			imageUrls: [],
			mode: 'textToVideo',
			quality: '768p',
			duration: 6,
			modelParams: {},
		};
		const complete = behaviors.map((behavior) =>
			completeBehavior({ ...this.defaults, ...behavior }),
		);
		const nowMs = this.now();
		for (let index = 0; index < count; index += 1) {
			const task = { key, request, sentBody: {} };
			this.create(task, nowMs - (count - index) * everyMs, complete[index % complete.length]);
		}
	}

	create(
		task: NewTask,
		createdAtMs = this.now(),
		behavior = this.behaviorFor(task.request.prompt),
	): Task {
		const created: Task = {
			...task,
			id: behavior.id?.(this.tasks.size) ?? newTaskId(createdAtMs),
			token: randomBytes(8).toString('hex'),
			createdAtMs,
			behavior,
			creditsReserved: (CREDITS_PER_SECOND[task.request.quality] ?? 10) * task.request.duration,
			processingReads: 0,
		};
		this.tasks.set(created.id, created);
		return created;
	}

	find(id: string): Task | undefined {
		return this.tasks.get(id);
	}

	/** All tasks in the order of their creation. */
	all(): Task[] {
		return [...this.tasks.values()];
	}

	stateOf(task: Task): TaskState {
		return stateAt(task.behavior, this.now() - task.createdAtMs, task.processingReads);
	}

	isFinished(task: Task): boolean {
		return !['pending', 'processing'].includes(this.stateOf(task).status);
	}

	/** The state of a task that is read. */
	read(task: Task): TaskState {
		const state = this.stateOf(task);
		if (state.status === 'processing') task.processingReads += 1;
		return state;
	}

	/** The tasks that are charged: all that did not fail. */
	paid(): Task[] {
		return this.all().filter((task) => this.stateOf(task).status !== 'failed');
	}

	clear(): void {
		this.tasks.clear();
		this.plans = [];
	}

	private behaviorFor(prompt: string): CompleteBehavior {
		const plan = this.plans.find(({ promptIncludes }) => prompt.includes(promptIncludes));
		return completeBehavior({ ...this.defaults, ...plan?.behavior });
	}
}
