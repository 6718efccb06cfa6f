/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Machine } from './machine';
import type { EngineFigures } from './parts/engine';
import type { MemoryFigure } from './parts/memory';
import type { ReadsFigure } from './parts/reads';
import type { TimeFigure } from './parts/time';
import type { WeightFigures } from './parts/weight';

export const docs = join(__dirname, '..', 'docs');
const file = join(docs, 'benchmarks.json');

/** The figures of a part, and the machine on which they were measured. */
export interface Measured<T> {
	machine: Machine;
	figures: T;
}

/** The last figures of each measured part. */
export interface AllFigures {
	time?: Measured<TimeFigure[]>;
	reads?: Measured<ReadsFigure[]>;
	memory?: Measured<MemoryFigure[]>;
	engine?: Measured<EngineFigures>;
	weight?: Measured<WeightFigures>;
}

export function lastFigures(): AllFigures {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AllFigures) : {};
}

export function keepFigures(figures: AllFigures): void {
	writeFileSync(file, `${JSON.stringify(figures, roundedNumbers, '\t')}\n`);
}

/** Rounds to four digits, more than the precision of any of these measurements. */
function roundedNumbers(_: string, value: unknown): unknown {
	const isFraction = typeof value === 'number' && !Number.isInteger(value);
	return isFraction ? Number(value.toPrecision(4)) : value;
}
