/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync } from 'node:fs';

/** Interval of checks of the event loop, ms. */
const TICK_MS = 1;

/** The longest time for which the event loop was blocked, ms. */
export interface Stalls {
	/** CPU time of the thread between two turns of the event loop, caused by the code. */
	workMs: number;
	/** In real time, including the time in which the machine did something else. */
	clockMs: number;
}

/** Starts watching the event loop; the returned function stops it and returns the longest stall. */
export function watchStalls(): () => Stalls {
	const longest = { workMs: 0, clockMs: 0 };
	let before = { clockMs: performance.now(), workMs: workedMs() };
	const timer = setInterval(() => {
		const now = { clockMs: performance.now(), workMs: workedMs() };
		longest.clockMs = Math.max(longest.clockMs, now.clockMs - before.clockMs - TICK_MS);
		longest.workMs = Math.max(longest.workMs, now.workMs - before.workMs);
		before = now;
	}, TICK_MS);
	return () => {
		clearInterval(timer);
		return longest;
	};
}

/** CPU time of this process's main thread so far, ms; real time if Linux does not report it. */
function workedMs(): number {
	try {
		const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
			' ',
		);
		return Number(nanoseconds) / 1e6;
	} catch {
		return performance.now();
	}
}
