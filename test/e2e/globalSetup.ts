/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED, RUN_FOLDER } from '../../tools/n8n/environment';
import { FILES_FOLDER } from '../../tools/n8n/fileNode';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { sharePackage } from '../../tools/n8n/package';
import { routeToGoogle } from './examples/harness/google';
import { share } from './harness/shared';
import { missingPrograms } from './missing.cjs';

let n8n: N8n | undefined;

export default async function start(): Promise<void> {
	reportMissing();
	mkdirSync(RUN_FOLDER, { recursive: true });
	// Logs, files and profiles of an earlier run; n8n's compiled code is kept.
	for (const name of readdirSync(RUN_FOLDER)) {
		if (name !== COMPILED) rmSync(join(RUN_FOLDER, name), { recursive: true, force: true });
	}
	const logFile = join(RUN_FOLDER, 'n8n.log');
	mkdirSync(FILES_FOLDER, { recursive: true });
	await sharePackage(RUN_FOLDER);
	n8n = await startN8n({
		logFile,
		env: {
			// The only folder its nodes may read from; n8n compares real paths.
			N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(FILES_FOLDER),
			...(await routeToGoogle()),
		},
	});
	share(n8n);
}

/** Warns that tests are skipped because a program is missing; in CI, throws. */
function reportMissing(): void {
	for (const { program, folder: tests } of missingPrograms()) {
		const message = `${program} is not installed: the tests in ${tests} are skipped`;
		if (process.env.CI) throw new Error(message);
		console.warn(message);
	}
}

/** Called by globalTeardown: jest runs both in one process. */
export async function stop(): Promise<void> {
	await n8n?.stop();
}
