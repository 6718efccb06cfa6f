/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { createInterface } from 'node:readline/promises';
import { DemoFailed } from './failure';
import type { DemoOptions } from './options';

/** Nothing is spent before a person said so. Returns at once where nothing is to be spent. */
export async function askBeforeSpending({ real, yes }: DemoOptions): Promise<void> {
	if (!real || yes) return;
	const host = new URL(real.baseUrl).host;
	console.log(`HAILUO_API_KEY is set: ${host} will charge your account for one 6 s video in 768p.`);
	if (!process.stdin.isTTY) {
		throw new DemoFailed(
			'Nobody can be asked here, so nothing was sent. Add `-- --yes` to agree, or unset HAILUO_API_KEY to use the simulator.',
		);
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Go on? (y/N) ');
	terminal.close();
	if (!/^y(es)?$/i.test(answer.trim())) throw new DemoFailed('Nothing was sent.');
}
