/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

import type { Clock } from '../../nodes/Hailuo/utils/clock';

/** The module of the built package with its clock. */
export const OUR_CLOCK = resolve(__dirname, '../../dist/nodes/Hailuo/execution/systemClock.js');

const pace = new AsyncLocalStorage<number>();
let paced: Promise<void> | undefined;

/** Makes the package's own clock one that `atPace` can let go faster. */
export async function preparePace(): Promise<void> {
	paced ??= letClockBePaced();
	await paced;
}

/** Lets the package's own clock go so many times as fast for what this work does; n8n and HTTP keep their time. */
export function atPace<T>(timesAsFast: number, work: () => T): T {
	return pace.run(timesAsFast, work);
}

async function letClockBePaced(): Promise<void> {
	const { systemClock } = (await import(OUR_CLOCK)) as { systemClock: Clock };
	const { now, sleep } = systemClock;
	const start = now();
	const times = () => pace.getStore() ?? 1;
	systemClock.now = () => start + (now() - start) * times();
	systemClock.sleep = async (ms, signal) => await sleep(ms / times(), signal);
}
