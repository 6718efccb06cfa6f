/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { parseArgs } from 'node:util';

export const PARTS = ['time', 'reads', 'memory', 'engine', 'weight'] as const;
export type PartName = (typeof PARTS)[number];

export const HELP = `npm run bench -- [options]

  --only time,memory   measure these parts, keep the last figures of the others
                       (time, reads, memory, engine, weight)
  --runs 3             how often to measure what takes a minute or less
  --full               also run the built-in node on 5 and 20 items (14 minutes) instead of calculating it
  --report             measure nothing, write the report from the last figures
  --help               this text`;

export interface BenchOptions {
	parts: PartName[];
	runs: number;
	full: boolean;
	help: boolean;
}

export function readOptions(args = process.argv.slice(2)): BenchOptions {
	const { values } = parseArgs({
		args,
		options: {
			only: { type: 'string', default: PARTS.join() },
			runs: { type: 'string', default: '3' },
			full: { type: 'boolean', default: false },
			report: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is ${values.runs}\n\n${HELP}`);
	const parts = values.report ? [] : values.only.split(',').map(partNamed);
	return { parts, runs, full: values.full, help: values.help };
}

function partNamed(name: string): PartName {
	const part = PARTS.find((known) => known === name.trim());
	if (part === undefined) throw new Error(`There is no part "${name}"\n\n${HELP}`);
	return part;
}
