/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { findSetpriv } from './programs.cjs';

const START_TIMEOUT_MS = 240_000;
const LAST_LINES = 40;

export interface ProcessOptions {
	command: readonly [program: string, ...args: string[]];
	/** Default: that of this process. */
	env?: Record<string, string>;
	/** Its output is appended to this file. */
	logFile: string;
	/** Whether it has started. */
	isReady(): Promise<boolean>;
}

export interface RunningProcess {
	pid: number;
	/** SIGTERM, and SIGKILL if it still runs after a grace period, ms (default 10 s). Can be called again. */
	stop(graceMs?: number): Promise<void>;
	/** Ends it at once, as in a crash or a power failure (default SIGKILL). Can be called again. */
	kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program and resolves when it is ready; rejects with the end of its log if it is not. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
	const { env, logFile, isReady } = options;
	const [program, ...args] = options.command;
	const log = openSync(logFile, 'a');
	const child = spawn(program, args, {
		env,
		// Its own process group: Ctrl-C in the terminal is sent to this process, which decides when it ends.
		detached: process.platform !== 'win32',
		windowsHide: true,
		// The IPC channel closes when this process ends: see n8n/exitWithParent.cjs.
		stdio: ['ignore', log, log, 'ipc'],
	});
	closeSync(log);
	const exited = once(child, 'exit').catch(() => undefined);
	const hasEnded = () =>
		child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
	const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
		if (hasEnded()) return;
		child.ref();
		child.kill(signal);
		await exited;
	};

	for (const end = Date.now() + START_TIMEOUT_MS; !(await isReady()); await delay(100)) {
		if (!hasEnded() && Date.now() < end) continue;
		await kill();
		throw new Error(`${program} did not start:\n\n${endOf(logFile)}\n\nIts log: ${logFile}`);
	}
	// A test or script that did not stop it can still exit; it then exits, too.
	child.unref();
	child.channel?.unref();
	return {
		pid: child.pid ?? 0,
		kill,
		async stop(graceMs = 10_000) {
			const stopping = kill('SIGTERM');
			const isLate = delay(graceMs, true, { ref: false });
			if (await Promise.race([stopping, isLate])) await kill();
		},
	};
}

/** The start of a command: its program gets a signal when this process ends, and runs as another user (requires root). */
export const endsWithParent = (signal: 'KILL' | 'QUIT', ...asUser: string[]) =>
	[findSetpriv() ?? 'setpriv', `--pdeathsig=${signal}`, ...asUser] as const;

/** The last lines of a log, without the 400 lines of the migrations of a new database of n8n. */
function endOf(logFile: string): string {
	const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
	return lines
		.filter((line) => !/^(Starting|Finished) migration /.test(line))
		.slice(-LAST_LINES)
		.join('\n');
}
