/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/**
 * Compiles each change into a folder, and shows the compiler's output. Other type checks and builds
 * are not affected.
 *
 * @returns a function that stops it
 */
export function watchCode(outDir: string): () => void {
	const tsc = require.resolve('typescript/bin/tsc');
	const project = join(root, 'tsconfig.build.json');
	const args = [tsc, '--project', project, '--outDir', outDir, '--watch', '--preserveWatchOutput'];
	// Its own process group: Ctrl-C in the terminal is sent to this process, which decides when it ends.
	const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: 'inherit' });
	return () => void child.kill();
}
