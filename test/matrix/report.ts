/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { paragraphs, table } from '../bench/report/markdown';
import { COLUMNS, type Row } from './matrix';

const PAGE = join(__dirname, '..', '..', 'docs', 'compatibility.md');

/** The table stands between these; all around it is written by hand. */
const BEGIN = '<!-- written by npm run test:matrix -->';
const END = '<!-- end of what is written -->';

/** The dated table, as Markdown. */
export function report(rows: readonly Row[], date: Date): string {
	const lines = rows.map(({ version, cells, notInstalled }) => [
		version.n8n,
		version.node,
		...COLUMNS.map((_, i) => cells[i] ?? (i === 0 && notInstalled ? 'did not install here' : '')),
	]);
	const reasons = rows.flatMap(({ version, notInstalled }) =>
		notInstalled ? [`n8n ${version.n8n} did not install here: ${notInstalled}`] : [],
	);
	return paragraphs(
		`Tried on ${date.toISOString().slice(0, 10)}:`,
		table(['n8n', 'Node', ...COLUMNS], lines),
		...reasons,
	);
}

/** Puts it into docs/compatibility.md; returns the page's path. */
export function writeReport(text: string): string {
	const page = readFileSync(PAGE, 'utf8');
	const [before] = page.split(BEGIN);
	const [, after] = page.split(END);
	writeFileSync(PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
	return PAGE;
}
