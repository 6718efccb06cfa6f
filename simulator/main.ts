/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { parseArgs } from 'node:util';

import { startSimulator, type RecordedRequest } from './index';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4010' },
		key: { type: 'string', default: 'test-key' },
		/** Duration of a task, s. */
		duration: { type: 'string', default: '20' },
	},
});

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

function printRequest({ at, server, method, path, status, taskId, keyLeak }: RecordedRequest) {
	const time = new Date(at).toISOString().slice(11, 19);
	const task = taskId !== undefined && !path.includes(taskId) ? ` → ${taskId}` : '';
	const leak = keyLeak ? '  THE API KEY CAME HERE' : '';
	print(`${time} ${server.padEnd(5)} ${method} ${path} ${status}${task}${leak}`);
}

async function main(): Promise<void> {
	const { port, key, duration } = values;
	const simulator = await startSimulator({
		port: Number(port),
		keys: [key],
		task: { durationMs: Number(duration) * 1000 },
		onRequestEnded: printRequest,
	});

	print(`Base URL  ${simulator.baseUrl}`);
	print(`Files     ${simulator.filesUrl}`);
	print(`Media     ${simulator.mediaUrl} (example images: /images/first.png, /images/last.png)`);
	print(`API key   ${key}`);
	print('');
	print(`curl -s ${simulator.baseUrl}/v1/videos/generations \\`);
	print(`  -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\`);
	print(`  -d '{"model":"MiniMax-Hailuo-02","prompt":"A lighthouse in a storm [Push in]"}'`);
	print('');

	const stop = () => void simulator.close();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
