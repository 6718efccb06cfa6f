/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { createInterface } from 'node:readline/promises';
import { DemoFailed } from './failure';
import type { DemoOptions } from './options';

/** Asks for confirmation before a paid request; returns at once if the simulator is used. */
export async function confirmPaidRequest({ real, yes }: DemoOptions): Promise<void> {
	if (!real || yes) return;
	const host = new URL(real.baseUrl).host;
	console.log(`HAILUO_API_KEY is set: ${host} will charge your account for one video (6 s, 768p).`);
	if (!process.stdin.isTTY) {
		throw new DemoFailed(
			'Confirmation requires a terminal. No request was sent. Add `-- --yes` to confirm, or unset HAILUO_API_KEY to use the simulator.',
		);
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Continue? (y/N) ');
	terminal.close();
	if (!/^y(es)?$/i.test(answer.trim())) throw new DemoFailed('Cancelled. No request was sent.');
}
