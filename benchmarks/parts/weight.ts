/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { nodeBinary } from '../../tools/n8n/environment';
import { spreadOf, type Spread } from '../spread';
import type { Tools } from './part';

const root = join(__dirname, '..', '..');
const BUILT_IN = '@n8n/n8n-nodes-langchain/dist/nodes/vendors/MiniMax/MiniMax.node.js';
const PROCESSES = 9;

/** The cost of the package without using it: its size, and the time n8n takes to load it. */
export interface WeightFigures {
	tarballBytes: number;
	load: LoadFigure[];
}

export interface LoadFigure {
	/** Name of the node's file. */
	file: string;
	isOurs: boolean;
	loadMs: Spread;
}

export async function measureWeight({ tarball, log }: Tools): Promise<WeightFigures> {
	const tarballBytes = statSync(await tarball()).size;
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	const nodes = [
		...manifest.n8n.nodes.map((path) => ({ path: join(root, path), isOurs: true })),
		{ path: join(root, 'test', 'e2e', 'node_modules', BUILT_IN), isOurs: false },
	];
	const load: LoadFigure[] = [];
	for (const { path, isOurs } of nodes) {
		const file = path.split(/[\\/]/).at(-1)!;
		log(`load ${file}`);
		const times: number[] = [];
		for (let run = 0; run < PROCESSES; run += 1) times.push(await loadMs(path));
		load.push({ file, isOurs, loadMs: spreadOf(times) });
	}
	return { tarballBytes, load };
}

/** In a new process with n8n's Node, in which n8n-workflow is already loaded, as in n8n. */
async function loadMs(path: string): Promise<number> {
	const script = `
		const path = process.argv[1];
		require(require.resolve('n8n-workflow', { paths: [path] }));
		const start = performance.now();
		require(path);
		console.log(performance.now() - start);
		process.exit();`;
	const { stdout } = await promisify(execFile)(nodeBinary, ['-e', script, path]);
	return Number(stdout);
}
