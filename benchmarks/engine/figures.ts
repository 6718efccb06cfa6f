import type { Stalls } from './stalls';

/** What the engine process sends at the end: one entry per run. */
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

/** 5,000 items that are created in parallel, and then waited for. */
export interface WaitingRun {
	/** From the start until all tasks are created and read for half a minute. */
	stalls: Stalls;
	/** Used heap while all of them wait, minus that before the run, MB (10^6 bytes). */
	heapMb: number;
	/** CPU time of the process while all of them wait, s per minute. */
	cpuSPerMinute: number;
	/** From Stop to the end of the run, ms. */
	stopMs: number;
}
