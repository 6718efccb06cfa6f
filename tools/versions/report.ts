/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { table } from '../report/markdown';
import { COLUMNS, type Row } from './matrix';
import { VERSIONS } from './versions';

const PAGE = join(__dirname, '..', '..', 'docs', 'compatibility.md');

/** The table is between these marks; the rest of the page is written by hand. */
const BEGIN = '<!-- written by npm run test:matrix -->';
const END = '<!-- end of what is written -->';

const HEAD = ['n8n', 'Node', 'Tried on', ...COLUMNS];

/** Writes rows into the table of docs/compatibility.md, replacing older ones; returns the page's path. */
export function writeReport(rows: readonly Row[], date: Date): string {
	const page = readFileSync(PAGE, 'utf8');
	const [before, rest] = page.split(BEGIN);
	const [written, after] = rest.split(END);
	const lines = VERSIONS.flatMap(({ n8n }) => {
		const row = rows.find(({ version }) => version.n8n === n8n);
		const line = row ? lineOf(row, date) : earlierLine(written, n8n);
		return line ? [line] : [];
	});
	writeFileSync(PAGE, `${before}${BEGIN}\n\n${table(HEAD, lines)}\n\n${END}${after}`);
	return PAGE;
}

function lineOf({ version, cells, notInstalled }: Row, date: Date): string[] {
	const shown = COLUMNS.map((_, i) => cells[i] ?? '');
	if (notInstalled) shown[0] = `did not install here: ${notInstalled}`;
	return [version.n8n, version.node, date.toISOString().slice(0, 10), ...shown];
}

/** The existing line of a version, if any. */
function earlierLine(written: string, n8n: string): string[] | undefined {
	const lines = written.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
	const cells = lines.find(([, version]) => version === n8n)?.slice(1, -1);
	return cells?.length === HEAD.length ? cells : undefined;
}
