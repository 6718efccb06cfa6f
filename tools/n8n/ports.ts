/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below the ports of outgoing connections, which could take a port before its server does. */
const FIRST = 20_000;
const COUNT = 12_000;

/** One file for each reserved port, with the ID of the process that reserved it. */
const claims = join(tmpdir(), 'hailuo-ports');

/**
 * Finds this many consecutive free ports of 127.0.0.1 and reserves them while this process runs: an
 * n8n listens only seconds after its ports were chosen.
 */
export async function freePorts(count: number): Promise<number[]> {
	mkdirSync(claims, { recursive: true });
	for (;;) {
		const first = FIRST + Math.floor(Math.random() * (COUNT - count));
		const ports = Array.from({ length: count }, (_, i) => first + i);
		const claimed = ports.filter(claim);
		const free = await Promise.all(ports.map(async (port) => await isFree(port)));
		if (claimed.length === count && free.every(Boolean)) return ports;
		for (const port of claimed) rmSync(fileOf(port), { force: true });
	}
}

const fileOf = (port: number) => join(claims, String(port));

function claim(port: number): boolean {
	const take = () => {
		try {
			writeFileSync(fileOf(port), String(process.pid), { flag: 'wx' });
			return true;
		} catch {
			return false;
		}
	};
	if (take()) return true;
	if (isHeld(port)) return false;
	rmSync(fileOf(port), { force: true });
	return take();
}

/** Whether the process that reserved the port still runs. */
function isHeld(port: number): boolean {
	try {
		const pid = Number(readFileSync(fileOf(port), 'utf8'));
		// An empty file is about to be written.
		return pid === 0 || process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	const listening = once(server.listen(port, '127.0.0.1'), 'listening');
	try {
		await listening;
	} catch {
		return false;
	}
	await once(server.close(), 'close');
	return true;
}
