/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** `npm run faults`: runs the matrix and writes docs/faults.md. With words, e.g. `-- read 503`, only the rows that have them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../engine/harness/quietLog';
import { titleOf } from './case';
import { CASES } from './cases';
import { faultsPage } from './report/page';
import { terminalTable } from './report/terminal';
import { startMatrix, type RowResult } from './run/matrix';

const PAGE = join(__dirname, '../../docs/faults.md');

async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const rows = CASES.filter((row) => words.every((word) => titleOf(row).includes(word)));
	console.log(`${rows.length} cases, some of which wait a minute for an answer …`);
	const started = startMatrix(rows);
	const results: RowResult[] = [];
	for (const row of rows) results.push((await started.get(row))!);

	console.log(terminalTable(results));
	const { user, system } = process.cpuUsage();
	const runs = results.reduce((sum, each) => sum + each.runs, 0);
	console.log(
		`\n${runs} runs in ${Math.round(process.uptime())} s, ${Math.round((user + system) / 1e6)} s of one core`,
	);
	if (words.length === 0) {
		writeFileSync(PAGE, faultsPage(results, new Date().toISOString().slice(0, 10)));
		console.log('\ndocs/faults.md');
	}
	process.exit(results.some(({ issues }) => issues.length > 0) ? 1 : 0);
}

void main();
