/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePorts } from '../n8n/ports';
import { endsWithParent, startProcess } from '../process';
import { findRedis } from '../programs.cjs';

/** A separate Redis server on a free port, with its data in a folder. */
export async function startRedis(folder: string) {
	const [port] = await freePorts(1);
	const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''];
	const start = async () =>
		await startProcess({
			command: [...endsWithParent('KILL'), findRedis() ?? 'redis-server', ...options],
			logFile: join(folder, 'redis.log'),
			isReady: async () => (await sendCommand(port, 'PING')) === '+PONG',
		});
	let redis = await start();
	return {
		port,
		/** Makes it save its data to disk, as Debian's Redis does every minute to every hour. */
		async snapshot(): Promise<void> {
			const answer = await sendCommand(port, 'SAVE');
			if (answer !== '+OK') throw new Error(`Redis answered ${answer} to SAVE`);
		},
		kill: async (): Promise<void> => await redis.kill(),
		/** Starts it again on the same port, with the data of the last snapshot. */
		async start(): Promise<void> {
			redis = await start();
		},
	};
}

/** The first line of the response to a command; undefined without a response. */
async function sendCommand(port: number, command: string): Promise<string | undefined> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		socket.write(`${command}\r\n`);
		const [answer] = (await once(socket, 'data')) as [Buffer];
		return answer.toString().split('\r\n')[0];
	} catch {
		return undefined;
	} finally {
		socket.destroy();
	}
}
