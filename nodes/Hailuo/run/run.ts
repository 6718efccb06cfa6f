import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { HailuoClient } from '../api/client';
import type { Clock } from '../polling/clock';
import { Gate } from '../polling/gate';
import { places } from '../polling/limit';
import type { KnownTask } from '../video/task';
import { TaskMemory } from './taskMemory';

/** Videos streamed to the binary store at once, while other tasks are still waited for. */
const DOWNLOADS_AT_ONCE = 3;

const clock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		// A signal of its own for each sleeper: Node warns of a leak when many listen to the same one.
		const own = signal && AbortSignal.any([signal]);
		// n8n's `sleep` rejects on a stop, and on older n8n it takes no signal at all.
		await sleep(Math.max(0, ms), own).catch(() => undefined);
	},
};

/** One run of the node over all its items: what its operations share while they work side by side. */
export class Run {
	readonly clock = clock;
	readonly gate = new Gate(clock);
	readonly download = places(DOWNLOADS_AT_ONCE);
	readonly client: HailuoClient;
	readonly memory: TaskMemory;
	/** Aborts when the user stops the execution, and when the run ends early. */
	readonly signal: AbortSignal;
	/** Agents get links: a file in a tool's answer would only flood the model. */
	readonly isTool: boolean;
	/** Which time the node runs in this execution (loops), from 0. */
	readonly runIndex: number;

	private readonly ending = new AbortController();
	private readonly lastKnown = new Map<number, KnownTask>();

	constructor(
		readonly context: IExecuteFunctions,
		baseUrl: string,
	) {
		const stop = context.getExecutionCancelSignal();
		this.signal = stop ? AbortSignal.any([stop, this.ending.signal]) : this.ending.signal;
		this.client = new HailuoClient(context, baseUrl);
		this.memory = new TaskMemory(context.getContext('node'));
		this.runIndex = Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
		this.isTool = context.isToolExecution?.() || context.getNode().type.endsWith('Tool');
	}

	/** Lets no further request begin. */
	end(): void {
		this.ending.abort();
	}

	/** Keeps the last known state of an item's task, for the error of a run that ends early. */
	note(itemIndex: number, task: KnownTask): void {
		this.lastKnown.set(itemIndex, task);
	}

	taskOf(itemIndex: number): KnownTask | undefined {
		return this.lastKnown.get(itemIndex);
	}

	/** The tasks of the run so far in the order of their items, without that of one item if wanted. */
	tasks(except?: number): KnownTask[] {
		return [...this.lastKnown]
			.filter(([itemIndex]) => itemIndex !== except)
			.sort(([a], [b]) => a - b)
			.map(([, task]) => task);
	}
}
