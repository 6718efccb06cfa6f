/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, type RunningProcess } from '../process';
import { n8nClient, type N8nClient } from './client';
import { environment, n8nScript, newUserFolder, nodeBinary } from './environment';
import { fetchOnce } from './fetchOnce';
import { installPackage } from './package';
import { freePorts } from './ports';
import { logIn } from './session';

export interface N8nOptions {
	/** n8n's user folder. Default: a new one that `stop` removes. */
	userFolder?: string;
	/** Port of the editor and the REST API. Default: a free one. */
	port?: number;
	/** Added to n8n's environment; overrides its defaults. */
	env?: Record<string, string>;
	/** n8n's output is appended to it. Default: `n8n.log` in the user folder. */
	logFile?: string;
}

export interface N8n extends N8nClient {
	pid: number;
	userFolder: string;
	logFile: string;
	/** Stops the process, and removes the user folder if it was created here. Can be called again. */
	stop(): Promise<void>;
	/** Sends SIGKILL, and keeps the user folder. */
	kill(): Promise<void>;
}

/** Starts a command of n8n; it is ready when it answers a GET of `readyUrl` with 200. */
export async function startN8nProcess(
	readyUrl: string,
	env: Record<string, string>,
	logFile: string,
	...command: string[]
): Promise<RunningProcess> {
	const parent = join(__dirname, 'exitWithParent.cjs');
	return await startProcess({
		command: [nodeBinary, '--require', parent, n8nScript, ...command],
		env,
		logFile,
		isReady: async () =>
			await fetchOnce(readyUrl, { signal: AbortSignal.timeout(2_000) }).then(
				({ status }) => status === 200,
				() => false,
			),
	});
}

/**
 * Starts a separate real n8n with the package (5 to 10 s), logged in as its owner. It runs until `stop`, at most as long
 * as the process that started it.
 */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const userFolder = options.userFolder ?? newUserFolder();
	const logFile = options.logFile ?? join(userFolder, 'n8n.log');
	await installPackage(userFolder);

	const [freePort, broker] = await freePorts(2);
	const web = options.port ?? freePort;
	const url = `http://127.0.0.1:${web}`;
	const env = environment(userFolder, { web, broker }, options.env);
	const child = await startN8nProcess(`${url}/healthz/readiness`, env, logFile, 'start');

	const stop = async () => {
		await child.stop();
		if (!options.userFolder) rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		const client = n8nClient(url, await logIn(url));
		const kill = async () => await child.kill();
		return { ...client, pid: child.pid, userFolder, logFile, stop, kill };
	} catch (error) {
		await child.stop();
		throw error;
	}
}
