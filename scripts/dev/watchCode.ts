/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/**
 * Compiles each change into a folder, and shows the compiler's words. What is type-checked and what
 * is built otherwise stays as it is.
 *
 * @returns what ends it
 */
export function watchCode(outDir: string): () => void {
	const tsc = require.resolve('typescript/bin/tsc');
	const project = join(root, 'tsconfig.build.json');
	const args = [tsc, '--project', project, '--outDir', outDir, '--watch', '--preserveWatchOutput'];
	// A group of its own: Ctrl-C in the terminal reaches us, and we decide when it ends.
	const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: 'inherit' });
	return () => void child.kill();
}
