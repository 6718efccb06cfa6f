/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, type Execution } from '../../tools/n8n/execution';
import type { N8n } from '../../tools/n8n/n8n';
import type { DemoApi } from './api';
import { DemoFailed } from './failure';
import { WRITE_NODE } from './workflow';

const LOOK_MS = 500;

/** The file that a run wrote to disk. */
export interface Video {
	path: string;
	bytes: number;
	taskId: string;
}

/** Waits for the end of a run, shows the progress of its task, and returns the file that it wrote. */
export async function fileOf(
	executionId: string,
	n8n: N8n,
	api: DemoApi,
	log: (note: string) => void,
): Promise<Video> {
	for (;;) {
		const execution = await n8n.execution(executionId);
		if (hasEnded(execution.status)) return writtenFile(execution);
		log((await api.progress()) ?? `n8n execution ${executionId}: ${execution.status}`);
		await delay(LOOK_MS);
	}
}

/** The file that a run that has ended has written. */
export function writtenFile(execution: Execution): Video {
	const [item] = execution.items(WRITE_NODE);
	if (execution.status !== 'success' || !item) {
		const { message, description } = execution.error ?? {};
		const reason = [message, description].filter(Boolean).join('\n');
		throw new DemoFailed(
			`The execution ended with status "${execution.status}".\n${reason}`.trimEnd(),
		);
	}
	const path = String(item.json.fileName);
	if (!isMp4(path)) throw new DemoFailed(`${path} is not an MP4 file.`);
	return { path, bytes: statSync(path).size, taskId: String(item.json.taskId) };
}

/** Every MP4 starts with a box of type `ftyp`: four bytes of size, then the name. */
function isMp4(path: string): boolean {
	const file = openSync(path, 'r');
	const head = Buffer.alloc(8);
	readSync(file, head);
	closeSync(file);
	return head.toString('latin1', 4) === 'ftyp';
}
