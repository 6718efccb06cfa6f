import type { Task } from '../domain/task';
import { BatchSupport } from '../scheduling/batchSupport';
import type { TriggerEvent } from './evaluateTask';
import type { TriggerState } from './state';

/** What this process remembers of one watched ID. Times are from the monotonic clock, ms. */
export interface TrackedTask {
	firstSeenMs: number;
	/** When it is due to be read. */
	nextPollAtMs: number;
	task?: Task;
	/** When it was last read successfully. */
	readMs?: number;
	/** The selected event that it did not match when it finished. */
	skippedEvent?: TriggerEvent;
}

/**
 * What a trigger remembers between polls in one process. If it is lost, tasks are read once more than
 * necessary, but none is emitted twice or missed. Times are from the monotonic clock, ms.
 */
export interface TriggerMemory {
	/** A poll is running, at most until this time. */
	lockedUntilMs: number;
	/** The API rate limits the trigger until this time. */
	rateLimitedUntilMs: number;
	/** The last poll that emitted items: the revision of its state, and its time. */
	lastEmit?: { revision: number; atMs: number };
	/** The state after polls that emitted nothing, which n8n does not save; valid for its revision. */
	unsavedState?: TriggerState;
	trackedTasks: Map<string, TrackedTask>;
	/** When the video URL of a completed task was first missing, by task ID. */
	missingUrlSinceMs: Map<string, number>;
	/** When the reads of a task started to fail without interruption, by task ID. */
	failingSinceMs: Map<string, number>;
	/** What is known about the provider's support for batch reads. */
	batchSupport: BatchSupport;
	/** When it was last used. */
	usedMs: number;
}

/** Longer than the longest common interval between two polls, one month. */
const EXPIRES_AFTER_MS = 32 * 24 * 3_600_000;

const memories = new Map<string, TriggerMemory>();

/** The memory of one trigger node. The memory of triggers that no longer poll expires. */
export function memoryOf(trigger: string, nowMs: number): TriggerMemory {
	for (const [other, { usedMs }] of memories) {
		if (nowMs - usedMs > EXPIRES_AFTER_MS) memories.delete(other);
	}
	const memory = memories.get(trigger) ?? freshMemory();
	memory.usedMs = nowMs;
	memories.set(trigger, memory);
	return memory;
}

export function freshMemory(): TriggerMemory {
	return {
		lockedUntilMs: 0,
		rateLimitedUntilMs: 0,
		trackedTasks: new Map(),
		missingUrlSinceMs: new Map(),
		failingSinceMs: new Map(),
		batchSupport: new BatchSupport(),
		usedMs: 0,
	};
}
