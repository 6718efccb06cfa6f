/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { clientOf, jsonOf } from './simulated';

it('npm run simulator prints each request, and exits with 0 on SIGTERM while a client is connected', async () => {
	const main = join(__dirname, '../../simulator/main.ts');
	const args = ['--import', 'tsx', main, '--port', '0', '--key', 'test-key'];
	const child = spawn(process.execPath, args);
	const exited = once(child, 'exit');
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const lineWith = async (text: string): Promise<string> => {
		for (;;) {
			const { value, done } = await lines.next();
			if (done) throw new Error(`The simulator exited before it printed '${text}'`);
			if (value.includes(text)) return value;
		}
	};

	const baseUrl = (await lineWith('Base URL')).split(/\s+/)[2];
	const { id } = await jsonOf(clientOf({ baseUrl, filesUrl: '' }).create());
	expect(await lineWith(id)).toContain('POST /apiv1/v1/videos/generations 200');
	child.kill('SIGTERM');

	expect(await exited).toEqual([0, null]);
});
