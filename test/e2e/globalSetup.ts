/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FILES_FOLDER } from './harness/fileNode';
import { startN8n, type N8n } from './harness/n8n';
import { packageTarball } from './harness/pack';
import { share } from './harness/shared';
import { missingPrograms } from './missing.cjs';

/** n8n's log stays here after the run, for whoever wants to know what it said. */
const folder = join(__dirname, '.run');

let n8n: N8n | undefined;

export default async function start(): Promise<void> {
	tellMissing();
	mkdirSync(folder, { recursive: true });
	const logFile = join(folder, 'n8n.log');
	rmSync(logFile, { force: true });
	mkdirSync(FILES_FOLDER, { recursive: true });
	n8n = await startN8n({
		packageTarball: await packageTarball(folder),
		logFile,
		// The only folder its nodes may read from; n8n compares real paths.
		env: { N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(FILES_FOLDER) },
	});
	share(n8n);
}

/** A machine that lacks a program leaves tests out and says so; CI must run them all. */
function tellMissing(): void {
	for (const { program, folder: tests } of missingPrograms()) {
		const message = `${program} is not on this machine: the tests in ${tests} are left out`;
		if (process.env.CI) throw new Error(message);
		console.warn(message);
	}
}

/** Called by globalTeardown: jest runs both in one process. */
export async function stop(): Promise<void> {
	await n8n?.stop();
}
