/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { findSetpriv } from './programs.cjs';

const START_TIMEOUT_MS = 150_000;

/** A server beside n8n, run for one test file. */
export interface Service {
	/** Ends it at once, as a power cut would, and waits for its end. May be called again. */
	kill(): Promise<void>;
}

export interface ServiceOptions {
	program: string;
	args: readonly string[];
	logFile: string;
	/** Run it as this user, which only root may. */
	user?: string;
	/** What ends it at once and leaves nothing behind. */
	endSignal: 'SIGKILL' | 'SIGQUIT';
	isReady(): Promise<boolean>;
}

/** What setpriv takes to run a program as another user; nothing where it need not be another. */
export const asUser = (user?: string): string[] =>
	user ? [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];

/** Starts a server and resolves when it is ready. It ends by `kill`, and at the latest with this process. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { program, args, logFile, user, endSignal, isReady } = options;
	const log = openSync(logFile, 'a');
	const child = spawn(
		findSetpriv() ?? 'setpriv',
		[`--pdeathsig=${endSignal.slice(3)}`, ...asUser(user), program, ...args],
		// A group of its own: Ctrl-C in the terminal reaches us, and we decide when it ends.
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
