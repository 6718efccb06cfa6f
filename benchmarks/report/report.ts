/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { docs, type AllFigures } from '../figures';
import { engineSection } from './engineSection';
import { paragraphs, table } from '../../tools/report/markdown';
import { memorySection } from './memorySection';
import { readsSection } from './readsSection';
import type { Section } from './section';
import { timeSection } from './timeSection';
import { weightSection } from './weightSection';

const INTRODUCTION = `Time, number of reads, memory and size of the node, compared with the other ways to generate videos in n8n. \`npm run bench\` measures all of it and writes this page; \`npm run bench -- --help\` explains how to measure a part. All figures in tables are generated from [benchmarks.json](benchmarks.json); the code is in [benchmarks](../benchmarks).

The API is the simulator of the tests on the same machine, so no figure includes network latency. Figures are medians, with the smallest and the largest in brackets.`;

/** Writes docs/benchmarks.md and its plots from the measured parts; returns their paths. */
export function writeReport(all: AllFigures): string[] {
	const sections: Array<[heading: string, section: Section | undefined]> = [
		['Time of many items', all.time && timeSection(all.time)],
		['Reads and lag', all.reads && readsSection(all.reads)],
		['Memory', all.memory && memorySection(all.memory)],
		['Thousands of items', all.engine && engineSection(all.engine)],
		['Load time and size', all.weight && weightSection(all.weight)],
	];
	const measured = sections.flatMap(([heading, section]) =>
		section ? [{ heading, ...section }] : [],
	);
	const page = paragraphs(
		'# Benchmarks',
		INTRODUCTION,
		'## At a glance',
		table(
			['What', 'Measured', 'Target'],
			measured.flatMap(({ glance }) => glance),
		),
		...measured.map(({ heading, body }) => paragraphs(`## ${heading}`, body)),
	);
	const images = join(docs, 'images');
	mkdirSync(images, { recursive: true });
	const files = measured.flatMap(({ plots }) =>
		Object.entries(plots).map(([name, plot]): [string, string] => [join(images, name), plot]),
	);
	files.push([join(docs, 'benchmarks.md'), `${page}\n`]);
	for (const [path, content] of files) writeFileSync(path, content);
	return files.map(([path]) => path);
}
