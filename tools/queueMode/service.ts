/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { findSetpriv } from './programs.cjs';

const START_TIMEOUT_MS = 150_000;

/** A server used by n8n, started for one test file. */
export interface Service {
	/** Kills it at once and waits for its exit. Can be called again. */
	kill(): Promise<void>;
}

export interface ServiceOptions {
	program: string;
	args: readonly string[];
	logFile: string;
	/** Runs it as this user; requires root. */
	user?: string;
	/** The signal that ends it at once without leftovers. */
	endSignal: 'SIGKILL' | 'SIGQUIT';
	isReady(): Promise<boolean>;
}

/** The arguments of setpriv to run a program as another user; empty if that is not necessary. */
export const asUser = (user?: string): string[] =>
	user ? [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];

/** Starts a server and resolves when it is ready. It ends with `kill`, at the latest with this process. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { program, args, logFile, user, endSignal, isReady } = options;
	const log = openSync(logFile, 'a');
	const child = spawn(
		findSetpriv() ?? 'setpriv',
		[`--pdeathsig=${endSignal.slice(3)}`, ...asUser(user), program, ...args],
		// Its own process group: Ctrl-C in the terminal is sent to this process, which decides when it ends.
		{ detached: true, stdio: ['ignore', log, log] },
	);
	closeSync(log);
	const exited = once(child, 'exit').catch(() => undefined);
	const kill = async () => {
		child.kill(endSignal);
		await exited;
	};

	for (const end = Date.now() + START_TIMEOUT_MS; !(await isReady()); await delay(50)) {
		const hasEnded = child.exitCode !== null || child.signalCode !== null;
		if (!hasEnded && Date.now() < end) continue;
		await kill();
		throw new Error(`${program} did not start:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
	}
	child.unref();
	return { kill };
}
