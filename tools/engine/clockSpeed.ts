/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

import type { Clock } from '../../nodes/Hailuo/utils/clock';

/** The module of the built package with its clock. */
export const OUR_CLOCK = resolve(__dirname, '../../dist/nodes/Hailuo/execution/systemClock.js');

const speed = new AsyncLocalStorage<number>();
let prepared: Promise<void> | undefined;

/** Makes the package's own clock adjustable by `withSpeed`. */
export async function prepareSpeed(): Promise<void> {
	prepared ??= makeClockAdjustable();
	await prepared;
}

/** Runs the package's own clock at a multiple of its speed during this work; n8n and HTTP use real time. */
export function withSpeed<T>(timesAsFast: number, work: () => T): T {
	return speed.run(timesAsFast, work);
}

async function makeClockAdjustable(): Promise<void> {
	const { systemClock } = (await import(OUR_CLOCK)) as { systemClock: Clock };
	const { now, sleep } = systemClock;
	const start = now();
	const times = () => speed.getStore() ?? 1;
	systemClock.now = () => start + (now() - start) * times();
	systemClock.sleep = async (ms, signal) => await sleep(ms / times(), signal);
}
