/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { OWNER } from '../../tools/n8n/session';
import { confirmPaidRequest } from './confirm';
import { runDemo, type Demo } from './demo';
import { DemoFailed } from './failure';
import { end, isEnding, untilInterrupted, watchInterrupts } from '../terminal/cleanup';
import { HELP, readOptions, type DemoOptions } from './options';
import { n8nLog, prepareOutput } from './output';

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) return console.log(HELP);
	introduce(options);
	await confirmPaidRequest(options);
	const demo = await runDemo(options);
	report(demo, options);
	if (!options.once) await untilInterrupted();
}

function introduce({ prompt, real }: DemoOptions): void {
	const api = real ? real.baseUrl : 'local simulator, free';
	console.log(
		`\nText to video with the Hailuo node in a real n8n\n\nPrompt  ${prompt}\nAPI     ${api}\n`,
	);
}

function report({ video, editor, execution, triggered }: Demo, { real, once }: DemoOptions): void {
	const size = `${(video.bytes / 1e6).toFixed(2)} MB`;
	const what = real ? size : `${size}, sample video of the simulator`;
	console.log(`\nVideo   ${relative('', video.path)} (${what})`);
	if (triggered) console.log(`Trigger ${relative('', triggered.video.path)} (the same video)`);
	if (once) return;
	console.log(`Play    ${execution}\n        Open the Hailuo node there, then Binary → View.`);
	console.log(`Editor  ${editor}\n        Click Execute workflow to create another video.`);
	if (triggered) console.log(`        The trigger saves that one, too: ${triggered.editor}`);
	console.log(`Log in  ${OWNER.email}  ${OWNER.password}`);
	console.log('\nn8n keeps running. Press Ctrl-C to stop.');
}

function explain(error: Error): void {
	console.error(`\n${error instanceof DemoFailed ? error.message : error.stack}`);
	nameLog();
}

function nameLog(): void {
	if (existsSync(n8nLog)) console.error(`\nn8n's log: ${relative('', n8nLog)}`);
}

watchInterrupts(() => {
	console.error(
		"\nInterrupted. A task that was already created keeps running at the provider; its ID is in n8n's log.",
	);
	nameLog();
});
prepareOutput();
main().then(
	async () => await end(0),
	async (error: Error) => {
		// An interrupt closes n8n during the run: its error is expected then.
		if (!isEnding()) explain(error);
		await end(1);
	},
);
