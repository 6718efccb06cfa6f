/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */

/** `npm run faults`: runs all rows, and prints what the user gets. With words, e.g. `-- read 503`, only the rows that contain them. */
import '../../tools/engine/quietLog';
import { titleOf } from './case';
import { CASES } from './cases';
import { startMatrix } from './run/matrix';

async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const rows = CASES.filter((row) => words.every((word) => titleOf(row).includes(word)));
	console.log(`${rows.length} cases, some of which wait a minute for an answer …`);
	let open = 0;
	for (const [row, result] of startMatrix(rows)) {
		const { shown, issues } = await result;
		if (issues.length > 0) open += 1;
		// What the user reads with On Error = Stop and one item.
		const text = shown.is === 'error' ? `${shown.message}. ${shown.suggestion}` : shown.is;
		console.log(`${issues.length > 0 ? '✗' : '✓'} ${titleOf(row)} → ${text}`);
		for (const issue of issues) console.log(`    ${issue}`);
	}
	console.log(`\n${open} of ${rows.length} fail`);
	process.exit(open > 0 ? 1 : 0);
}

void main();
