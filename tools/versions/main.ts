/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

import { end, isEnding, onClose, watchInterrupts } from '../../scripts/terminal/cleanup';
import { step } from '../../scripts/terminal/step';
import { packageTarball } from '../n8n/pack';
import { tryVersion, type Row } from './matrix';
import { writeReport } from './report';
import { VERSIONS } from './versions';

const HELP = `npm run test:matrix -- [options]

  --only 2.0.3,2.40.7   try these versions; the table keeps its lines of the others
  --help                this text`;

/** @returns the exit code: 1 if a check failed */
async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	const only = values.only?.split(',').map((version) => version.trim());
	const unknown = only?.find((name) => !VERSIONS.some(({ n8n }) => n8n === name));
	if (unknown !== undefined) throw new Error(`n8n ${unknown} is not in tools/versions/versions.ts`);

	const folder = mkdtempSync(join(tmpdir(), 'hailuo-matrix-'));
	onClose(() => rmSync(folder, { recursive: true, force: true }));
	const tarball = await packageTarball(folder);

	const rows: Row[] = [];
	for (const version of VERSIONS) {
		if (only && !only.includes(version.n8n)) continue;
		const { n8n, node } = version;
		const work = async (log: (note: string) => void) => await tryVersion(version, tarball, log);
		rows.push(await step(`n8n ${n8n} on Node ${node}`, work, inShort));
	}
	console.log(relative('', writeReport(rows, new Date())));
	const failures = rows.flatMap((row) => row.failures);
	for (const failure of failures) console.error(`\n${failure}`);
	return failures.length > 0 ? 1 : 0;
}

function inShort({ notInstalled, failures }: Row): string {
	if (notInstalled) return 'did not install';
	return failures.length > 0 ? `${failures.length} failed` : '';
}

watchInterrupts(() => console.error('\nInterrupted; docs/compatibility.md is as it was.'));
main().then(end, async (error: Error) => {
	if (!isEnding()) console.error(`\n${error.stack}`);
	await end(1);
});
