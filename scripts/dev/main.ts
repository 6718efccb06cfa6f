/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */

/**
 * `npm run dev`: a real n8n with the node, reloaded at each change of the code, against the API
 * simulator, with a working credential. Its workflows are kept for the next start.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { build, packageFolder } from '../../tools/n8n/package';
import { openSession, OWNER } from '../../tools/n8n/session';
import { startSimulator, type Simulator } from '../../simulator';
import { onClose, runCommand, untilInterrupted } from '../terminal/cleanup';
import { step } from '../terminal/step';

/** Fixed ports, so that the credential and bookmarks of the last start still work. */
const EDITOR_PORT = 5678;
const API_PORT = 4010;
const VIDEO_S = 12;
const KEY = 'test-key';
const CREDENTIAL = 'Hailuo (simulator)';

const root = join(__dirname, '..', '..');
/** Git-ignored. */
const folder = join(root, '.dev');

async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const api = await step('Start the API simulator', startApi, ({ baseUrl }) => baseUrl);
	onClose(api.close);
	await step('Build the node', build);
	const n8n = await step('Start n8n with the node in it', start, ({ url }) => url);
	onClose(n8n.stop);
	await step('Have a credential for the simulator', async () => await credentialFor(n8n, api));
	watchCode();

	console.log(`\nEditor  ${n8n.url}/home/workflows\nLog in  ${OWNER.email}  ${OWNER.password}`);
	console.log(`n8n’s log: ${n8n.logFile}`);
	console.log(
		'\nA change below nodes/ or credentials/ is in n8n seconds later. Ctrl-C ends both.\n',
	);
	await untilInterrupted();
}

const startApi = async () =>
	await startSimulator({
		port: API_PORT,
		keys: [KEY],
		task: { durationMs: VIDEO_S * 1000, estimatedTimeS: VIDEO_S },
	});

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

const start = async (): Promise<N8n> =>
	await startN8n({
		userFolder: folder,
		port: EDITOR_PORT,
		// n8n watches the packages and reloads one when a file of it changes.
		env: { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' },
	});

/** Created at the first start only. */
async function credentialFor(n8n: N8n, { baseUrl, filesUrl }: Simulator): Promise<void> {
	const { call } = openSession(n8n.url, n8n.cookie);
	const saved = await call<Array<{ name: string }>>('GET', 'credentials');
	if (saved.some(({ name }) => name === CREDENTIAL)) return;
	const data = { apiKey: KEY, baseUrl, filesBaseUrl: filesUrl };
	await n8n.createCredential({ name: CREDENTIAL, type: 'hailuoApi', data });
}

runCommand(main, (error) => console.error(`\n${error?.message ?? 'Interrupted.'}`));
