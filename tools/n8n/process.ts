/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { n8nScript, nodeBinary } from './environment';

const START_TIMEOUT_MS = 240_000;
const STOP_GRACE_MS = 10_000;
const LAST_LINES = 40;

export interface N8nProcess {
	pid: number;
	/** SIGTERM, and SIGKILL if it still runs after a grace period, ms (default 10 s). Can be called again. */
	stop(graceMs?: number): Promise<void>;
	/** Sends SIGKILL, as in a crash or a power failure. */
	kill(): Promise<void>;
}

/**
 * Starts `n8n start`, or another of its commands, and resolves when it responds; rejects with the
 * end of its log if it does not.
 */
export async function startProcess(
	url: string,
	env: Record<string, string>,
	logFile: string,
	command: readonly string[] = ['start'],
): Promise<N8nProcess> {
	const log = openSync(logFile, 'a');
	const script = [n8nScript, ...command];
	const args = ['--require', join(__dirname, 'exitWithParent.cjs'), ...script];
	const child = spawn(nodeBinary, args, {
		env,
		// Its own process group: Ctrl-C in the terminal is sent to this process, which decides when n8n stops.
		detached: process.platform !== 'win32',
		windowsHide: true,
		stdio: ['ignore', log, log, 'ipc'],
	});
	closeSync(log);
	const failed = new Promise<never>((_, reject) => child.once('error', reject));
	const exited = once(child, 'exit').catch(() => undefined);
	try {
		await Promise.race([failed, untilReady(url, child)]);
	} catch (error) {
		await stop(child, exited);
		const reason = (error as Error).message;
		throw new Error(`n8n did not start: ${reason}\n\n${endOf(logFile)}\n\nIts log: ${logFile}`);
	}
	// A test or script that did not stop n8n can still exit; n8n then exits with it.
	child.unref();
	child.channel?.unref();
	return {
		pid: child.pid ?? 0,
		stop: async (graceMs) => await stop(child, exited, graceMs),
		async kill() {
			child.ref();
			child.kill('SIGKILL');
			await exited;
		},
	};
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
	const end = Date.now() + START_TIMEOUT_MS;
	while (Date.now() < end) {
		if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
		// 200 once the database is migrated and all routes exist
		const answer = await axios
			.get(`${url}/healthz/readiness`, { proxy: false, timeout: 2_000 })
			.catch(() => undefined);
		if (answer?.status === 200) return;
		await delay(100);
	}
	throw new Error(`no answer at ${url} within ${START_TIMEOUT_MS / 1000} s`);
}

async function stop(
	child: ChildProcess,
	exited: Promise<unknown>,
	graceMs = STOP_GRACE_MS,
): Promise<void> {
	if (!child.pid || hasEnded(child)) return;
	child.ref();
	child.kill('SIGTERM');
	const ended = await Promise.race([
		exited.then(() => true),
		delay(graceMs, false, { ref: false }),
	]);
	if (ended) return;
	child.kill('SIGKILL');
	await exited;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** The last lines of n8n's log, without the 400 lines of a new database's migrations. */
function endOf(logFile: string): string {
	const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
	return lines
		.filter((line) => !/^(Starting|Finished) migration /.test(line))
		.slice(-LAST_LINES)
		.join('\n');
}
