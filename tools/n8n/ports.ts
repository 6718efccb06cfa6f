/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports of outgoing connections, which could take a port before its server does. */
const FIRST = 20_000;
const COUNT = 12_000;
/** Number of ports that a process uses before it reaches those of the next worker. */
const PER_WORKER = 40;

const { JEST_WORKER_ID: worker } = process.env;
/** An n8n listens only seconds after its ports were chosen, so each worker of a test run has its own. */
let next =
	(((worker ? process.ppid : process.pid) * 16 + Number(worker ?? 0)) * PER_WORKER) % COUNT;

/** This many consecutive free ports of 127.0.0.1, which this process has not got before. */
export async function freePorts(count: number): Promise<number[]> {
	for (;;) {
		const first = FIRST + next;
		next = (next + count) % COUNT;
		const ports = Array.from({ length: count }, (_, i) => first + i);
		const free = await Promise.all(ports.map(async (port) => await isFree(port)));
		if (free.every(Boolean)) return ports;
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	try {
		await once(server.listen(port, '127.0.0.1'), 'listening');
	} catch {
		return false;
	}
	await once(server.close(), 'close');
	return true;
}
