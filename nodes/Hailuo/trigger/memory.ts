import type { Task } from '../domain/task';
import type { TriggerEvent } from './evaluateTask';
import type { TriggerState } from './state';

/** What is known of one watched ID since this process began to watch it. Times are ms. */
export interface TrackedTask {
	firstSeenMs: number;
	/** When it is worth another read. */
	nextPollAtMs: number;
	task?: Task;
	/** When it was last read well. */
	readMs?: number;
	/** It ended, but not in the way that this event asks for. */
	skippedEvent?: TriggerEvent;
}

/**
 * What a trigger remembers between the polls of one process. All of it may be lost: then tasks are
 * read once more than needed, but none is given twice and none is forgotten.
 */
export interface TriggerMemory {
	/** A poll is under way, until this moment at the latest. */
	lockedUntilMs: number;
	/** The API asked to be left alone until this moment. */
	rateLimitedUntilMs: number;
	/** The last poll that gave items: the revision it left, and when. */
	lastEmit?: { revision: number; atMs: number };
	/** The state after polls that gave nothing, which n8n does not save: it goes with its revision. */
	unsavedState?: TriggerState;
	trackedTasks: Map<string, TrackedTask>;
	usedMs: number;
}

/** Longer than the longest usual interval between two polls, a month. */
const EXPIRES_AFTER_MS = 32 * 24 * 3_600_000;

const memories = new Map<string, TriggerMemory>();

/** The memory of one trigger node; those of triggers that no longer poll go in time. */
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
	return { lockedUntilMs: 0, rateLimitedUntilMs: 0, trackedTasks: new Map(), usedMs: 0 };
}
