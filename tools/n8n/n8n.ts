/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment, type Installation } from './environment';
import { freePorts } from './ports';
import { startProcess } from './process';
import { n8nClient, type N8nClient } from './client';
import { logIn } from './session';
import { newUserFolder, unpackPackage } from './userFolder';

export interface N8nOptions {
	/** A file made by `npm pack`; n8n finds its nodes as `<package>.<node>`. */
	packageTarball?: string;
	/** Where this n8n lives. Default: a fresh folder that `stop` removes. */
	userFolder?: string;
	/** Of the editor and REST. Default: a free one. */
	port?: number;
	/** Laid over the harness's own environment. */
	env?: Record<string, string>;
	/** Default: the n8n of the end-to-end tests. */
	installation?: Installation;
	/** n8n's output is appended to it. Default: `n8n.log` in the user folder. */
	logFile?: string;
}

export interface N8n extends N8nClient {
	pid: number;
	userFolder: string;
	logFile: string;
	/** Ends the process and removes the user folder if it was made here. May be called again. */
	stop(): Promise<void>;
	/** Ends it by SIGKILL, and leaves the user folder as it is. */
	kill(): Promise<void>;
}

/**
 * Starts a real n8n of its own (5 to 10 s), logged in as its owner. It ends by `stop`, and at the
 * latest with the process that started it.
 */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const userFolder = options.userFolder ?? newUserFolder();
	const logFile = options.logFile ?? join(userFolder, 'n8n.log');
	if (options.packageTarball) await unpackPackage(options.packageTarball, userFolder);

	const [freePort, broker] = await freePorts(2);
	const web = options.port ?? freePort;
	const url = `http://127.0.0.1:${web}`;
	const env = environment(userFolder, { web, broker }, options.env, options.installation);
	const child = await startProcess(url, env, logFile, {
		installation: options.installation,
	});

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
