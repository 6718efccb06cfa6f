import { BatchSupport } from '../scheduling/batchSupport';
import { RateLimiter, READ_SPACING_MS } from '../scheduling/rateLimiter';
import type { Clock } from '../utils/clock';
import type { TaskMemories } from './judgeTask';
import type { RequestLimits } from './pollRequests';
import type { TriggerState } from './state';

/**
 * What a trigger remembers between polls in one process. If it is lost, tasks are read once more than
 * necessary and conclusions take longer, but no task is emitted twice or missed. Times are from the
 * monotonic clock, ms.
 */
export interface TriggerMemory extends RequestLimits {
	/** What the limits belong to: a digest of Base URL and key. */
	account?: string;
	/** The poll that is running: when it ends at the latest. */
	running?: { untilMs: number };
	/** The state that n8n was asked to save last, and when. */
	lastSave?: { revision: number; atMs: number };
	/** The state after polls that emitted nothing, which n8n does not save; valid for its revision. */
	unsavedState?: TriggerState;
	/** The watched tasks. */
	tasks: TaskMemories;
	/** When a poll could read what it watches last, or the memory began. */
	succeededMs: number;
	/** When an error was reported as a failed execution, unless a poll has succeeded since. */
	reportedMs?: number;
}

/** A longer `Retry-After` is probably a mistake, and would pause the trigger without an explanation. */
const RETRY_AFTER_CAP_MS = 3_600_000;

/** By workflow and node. Few, so that those of deleted triggers may stay. */
const memories = new Map<string, TriggerMemory>();

/** @param account digest of Base URL and key: another one does not inherit a `Retry-After` */
export function openMemory(trigger: string, account: string, clock: Clock): TriggerMemory {
	const memory = memories.get(trigger) ?? freshMemory(clock);
	if (memory.account !== account) Object.assign(memory, freshLimits(clock), { account });
	memories.set(trigger, memory);
	return memory;
}

export function freshMemory(clock: Clock): TriggerMemory {
	return { ...freshLimits(clock), tasks: new Map(), succeededMs: clock.now() };
}

function freshLimits(clock: Clock): RequestLimits {
	return {
		rateLimiter: new RateLimiter(clock, READ_SPACING_MS, RETRY_AFTER_CAP_MS),
		batches: new BatchSupport(),
	};
}
