import type { JsonErrorShape, Reason } from '../api/errors';
import type { IdKind, IdPlace } from './taskId';

/** Behavior of a task; all fields have defaults. */
export interface TaskBehavior {
	/** Time from creation to the final status, ms. Default 3000. */
	durationMs?: number;
	/** The first part of `durationMs`, in which the task is pending, ms. Default: a tenth of it. */
	pendingMs?: number;
	/** Number of reads that return `processing`, whatever its age. Default 0. */
	processingReads?: number;
	/** `task_info.estimated_time`, s; null: no `task_info` at all. Default `durationMs`, rounded up. */
	estimatedTimeS?: number | null;
	/** linear: 0 to 99; none: stays at 10; a list: one per read while processing, the last repeats. */
	progress?: 'linear' | 'none' | number[];
	outcome?: 'completed' | 'cancelled' | TaskFailure;
	/** Format of the error of a failed task, `error: null`, or no such field. Default: `text`. */
	failureShape?: JsonErrorShape | 'null' | 'absent';
	/** Where a completed task has its video URL: `results`, `result_data[].video_url`, or nowhere. */
	results?: 'results' | 'resultData' | 'none';
	/** Size of the video in bytes, generated while sending. Default: the unchanged MP4. */
	videoBytes?: number;
	/** Number of first reads in which the task does not exist. */
	notFoundReads?: number;
	/** How a read says so: with 404, or with 200 and a failed task. */
	notFoundAs?: 'error' | 'failedTask';
	/** The provider's words for statuses. Default: ours. */
	statusWords?: Partial<Record<TaskStatus, string>>;
	/** What its ID looks like. Default: as documented. */
	idKind?: IdKind;
	/** Where responses have its ID, and the other fields beside it. Default: `id`. */
	idIn?: IdPlace;
	/** An `id` at the top of its responses that is not its ID, such as 0 or that of the request. */
	otherId?: string | number;
	/** HTTP status of the response to the create. Default 200. */
	createdStatus?: 200 | 201 | 202 | 303;
}

/** The `error` of a failed task. */
export interface TaskFailure {
	code: string;
	message: string;
	reasons?: readonly Reason[];
}

export type CompleteBehavior = Required<Omit<TaskBehavior, 'videoBytes' | 'otherId'>> &
	Pick<TaskBehavior, 'videoBytes' | 'otherId'>;

export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface TaskState {
	readonly status: TaskStatus;
	/** 0 to 100. */
	readonly progress: number;
}

const DEFAULT_DURATION_MS = 3000;
const STUCK_PROGRESS = 10;

/** Adds the defaults. */
export function completeBehavior(behavior: TaskBehavior): CompleteBehavior {
	const { durationMs = DEFAULT_DURATION_MS } = behavior;
	return {
		durationMs,
		pendingMs: durationMs / 10,
		processingReads: 0,
		estimatedTimeS: Math.ceil(durationMs / 1000),
		progress: 'linear',
		outcome: 'completed',
		failureShape: 'text',
		results: 'results',
		notFoundReads: 0,
		notFoundAs: 'error',
		statusWords: {},
		idKind: 'unified',
		idIn: 'id',
		createdStatus: 200,
		...behavior,
	};
}

/**
 * The status of a task.
 *
 * @param ageMs time since its creation
 * @param processingReads number of earlier reads that returned `processing`
 */
export function stateAt(behavior: CompleteBehavior, ageMs: number, processingReads = 0): TaskState {
	if (ageMs >= behavior.durationMs && processingReads >= behavior.processingReads)
		return endOf(behavior);
	if (ageMs < behavior.pendingMs) return { status: 'pending', progress: 0 };
	return { status: 'processing', progress: progressAt(behavior, ageMs, processingReads) };
}

function endOf({ outcome }: CompleteBehavior): TaskState {
	if (outcome === 'completed') return { status: 'completed', progress: 100 };
	return { status: outcome === 'cancelled' ? 'cancelled' : 'failed', progress: 0 };
}

function progressAt(behavior: CompleteBehavior, ageMs: number, processingReads: number): number {
	const { progress, pendingMs, durationMs } = behavior;
	if (progress === 'none') return STUCK_PROGRESS;
	if (progress === 'linear') {
		const passed = Math.min(1, (ageMs - pendingMs) / (durationMs - pendingMs));
		return Math.floor(99 * passed);
	}
	return progress[Math.min(processingReads, progress.length - 1)] ?? 0;
}
