import type { Task } from '../domain/task';
import { BatchSupport } from '../scheduling/batchSupport';
import type { TriggerEvent } from './evaluateTask';
import type { TriggerState } from './state';

/** What this process knows of one watched ID. Times are those of the clock that does not jump, ms. */
export interface TrackedTask {
	firstSeenMs: number;
	/** When it is due. */
	nextPollAtMs: number;
	task?: Task;
	/** When it was last read successfully. */
	readMs?: number;
	/** It has finished, but not with this event. */
	skippedEvent?: TriggerEvent;
}

/**
 * What a trigger remembers between the polls of one process. It may be lost: then tasks are read once
 * more than needed, but none is emitted twice and none is missed.
 * Times are those of the clock that does not jump, ms.
 */
export interface TriggerMemory {
	/** A poll is running, until this time at the latest. */
	lockedUntilMs: number;
	/** The API rate limits the trigger until this time. */
	rateLimitedUntilMs: number;
	/** The last poll that emitted items: the revision of its state, and when. */
	lastEmit?: { revision: number; atMs: number };
	/** The state after polls that emitted nothing, which n8n does not save; valid for its revision. */
	unsavedState?: TriggerState;
	trackedTasks: Map<string, TrackedTask>;
	/** Completed tasks whose video URL is missing, and since when. */
	missingUrlSinceMs: Map<string, number>;
	/** Tasks that cannot be read, and since when without interruption. */
	failingSinceMs: Map<string, number>;
	/** Whether the provider reads tasks in batches, as far as known. */
	batchSupport: BatchSupport;
	usedMs: number;
}

/** Longer than the longest usual interval between two polls, a month. */
const EXPIRES_AFTER_MS = 32 * 24 * 3_600_000;

const memories = new Map<string, TriggerMemory>();

/** The memory of one trigger node. That of triggers that no longer poll expires. */
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
