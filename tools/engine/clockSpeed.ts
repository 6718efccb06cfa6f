/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

import type { Clock } from '../../nodes/Hailuo/utils/clock';
import { AcceleratedClock } from './acceleratedClock';

/** The module of the built package that contains its clock. */
export const CLOCK_MODULE = resolve(__dirname, '../../dist/nodes/Hailuo/execution/systemClock.js');

const accelerated = new AsyncLocalStorage<AcceleratedClock | undefined>();
let prepared: Promise<void> | undefined;

/** Makes the speed of the package's clock adjustable by `withClockSpeed`. */
export async function prepareClock(): Promise<void> {
	prepared ??= replaceClock();
	await prepared;
}

/** Runs the package's pauses at a multiple of real time during this work; n8n and HTTP use real time. */
export function withClockSpeed<T>(clockSpeed: number, work: () => T): T {
	return accelerated.run(clockSpeed === 1 ? undefined : new AcceleratedClock(clockSpeed), work);
}

async function replaceClock(): Promise<void> {
	const { systemClock } = (await import(CLOCK_MODULE)) as { systemClock: Clock };
	const { now, sleep } = systemClock;
	systemClock.now = () => accelerated.getStore()?.now() ?? now();
	systemClock.sleep = async (ms, signal) =>
		await (accelerated.getStore()?.sleep(ms, signal) ?? sleep(ms, signal));
}
