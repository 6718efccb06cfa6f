import type { TaskMemory } from './judgeTask';
import type { BatchSupport } from './readTasks';
import type { TriggerState } from './state';

/**
 * What a trigger remembers between polls in one process. If it is lost, tasks are read once more than
 * necessary and conclusions take longer, but no task is emitted twice or missed. Times are from the
 * monotonic clock, ms.
 */
export interface TriggerMemory {
	/** The poll that is running, and when it ends at the latest. */
	running?: { poll: symbol; untilMs: number };
	/** When the next request may be sent at the earliest. */
	pace: { nextMs: number };
	/** The API rate limits the trigger until this time. */
	rateLimitedUntilMs: number;
	/** The state that n8n was asked to save last, and when. */
	lastSave?: { revision: number; atMs: number };
	/** The state after polls that emitted nothing, which n8n does not save; valid for its revision. */
	unsavedState?: TriggerState;
	/** The watched tasks. */
	tasks: ReadonlyMap<string, TaskMemory>;
	/** When a request succeeded last, or the memory began. */
	succeededMs: number;
	/** When an error was reported as a failed execution, unless a request has succeeded since. */
	reportedMs?: number;
	/** Whether the provider reads batches, until this time. */
	batches: BatchSupport & { untilMs: number };
	/** When it was last used. */
	usedMs: number;
}

/** Longer than the longest common interval between two polls, one month. */
const EXPIRES_AFTER_MS = 32 * 24 * 3_600_000;
/** A provider that gets the batch route is asked again after this time. */
const BATCHES_EXPIRE_AFTER_MS = 3_600_000;

const memories = new Map<string, TriggerMemory>();

/** The memory of one trigger node. The memory of triggers that no longer poll expires. */
export function memoryOf(trigger: string, nowMs: number): TriggerMemory {
	for (const [other, { usedMs }] of memories) {
		if (nowMs - usedMs > EXPIRES_AFTER_MS) memories.delete(other);
	}
	const memory = memories.get(trigger) ?? freshMemory(nowMs);
	memory.usedMs = nowMs;
	if (memory.batches.untilMs <= nowMs) {
		memory.batches = { untilMs: nowMs + BATCHES_EXPIRE_AFTER_MS };
	}
	memories.set(trigger, memory);
	return memory;
}

export function freshMemory(nowMs: number): TriggerMemory {
	return {
		pace: { nextMs: nowMs },
		rateLimitedUntilMs: 0,
		tasks: new Map(),
		succeededMs: nowMs,
		batches: { untilMs: nowMs + BATCHES_EXPIRE_AFTER_MS },
		usedMs: nowMs,
	};
}
