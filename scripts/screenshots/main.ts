/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

import { openEditor } from '../../tools/browser/editor';
import { startHailuo } from '../hailuo';
import { onClose, runCommand } from '../terminal/cleanup';
import { EXAMPLES } from './examples';
import { PANELS } from './panels';

const FOLDER = join(__dirname, '../../docs/images');

/** Takes the pictures in a real n8n against the simulator; with a word, only those with the word in their name. */
async function main(): Promise<void> {
	const [word = ''] = process.argv.slice(2);
	const task = { durationMs: 200, estimatedTimeS: 1 };
	const { n8n, credential: hailuoApi } = await startHailuo({ simulator: { task } });
	const editor = await openEditor(n8n);
	onClose(editor.close);
	for (const [name, take] of Object.entries({ ...PANELS, ...EXAMPLES })) {
		if (!name.includes(word)) continue;
		const picture = await small(await take({ n8n, editor, credentials: { hailuoApi } }));
		const file = join(FOLDER, `${name}.png`);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, picture);
		console.log(`docs/images/${name}.png  ${Math.round(picture.length / 1000)} kB`);
	}
}

/** 256 colours are enough for a form, and a README loads faster with them. */
async function small(picture: Buffer): Promise<Buffer> {
	return await sharp(picture).png({ palette: true, colours: 256, compressionLevel: 9 }).toBuffer();
}

runCommand(main, (error) => console.error(error?.stack ?? 'Interrupted.'));
