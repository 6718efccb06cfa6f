/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */

/**
 * `npm run dev`: a real n8n with the node, reloaded at each change of the code, against the API
 * simulator, with a working credential. Its workflows are kept for the next start.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { packageFolder } from '../../tools/n8n/package';
import { OWNER } from '../../tools/n8n/session';
import { startHailuo } from '../hailuo';
import { onClose, runCommand, untilInterrupted } from '../terminal/cleanup';

/** Fixed ports, so that the credential and bookmarks of the last start still work. */
const EDITOR_PORT = 5678;
const API_PORT = 4010;

const root = join(__dirname, '..', '..');
/** Git-ignored. */
const folder = join(root, '.dev');

async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const { n8n } = await startHailuo({
		simulator: { port: API_PORT },
		n8n: {
			userFolder: folder,
			port: EDITOR_PORT,
			// n8n watches the packages and reloads one when a file of it changes.
			env: { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' },
		},
	});
	watchCode();

	console.log(`\nEditor  ${n8n.url}/home/workflows\nLog in  ${OWNER.email}  ${OWNER.password}`);
	console.log(`n8n’s log: ${n8n.logFile}`);
	console.log(
		'\nA change below nodes/ or credentials/ is in n8n seconds later. Ctrl-C ends both.\n',
	);
	await untilInterrupted();
}

/** Compiles each change into the package in n8n, and shows the compiler's output. */
function watchCode(): void {
	const outDir = join(packageFolder(realpathSync(folder)), 'dist');
	const project = join(root, 'tsconfig.build.json');
	const args = ['--project', project, '--outDir', outDir, '--watch', '--preserveWatchOutput'];
	const child = spawn(process.execPath, [require.resolve('typescript/bin/tsc'), ...args], {
		cwd: root,
		// Its own process group: Ctrl-C in the terminal is sent to this process, which decides when it ends.
		detached: true,
		stdio: 'inherit',
	});
	onClose(() => void child.kill());
}

runCommand(main, (error) => console.error(`\n${error?.message ?? 'Interrupted.'}`));
