/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newUserFolder } from '../n8n/environment';
import { freePorts } from '../n8n/ports';
import { endsWithParent, startProcess } from '../process';
import { findPostgres } from '../programs.cjs';

const run = promisify(execFile);

/** The database's only user; the server trusts all local connections. */
export const DATABASE_USER = 'n8n';

/** A separate PostgreSQL server on a free port, with its data in a temporary folder. */
export async function startPostgres() {
	const bin = findPostgres() ?? '';
	// Not inside the fleet's folder, which its user cannot access.
	const folder = newUserFolder();
	const data = join(folder, 'data');
	const [port] = await freePorts(1);
	// It does not run as root; Debian's package creates a user for it.
	const isRoot = userInfo().uid === 0;
	const asUser = isRoot ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
	if (isRoot) await run('chown', ['postgres', folder]);
	// "Immediate shutdown": SIGKILL would leave its shared memory behind.
	const [setpriv, ...options] = endsWithParent('QUIT', ...asUser);
	const initdb = [join(bin, 'initdb'), '-D', data, '-U', DATABASE_USER, '-E', 'UTF8'];
	await run(setpriv, [...options, ...initdb, '--locale=C', '--no-sync'], { cwd: folder });

	// Test data need not survive a power failure.
	const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
	const listen = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
	const flags = [...settings, ...listen].flatMap((setting) => ['-c', setting]);
	const server = [join(bin, 'postgres'), '-D', data, '-p', String(port), ...flags];
	const postgres = await startProcess({
		command: [setpriv, ...options, ...server],
		logFile: join(folder, 'postgres.log'),
		isReady: async () =>
			await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
				() => true,
				() => false,
			),
	});
	return {
		port,
		/** Ends it at once and deletes its data. */
		async kill(): Promise<void> {
			await postgres.kill('SIGQUIT');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
