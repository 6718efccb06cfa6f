/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Simulator } from '../../simulator';
import type { CredentialReference } from '../../tools/n8n/credentials';
import { hasEnded, type Execution } from '../../tools/n8n/execution';
import type { N8n } from '../../tools/n8n/n8n';
import { everySeconds } from '../../tools/n8n/watchWorkflow';
import { workflow, type NodeOptions } from '../../tools/n8n/workflow';
import { startHailuo, type RealApi } from '../hailuo';
import { onClose } from '../terminal/cleanup';
import { step } from '../terminal/step';

/** Git-ignored, in the repository's root: the videos of all runs, and n8n's log of the last one. */
const OUTPUT = join(__dirname, '..', '..', 'demo-output');
export const n8nLog = join(OUTPUT, 'n8n.log');

const WRITE_NODE = 'Save MP4';

/** The file that a run wrote to disk. */
interface Video {
	path: string;
	bytes: number;
	taskId: string;
}

export interface Demo {
	video: Video;
	/** The workflow in n8n's editor. */
	editor: string;
	/** The finished execution, where the video plays. */
	execution: string;
	/** What the trigger's workflow has saved, and its editor. Not with the real API, whose provider may have no list of tasks. */
	triggered?: Video;
	triggerEditor?: string;
}

/** Creates an MP4 from a prompt in a real n8n, and shows each step. */
export async function runDemo(prompt: string, realApi?: RealApi): Promise<Demo> {
	mkdirSync(OUTPUT, { recursive: true });
	const { n8n, credential, simulator } = await startHailuo({
		realApi,
		// The only folder its nodes may write to; n8n compares real paths.
		n8n: { logFile: n8nLog, env: { N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(OUTPUT) } },
	});
	const publish = async () => {
		const saved = await n8n.createWorkflow(triggerWorkflow(credential));
		await n8n.activate(saved);
		return saved.id;
	};
	const trigger = simulator && (await step('Publish a workflow with the trigger', publish));
	const { id } = await n8n.createWorkflow(demoWorkflow(prompt, credential));
	const run = await n8n.startRun(id);
	// A Stop makes the node log its unfinished tasks; stopping a finished run fails.
	onClose(async () => await n8n.stopExecution(run).catch(() => undefined));
	const video = await step(
		'Run the workflow',
		async (log) => await fileOf(run, n8n, simulator, log),
		({ taskId }) => `${taskId} completed`,
	);
	const editor = `${n8n.url}/workflow/${id}`;
	const demo = { video, editor, execution: `${editor}/executions/${run}` };
	if (trigger === undefined) return demo;
	const triggered = await step(
		'Wait for the trigger to save it, too',
		async () => writtenFile((await n8n.waitForExecutions(trigger, 1))[0]),
		({ taskId }) => `started with ${taskId}`,
	);
	return { ...demo, triggered, triggerEditor: `${n8n.url}/workflow/${trigger}` };
}

/** Manual Trigger → Hailuo (creates, waits, downloads) → a file. */
const demoWorkflow = (prompt: string, hailuoApi: CredentialReference) =>
	workflow('Text to video')
		.manualTrigger()
		.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
			credentials: { hailuoApi },
			parameters: { prompt, waitForCompletion: true, downloadVideo: true },
		})
		.node(WRITE_NODE, 'n8n-nodes-base.readWriteFile', savedWith(''))
		.build();

/** Hailuo Trigger, for each video that the account finishes → Hailuo (downloads it) → a file. */
const triggerWorkflow = (hailuoApi: CredentialReference) =>
	workflow('When a video is finished')
		.node('Hailuo Trigger', 'n8n-nodes-hailuo.hailuoTrigger', {
			credentials: { hailuoApi },
			parameters: { event: 'completed', watch: 'account', pollTimes: everySeconds(10) },
		})
		.node('Get Video', 'n8n-nodes-hailuo.hailuo', {
			credentials: { hailuoApi },
			parameters: { operation: 'getStatus', downloadVideo: true },
		})
		.node(WRITE_NODE, 'n8n-nodes-base.readWriteFile', savedWith('trigger-'))
		.build();

/** @param prefix of the file's name */
const savedWith = (prefix: string): NodeOptions => ({
	typeVersion: 1.1,
	parameters: {
		operation: 'write',
		// n8n reads a path with forward slashes on every system
		fileName: `=${OUTPUT.replaceAll('\\', '/')}/${prefix}{{ $binary.data.fileName }}`,
		dataPropertyName: 'data',
		options: {},
	},
});

/** Waits for the end of a run, shows the progress of its task, and returns the file that it wrote. */
async function fileOf(
	executionId: string,
	n8n: N8n,
	simulator: Simulator | undefined,
	log: (note: string) => void,
): Promise<Video> {
	for (;;) {
		const execution = await n8n.execution(executionId);
		if (hasEnded(execution.status)) return writtenFile(execution);
		// Of the real API, only n8n has the task's ID.
		const task = simulator?.tasks.at(-1);
		const ofN8n = `n8n execution ${executionId}: ${execution.status}`;
		log(task ? `${task.id} ${task.status}, ${task.progress} %` : ofN8n);
		await delay(500);
	}
}

/** The file that a run that has ended has written. */
function writtenFile(execution: Execution): Video {
	const [item] = execution.items(WRITE_NODE);
	if (execution.status !== 'success' || !item) {
		const { message, description } = execution.error ?? {};
		const reason = [message, description].filter(Boolean).join('\n');
		throw new Error(`The execution ended with status "${execution.status}".\n${reason}`.trimEnd());
	}
	const path = String(item.json.fileName);
	const content = readFileSync(path);
	// Every MP4 starts with a box of type `ftyp`: four bytes of size, then the name.
	if (content.toString('latin1', 4, 8) !== 'ftyp') throw new Error(`${path} is not an MP4 file.`);
	return { path, bytes: content.length, taskId: String(item.json.taskId) };
}
