/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync } from 'node:fs';

/** How often the event loop is asked for a sign of life, ms. */
const TICK_MS = 1;

/** The longest time in which nothing else of n8n could run, ms. */
export interface Stalls {
	/** Work of the thread between two turns of the event loop: what the code is to blame for. */
	workMs: number;
	/** By the clock, and so with the time in which the machine did something else. */
	clockMs: number;
}

/** Watches the event loop from now on; the returned function ends that and gives the longest stall. */
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

/** CPU time of this process's main thread so far, ms; where Linux does not tell, the clock must do. */
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
