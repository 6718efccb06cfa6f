/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { existsSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

import { OWNER } from '../../tools/n8n/session';
import type { RealApi } from '../hailuo';
import { runCommand, untilInterrupted } from '../terminal/cleanup';
import { n8nLog, runDemo, type Demo } from './demo';

const HELP = `npm run demo -- [options]

  --prompt "…"   prompt of the video
  --once         exit after the run instead of keeping n8n running
  --yes          skip the confirmation before paying (real API)
  --help         show this help

  HAILUO_API_KEY    use the real API with this key; charges one video
  HAILUO_BASE_URL   URL of the real API (default https://ai.odkkk.com/apiv1)`;

const PROMPT =
	'A paper boat drifts down a rainy street at dusk, neon signs mirrored in the water [Tracking shot]';

async function main(): Promise<void> {
	rmSync(n8nLog, { force: true });
	const { prompt, once, yes, help } = readOptions();
	if (help) return console.log(HELP);
	const apiKey = process.env.HAILUO_API_KEY?.trim();
	const baseUrl = process.env.HAILUO_BASE_URL?.trim() || 'https://ai.odkkk.com/apiv1';
	const real = apiKey ? { apiKey, baseUrl } : undefined;
	console.log('\nText to video with the Hailuo node in a real n8n');
	console.log(`\nPrompt  ${prompt}\nAPI     ${real ? baseUrl : 'local simulator, free'}\n`);
	if (real && !yes) await confirmPaidRequest(real);
	const demo = await runDemo(prompt, real);
	const { bytes, path } = demo.video;
	const what = real ? '' : ', sample video of the simulator';
	console.log(`\nVideo   ${relative('', path)} (${(bytes / 1e6).toFixed(2)} MB${what})`);
	if (demo.triggered) console.log(`Trigger ${relative('', demo.triggered.path)} (the same video)`);
	if (once) return;
	showEditor(demo);
	await untilInterrupted();
}

function readOptions() {
	const off = { type: 'boolean', default: false } as const;
	const prompt = { type: 'string', default: PROMPT } as const;
	try {
		return parseArgs({ options: { prompt, once: off, yes: off, help: off } }).values;
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${HELP}`);
	}
}

/** Asks for confirmation; rejects without it. */
async function confirmPaidRequest({ baseUrl }: RealApi): Promise<void> {
	const { host } = new URL(baseUrl);
	console.log(`HAILUO_API_KEY is set: ${host} will charge your account for one video (6 s, 768p).`);
	if (!process.stdin.isTTY) {
		throw new Error(
			'Confirmation requires a terminal. No request was sent. Add `-- --yes` to confirm, or unset HAILUO_API_KEY to use the simulator.',
		);
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Continue? (y/N) ');
	terminal.close();
	if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Cancelled. No request was sent.');
}

function showEditor({ editor, execution, triggerEditor }: Demo): void {
	console.log(`Play    ${execution}\n        Open the Hailuo node there, then Binary → View.`);
	console.log(`Editor  ${editor}\n        Click Execute workflow to create another video.`);
	if (triggerEditor) console.log(`        The trigger saves that one, too: ${triggerEditor}`);
	console.log(`Log in  ${OWNER.email}  ${OWNER.password}`);
	console.log('\nn8n keeps running. Press Ctrl-C to stop.');
}

runCommand(main, (error) => {
	const interrupted =
		"Interrupted. A task that was already created keeps running at the provider; its ID is in n8n's log.";
	console.error(`\n${error?.message ?? interrupted}`);
	if (existsSync(n8nLog)) console.error(`\nn8n's log: ${relative('', n8nLog)}`);
});
