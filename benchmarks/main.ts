/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { end, isEnding, onClose, watchInterrupts } from '../scripts/terminal/cleanup';
import { step } from '../scripts/terminal/step';
import { packageTarball } from '../tools/n8n/pack';
import { keepFigures, lastFigures, type AllFigures } from './figures';
import { thisMachine } from './machine';
import { HELP, readOptions, type BenchOptions, type PartName } from './options';
import { measureEngine } from './parts/engine';
import { measureMemory } from './parts/memory';
import type { Tools } from './parts/part';
import { measureReads } from './parts/reads';
import { measureTime } from './parts/time';
import { measureWeight } from './parts/weight';
import { writeReport } from './report/report';

const MEASURES: { [Name in PartName]: (tools: Tools) => Promise<unknown> } = {
	time: measureTime,
	reads: measureReads,
	memory: measureMemory,
	engine: measureEngine,
	weight: measureWeight,
};

const TITLES: Record<PartName, string> = {
	time: 'Time of many items in a real n8n',
	reads: 'Reads and lag in virtual time',
	memory: 'Memory of large videos in a real n8n',
	engine: "Thousands of items in n8n's engine",
	weight: 'Load time and size',
};

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) return console.log(HELP);
	const machine = thisMachine();
	if (machine.isBusy && options.parts.length > 0) {
		console.warn(
			'This machine is busy with other work: times will be too long. The report says so.',
		);
	}

	const figures = lastFigures();
	const tarball = onceOnly(packOnce);
	for (const part of options.parts) {
		const measured = await measure(part, options, tarball);
		Object.assign(figures, { [part]: { machine, figures: measured } } as AllFigures);
		keepFigures(figures);
	}
	for (const file of writeReport(figures)) console.log(relative('', file));
}

async function measure(part: PartName, { runs, full }: BenchOptions, tarball: Tools['tarball']) {
	return await step(
		TITLES[part],
		async (log) => await MEASURES[part]({ tarball, runs, full, log }),
	);
}

async function packOnce(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'hailuo-bench-'));
	onClose(() => rmSync(folder, { recursive: true, force: true }));
	return await packageTarball(folder);
}

function onceOnly<T>(create: () => Promise<T>): () => Promise<T> {
	let created: Promise<T> | undefined;
	return async () => await (created ??= create());
}

watchInterrupts(() => console.error('\nInterrupted. The parts measured so far are kept.'));
main().then(
	async () => await end(0),
	async (error: Error) => {
		if (!isEnding()) console.error(`\n${error.stack}`);
		await end(1);
	},
);
