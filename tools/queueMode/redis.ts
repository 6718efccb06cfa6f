/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../n8n/ports';
import { endsWithParent, startProcess } from '../process';
import { findRedis } from '../programs.cjs';

/** A separate Redis server on a free port, with its data in a folder. */
export async function startRedis(folder: string) {
	const [port] = await freePorts(1);
	const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''];
	// Comes with every server.
	const cli = async (command: string) =>
		(await promisify(execFile)('redis-cli', ['-p', String(port), command])).stdout.trim();
	const start = async () =>
		await startProcess({
			command: [...endsWithParent('KILL'), findRedis() ?? 'redis-server', ...options],
			logFile: join(folder, 'redis.log'),
			isReady: async () => (await cli('PING').catch(() => '')) === 'PONG',
		});
	let redis = await start();
	return {
		port,
		/** Makes it save its data to disk, as Debian's Redis does every minute to every hour. */
		async snapshot(): Promise<void> {
			const answer = await cli('SAVE');
			if (answer !== 'OK') throw new Error(`Redis answered ${answer} to SAVE`);
		},
		kill: async (): Promise<void> => await redis.kill(),
		/** Starts it again on the same port, with the data of the last snapshot. */
		async start(): Promise<void> {
			redis = await start();
		},
	};
}
