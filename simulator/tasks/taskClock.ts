/** Behavior of a task; all fields have defaults. */
export interface TaskBehavior {
	/** Time from creation to the final status, ms. Default 3000. */
	durationMs?: number;
	/** The first part of `durationMs`, in which the task is pending, ms. Default: a tenth of it. */
	pendingMs?: number;
	/** Number of reads that return `processing`, whatever its age. Default 0. */
	processingReads?: number;
	/** `task_info.estimated_time`, s. Default `durationMs`, rounded up. */
	estimatedTimeS?: number;
	/** linear: 0 to 99; none: stays at 10; a list: one per read while processing, the last repeats. */
	progress?: 'linear' | 'none' | number[];
	outcome?: 'completed' | 'cancelled' | TaskFailure;
	/** Size of the video in bytes, generated while sending. Default: the unchanged MP4. */
	videoBytes?: number;
	/** Its ID, from the number of earlier tasks; one of digits is a JSON number. Default: as documented. */
	id?: (serial: number) => string;
}

/** The `error` of a failed task. */
export interface TaskFailure {
	code: string;
	message: string;
}

export type CompleteBehavior = Required<Omit<TaskBehavior, 'videoBytes' | 'id'>> &
	Pick<TaskBehavior, 'videoBytes' | 'id'>;

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
