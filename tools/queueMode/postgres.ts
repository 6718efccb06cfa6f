/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../n8n/ports';
import { newUserFolder } from '../n8n/userFolder';
import { findPostgres, findSetpriv } from './programs.cjs';
import { asUser, startService, type Service } from './service';

const run = promisify(execFile);

/** The database's only user; the server trusts all local connections. */
export const DATABASE_USER = 'n8n';

export interface Postgres extends Service {
	port: number;
}

/** A separate PostgreSQL server on a free port, with its data in a temporary folder. */
export async function startPostgres(): Promise<Postgres> {
	const bin = findPostgres() ?? '';
	// Not inside the fleet's folder, which its user cannot access.
	const folder = newUserFolder();
	const data = join(folder, 'data');
	const [port] = await freePorts(1);
	// It does not run as root; Debian's package creates a user for it.
	const user = userInfo().uid === 0 ? 'postgres' : undefined;
	if (user) await run('chown', [user, folder]);
	const initdb = [join(bin, 'initdb'), '-D', data, '-U', DATABASE_USER, '-E', 'UTF8'];
	const command = [...asUser(user), ...initdb, '--locale=C', '--no-sync'];
	await run(findSetpriv() ?? 'setpriv', command, { cwd: folder });

	// Test data need not survive a power failure.
	const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
	const listen = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
	const service = await startService({
		program: join(bin, 'postgres'),
		args: ['-D', data, '-p', String(port), ...[...settings, ...listen].flatMap((s) => ['-c', s])],
		logFile: join(folder, 'postgres.log'),
		user,
		// "Immediate shutdown": SIGKILL would leave its shared memory behind.
		endSignal: 'SIGQUIT',
		isReady: async () =>
			await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
				() => true,
				() => false,
			),
	});
	return {
		port,
		async kill() {
			await service.kill();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
