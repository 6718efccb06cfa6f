/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { OWNER } from '../../tools/n8n/session';
import { runCommand, untilInterrupted } from '../terminal/cleanup';
import { n8nLog, runDemo, type Demo } from './demo';
import { confirmPaidRequest, DemoFailed, HELP, readOptions, type DemoOptions } from './options';

async function main(): Promise<void> {
	rmSync(n8nLog, { force: true });
	const options = readOptions();
	if (options.help) return console.log(HELP);
	const api = options.real ? options.real.baseUrl : 'local simulator, free';
	console.log('\nText to video with the Hailuo node in a real n8n');
	console.log(`\nPrompt  ${options.prompt}\nAPI     ${api}\n`);
	await confirmPaidRequest(options);
	report(await runDemo(options), options);
	if (!options.once) await untilInterrupted();
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

runCommand(main, (error) => {
	const interrupted =
		"Interrupted. A task that was already created keeps running at the provider; its ID is in n8n's log.";
	const reason = error instanceof DemoFailed ? error.message : error?.stack;
	console.error(`\n${reason ?? interrupted}`);
	if (existsSync(n8nLog)) console.error(`\nn8n's log: ${relative('', n8nLog)}`);
});
