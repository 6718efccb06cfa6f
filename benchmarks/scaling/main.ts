/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { oneRunTable } from './oneRun';
import { scalingTable } from './plans';

async function main(): Promise<void> {
	process.stdout.write(`${await oneRunTable()}\n\n`);
	process.stdout.write(`${await scalingTable()}\n`);
}

void main();
