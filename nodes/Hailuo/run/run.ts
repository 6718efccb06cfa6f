import type { IExecuteFunctions } from 'n8n-workflow';

import { describe } from '../api/advice';
import { HailuoClient } from '../api/client';
import type { Fault } from '../api/fault';
import { CreateLine } from '../polling/createLine';
import { Gate } from '../polling/gate';
import { places } from '../polling/limit';
import type { KnownTask } from '../video/task';
import { TaskMemory } from './taskMemory';
import { goesOnAfterErrors, isTool } from './tool';
import { wallClock } from './wallClock';

/** Videos streamed to the binary store at once, while other tasks are still waited for. */
const DOWNLOADS_AT_ONCE = 3;

/** One run of the node over all its items: what its operations share while they work side by side. */
export class Run {
	readonly clock = wallClock;
	readonly gate = new Gate(wallClock);
	/** Of the storage host, which knows nothing of the API's limits. */
	readonly storageGate = new Gate(wallClock);
	readonly download = places(DOWNLOADS_AT_ONCE);
	readonly client: HailuoClient;
	readonly creates: CreateLine;
	readonly memory: TaskMemory;
	/** Aborts when the user stops the execution, and when the run ends early. */
	readonly signal: AbortSignal;
	/** Agents get links: a file in a tool's answer would only flood the model. */
	readonly isTool: boolean;
	/** Which time the node runs in this execution (loops, calls of an agent), from 0. */
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
		this.creates = new CreateLine(this, (refusal) => this.tellOfLine(refusal));
		this.runIndex = Number(context.getWorkflowDataProxy(0).$runIndex) || 0;
		this.memory = new TaskMemory(context.getContext('node'), this.runIndex);
		this.isTool = isTool(context);
	}

	/** Until the line is through, n8n shows nothing but that the node runs. */
	private tellOfLine(refusal: Fault): void {
		this.context.logger.warn(
			`Node "${this.context.getNode().name}": the API takes no more videos for the moment. ${describe(refusal)}. Until it does, they go one by one.`,
		);
	}

	/** Called while the failed item still holds its place: no request begins any more, unless the others go on. */
	itemFailed(): void {
		if (!goesOnAfterErrors(this.context)) this.ending.abort();
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
