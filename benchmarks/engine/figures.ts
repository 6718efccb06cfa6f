import type { Stalls } from './stalls';

/** What the engine process sends back: one entry per run. */
export interface EngineRuns {
	ours: CreateRun[];
	requestsOnly: CreateRun[];
	waiting: WaitingRun[];
}

/** A thousand creates without waiting. */
export interface CreateRun {
	/** CPU time of the process per item, ms. */
	cpuMs: number;
	stalls: Stalls;
}

/** A thousand items that are all made at once, and then waited for. */
export interface WaitingRun {
	/** From the start until all tasks are made and read for some seconds. */
	stalls: Stalls;
	/** Heap in use with all of them waiting, over that before the run, MB (10^6 bytes). */
	heapMb: number;
	/** From Stop to the end of the run, ms. */
	stopMs: number;
}
