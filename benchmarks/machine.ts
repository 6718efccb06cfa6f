/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const modules = join(__dirname, '..', 'test', 'e2e', 'node_modules');

/** What is needed to interpret a machine's figures, without anything that identifies it. */
export interface Machine {
	cores: number;
	memoryGb: number;
	system: string;
	/** Node of the engine parts. */
	node: string;
	n8n: string;
	/** Node of the real n8n. */
	nodeOfN8n: string;
	/** Whether the machine was busy at the start: times are too long then. */
	isBusy: boolean;
}

export function thisMachine(): Machine {
	const cores = availableParallelism();
	return {
		cores,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		system: process.platform,
		node: process.versions.node,
		n8n: versionOf('n8n'),
		nodeOfN8n: versionOf('node'),
		// Half of the cores: the benchmark itself has not started yet.
		isBusy: loadavg()[0] > cores / 2,
	};
}

function versionOf(name: string): string {
	const manifest = readFileSync(join(modules, name, 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}
