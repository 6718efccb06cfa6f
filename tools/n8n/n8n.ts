/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment';
import { freePorts } from './ports';
import { startProcess } from './process';
import { n8nClient, type N8nClient } from './client';
import { logIn } from './session';
import { newUserFolder, unpackPackage } from './userFolder';

export interface N8nOptions {
	/** A file created by `npm pack`; n8n finds its nodes as `<package>.<node>`. */
	packageTarball?: string;
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

/**
 * Starts a separate real n8n (5 to 10 s), logged in as its owner. It runs until `stop`, at most as long
 * as the process that started it.
 */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const userFolder = options.userFolder ?? newUserFolder();
	const logFile = options.logFile ?? join(userFolder, 'n8n.log');
	if (options.packageTarball) await unpackPackage(options.packageTarball, userFolder);

	const [freePort, broker] = await freePorts(2);
	const web = options.port ?? freePort;
	const url = `http://127.0.0.1:${web}`;
	const env = environment(userFolder, { web, broker }, options.env);
	const child = await startProcess(url, env, logFile);

	const stop = async () => {
		await child.stop();
		if (!options.userFolder) rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		const client = n8nClient(url, await logIn(url));
		return { ...client, pid: child.pid, userFolder, logFile, stop, kill: child.kill };
	} catch (error) {
		await child.stop();
		throw error;
	}
}
