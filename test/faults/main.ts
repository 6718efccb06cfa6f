/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** `npm run faults`: runs the matrix and writes docs/faults.md. With words, e.g. `-- read 503`, runs only the rows that contain them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../../tools/engine/quietLog';
import { titleOf } from './case';
import { CASES } from './cases';
import { failedPlans } from './plans/describePlans';
import type { PlanResult } from './plans/runPlans';
import { runSeveral } from './plans/suite';
import { faultsPage } from './report/page';
import { planSections } from './report/plans';
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
	// With words, only the selected rows are run.
	const several = words.length === 0 ? await runSeveral() : undefined;
	const plans = Object.values(several ?? {}).flat() as PlanResult[];
	if (several) console.log(['', ...planSections(several), ...failedPlans(plans)].join('\n\n'));
	const { user, system } = process.cpuUsage();
	const runs = results.reduce((sum, each) => sum + each.runs, plans.length);
	console.log(
		`\n${runs} runs in ${Math.round(process.uptime())} s, ${Math.round((user + system) / 1e6)} s of one core`,
	);
	if (several) {
		writeFileSync(PAGE, faultsPage(results, several, new Date().toISOString().slice(0, 10)));
		console.log('\ndocs/faults.md');
	}
	process.exit([...results, ...plans].some(({ issues }) => issues.length > 0) ? 1 : 0);
}

void main();
