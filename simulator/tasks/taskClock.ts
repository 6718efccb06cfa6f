import { assertKnownFields } from '../knownFields';

/** How a task lives and ends. All of it can be written as JSON; what is left out has a default. */
export interface TaskLife {
	/** From creation to the end, ms. Default 3000. */
	durationMs?: number;
	/** The first part of `durationMs` in which the task waits, ms. Default a tenth of it. */
	pendingMs?: number;
	/** So many reads find it processing, however old it is. Default 0. */
	processingReads?: number;
	/** `task_info.estimated_time`, s; null: no `task_info` at all. Default `durationMs`, rounded up. */
	estimatedTimeS?: number | null;
	/** linear: 0 to 99; none: stays at 10; a list: one per read while processing, the last repeats. */
	progress?: 'linear' | 'none' | number[];
	outcome?: 'completed' | 'cancelled' | TaskFailure;
	/** Whether a failed task carries its error, `error: null`, or no such field. */
	failureShape?: 'error' | 'null' | 'absent';
	/** Where a completed task has its link: `results`, `result_data[].video_url`, or nowhere. */
	results?: 'results' | 'resultData' | 'none';
	/** Size of the video in bytes, made while sending. Default: the real MP4 as it is. */
	videoBytes?: number;
	/** False: the create answer lacks `created`. */
	withCreated?: boolean;
	/** That many first reads answer 404. */
	notFoundReads?: number;
	/** A word said instead of `processing`. */
	unknownStatus?: string;
	/** Where its answers have its ID, the list apart: `id` as text or as a number, `task_id`, or `data.id`. */
	idIn?: 'id' | 'number' | 'task_id' | 'data.id';
}

/** Why a task fails, as `error` of the task says it. */
export interface TaskFailure {
	code: string;
	message: string;
}

export type CompleteLife = Required<Omit<TaskLife, 'videoBytes' | 'unknownStatus'>> &
	Pick<TaskLife, 'videoBytes' | 'unknownStatus'>;

export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface TaskState {
	readonly status: TaskStatus;
	/** 0 to 100. */
	readonly progress: number;
}

const DEFAULT_DURATION_MS = 3000;
const STUCK_PROGRESS = 10;

// The compiler holds this list complete, so that a misspelt field is refused and not ignored.
const FIELDS: Readonly<Record<keyof TaskLife, true>> = {
	durationMs: true,
	pendingMs: true,
	processingReads: true,
	estimatedTimeS: true,
	progress: true,
	outcome: true,
	failureShape: true,
	results: true,
	videoBytes: true,
	withCreated: true,
	notFoundReads: true,
	unknownStatus: true,
	idIn: true,
};

/** Fills in the defaults; a field nobody knows is an error. */
export function completeLife(life: TaskLife): CompleteLife {
	assertKnownFields("A task's life", life, FIELDS);
	const { durationMs = DEFAULT_DURATION_MS } = life;
	return {
		durationMs,
		pendingMs: durationMs / 10,
		processingReads: 0,
		estimatedTimeS: Math.ceil(durationMs / 1000),
		progress: 'linear',
		outcome: 'completed',
		failureShape: 'error',
		results: 'results',
		withCreated: true,
		notFoundReads: 0,
		idIn: 'id',
		...life,
	};
}

/**
 * Where a task stands.
 * @param ageMs time since its creation
 * @param processingReads how often it has been seen processing before
 */
export function stateAt(life: CompleteLife, ageMs: number, processingReads = 0): TaskState {
	if (ageMs >= life.durationMs && processingReads >= life.processingReads) return endOf(life);
	if (ageMs < life.pendingMs) return { status: 'pending', progress: 0 };
	return { status: 'processing', progress: progressAt(life, ageMs, processingReads) };
}

function endOf({ outcome }: CompleteLife): TaskState {
	if (outcome === 'completed') return { status: 'completed', progress: 100 };
	return { status: outcome === 'cancelled' ? 'cancelled' : 'failed', progress: 0 };
}

function progressAt(life: CompleteLife, ageMs: number, processingReads: number): number {
	const { progress, pendingMs, durationMs } = life;
	if (progress === 'none') return STUCK_PROGRESS;
	if (progress === 'linear') {
		const passed = Math.min(1, (ageMs - pendingMs) / (durationMs - pendingMs));
		return Math.floor(99 * passed);
	}
	return progress[Math.min(processingReads, progress.length - 1)] ?? 0;
}
