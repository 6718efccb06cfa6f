/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

export const HELP = `npm run demo -- [options]

  --prompt "…"   prompt of the video
  --once         exit after the run instead of keeping n8n running
  --yes          skip the confirmation before paying (real API)
  --help         show this help

  HAILUO_API_KEY    use the real API with this key; charges one video
  HAILUO_BASE_URL   URL of the real API (default https://ai.odkkk.com/apiv1)`;

const DEFAULT_PROMPT =
	'A paper boat drifts down a rainy street at dusk, neon signs mirrored in the water [Tracking shot]';

export interface DemoOptions {
	prompt: string;
	once: boolean;
	yes: boolean;
	help: boolean;
	/** Not set: the simulator is used, and nothing is charged. */
	real?: { apiKey: string; baseUrl: string };
}

/** A failure that is shown as a sentence; for all others the stack is shown, too. */
export class DemoFailed extends Error {}

export function readOptions(): DemoOptions {
	const apiKey = process.env.HAILUO_API_KEY?.trim();
	const baseUrl = process.env.HAILUO_BASE_URL?.trim() || 'https://ai.odkkk.com/apiv1';
	const off = { type: 'boolean', default: false } as const;
	const prompt = { type: 'string', default: DEFAULT_PROMPT } as const;
	try {
		const { values } = parseArgs({ options: { prompt, once: off, yes: off, help: off } });
		return { ...values, ...(apiKey && { real: { apiKey, baseUrl } }) };
	} catch (error) {
		throw new DemoFailed(`${(error as Error).message}\n\n${HELP}`);
	}
}

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
