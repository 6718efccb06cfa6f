/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator, type Simulator } from '../../simulator';
import type { CredentialReference } from '../../tools/n8n/credentials';
import { hasEnded, type Execution } from '../../tools/n8n/execution';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { build } from '../../tools/n8n/package';
import { everySeconds } from '../../tools/n8n/watchWorkflow';
import { workflow, type NodeOptions } from '../../tools/n8n/workflow';
import { onClose } from '../terminal/cleanup';
import { step } from '../terminal/step';

/** Git-ignored, in the repository's root: the videos of all runs, and n8n's log of the last one. */
const OUTPUT = join(__dirname, '..', '..', 'demo-output');
export const n8nLog = join(OUTPUT, 'n8n.log');

/** How long a video takes in the simulator: long enough to watch, short enough to wait for. */
const VIDEO_S = 12;
const KEY = 'demo-key';
const WRITE_NODE = 'Save MP4';

export type RealApi = { apiKey: string; baseUrl: string };

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
export async function runDemo(prompt: string, real?: RealApi): Promise<Demo> {
	mkdirSync(OUTPUT, { recursive: true });
	await step('Build the package', build);
	const simulator = real ? undefined : await openSimulator();
	const n8n = await startWithPackage();
	const credential = await step('Save and test the credential', async () => {
		const data = real ?? { apiKey: KEY, baseUrl: simulator?.baseUrl ?? '' };
		const { status, message } = await n8n.testCredential({ type: 'hailuoApi', data });
		if (status !== 'OK') throw new Error(`The credential test failed: ${message}`);
		return await n8n.createCredential({ type: 'hailuoApi', data, name: 'Hailuo (demo)' });
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

async function openSimulator(): Promise<Simulator> {
	const task = { durationMs: VIDEO_S * 1000, estimatedTimeS: VIDEO_S };
	const start = async () => await startSimulator({ keys: [KEY], task });
	const simulator = await step('Start the API simulator', start, ({ baseUrl }) => baseUrl);
	onClose(simulator.close);
	return simulator;
}

async function startWithPackage(): Promise<N8n> {
	// The only folder its nodes may write to; n8n compares real paths.
	const env = { N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(OUTPUT) };
	const start = async () => await startN8n({ logFile: n8nLog, env });
	const n8n = await step('Start n8n with the package installed', start, ({ url }) => url);
	onClose(n8n.stop);
	return n8n;
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
