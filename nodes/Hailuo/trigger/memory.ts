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
	/** What the limits belong to: Base URL and key. */
	account: string;
	/** What `failing` belongs to (`Watch`). */
	scope: string;
	/** The poll that is running: when it ends at the latest. */
	running?: { untilMs: number };
	/**
	 * The newest state: the one that n8n was asked to save last, at `savedMs`, with the changes of later
	 * polls, which emitted nothing and are not saved.
	 */
	latest?: { state: TriggerState; savedMs: number };
	/** The watched tasks. */
	tasks: TaskMemories;
	/** Since when no poll could read what it watches, and when that was reported last. Absent if one could. */
	failing?: { sinceMs: number; reportedMs?: number };
}

/** A longer `Retry-After` is probably a mistake, and would pause the trigger without an explanation. */
const RETRY_AFTER_CAP_MS = 3_600_000;

/** By workflow and node. Few, so that those of deleted triggers may stay. */
const memories = new Map<string, TriggerMemory>();

/** @param account another one inherits no `Retry-After` */
export function openMemory(
	trigger: string,
	account: string,
	scope: string,
	clock: Clock,
): TriggerMemory {
	const fresh = { account, scope, tasks: new Map(), ...freshLimits(clock) };
	const memory: TriggerMemory = memories.get(trigger) ?? fresh;
	if (memory.account !== account) Object.assign(memory, { account, ...freshLimits(clock) });
	if (memory.scope !== scope) Object.assign(memory, { scope, failing: undefined });
	memories.set(trigger, memory);
	return memory;
}

export function freshLimits(clock: Clock): RequestLimits {
	return {
		rateLimiter: new RateLimiter(clock, READ_SPACING_MS, RETRY_AFTER_CAP_MS),
		batches: new BatchSupport(),
	};
}
