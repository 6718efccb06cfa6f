import type { Task } from '../../nodes/Hailuo/domain/task';
import { openMemory } from '../../nodes/Hailuo/trigger/memory';
import {
	poll,
	type PollReason,
	type PollResult,
	type Watch,
} from '../../nodes/Hailuo/trigger/poll';
import { readState, writeState } from '../../nodes/Hailuo/trigger/state';
import type { FakeAccount } from './fakeAccount';

/**
 * How n8n stores a trigger's state:
 * - `memory`: one object in the process, saved when items are emitted, and at activation
 * - `database`: read again for each poll, otherwise the same (durable scheduler)
 */
export type StateStorage = 'memory' | 'database';

/** The maximum duration of a poll in n8n's durable scheduler, without its safety margin. */
const WORK_MS = 30_000;
/** Time from the end of a poll until its state is saved in the database. */
const SAVING_MS = 40;

let processes = 0;

/** Simulates n8n for the trigger's pure part: polls, saves state, crashes and restarts. */
export class FakeN8n {
	/** All emitted items, in order. */
	readonly emitted: Task[] = [];
	/** Duration of each poll, ms. */
	readonly pollMs: number[] = [];
	last: PollResult = { items: [], log: [] };

	private saved: unknown;
	private current: unknown;
	/** Its number; each has a memory of its own. */
	private process = (processes += 1);

	constructor(
		public account: FakeAccount,
		public watching: Watch,
		private readonly storage: StateStorage = 'memory',
	) {}

	/** Bytes of the saved state. */
	get savedBytes(): number {
		return JSON.stringify(this.saved ?? {}).length;
	}

	/** How often each item was emitted, by ID. */
	get counts(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const { taskId } of this.emitted) counts.set(taskId, (counts.get(taskId) ?? 0) + 1);
		return counts;
	}

	/** A user activates the workflow. */
	async activate(): Promise<void> {
		await this.poll('activation');
	}

	/**
	 * @param isDropped the workflow was changed while the poll ran: n8n discards its result, and
	 * creates the trigger again from the saved state
	 */
	async poll(reason: PollReason = 'schedule', isDropped = false): Promise<void> {
		const { process, account, watching } = this;
		const { scope } = watching;
		const startedMs = account.time.now();
		const isAlive = () => process === this.process;
		const state = readState(this.storage === 'memory' ? this.current : this.saved);
		const memory = openMemory(`process-${process}`, scope, scope, account.time);
		const dependencies = {
			client: account.client(isAlive),
			clock: account.time,
			wallNow: () => account.time.now() + account.skewMs(),
			workMs: WORK_MS,
		};
		const polled = await poll(watching, state, memory, dependencies, reason);
		if (!isAlive()) return;
		this.pollMs.push(account.time.now() - startedMs);
		this.last = polled;
		if (isDropped) {
			this.current = this.saved;
			return;
		}
		this.emitted.push(...polled.items);
		if (polled.state === undefined) return;
		const written = JSON.parse(JSON.stringify(writeState(polled.state))) as unknown;
		this.current = written;
		await account.time.sleep(SAVING_MS);
		this.saved = written;
	}

	/** Kills n8n with SIGKILL and starts it again. */
	restart(): void {
		this.process = processes += 1;
		this.current = this.saved;
	}
}
