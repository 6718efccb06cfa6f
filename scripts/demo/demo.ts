/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator';
import { hasEnded, type Execution } from '../../tools/n8n/execution';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { packageTarball } from '../../tools/n8n/pack';
import { onClose } from '../terminal/cleanup';
import { step } from '../terminal/step';
import { DemoFailed, type DemoOptions } from './options';
import { demoWorkflow, triggerWorkflow, WRITE_NODE } from './workflow';

/** Git-ignored, in the repository's root: the videos of all runs, and n8n's log of the last one. */
const OUTPUT = join(__dirname, '..', '..', 'demo-output');
export const n8nLog = join(OUTPUT, 'n8n.log');

/** How long a video takes in the simulator: long enough to watch, short enough to wait for. */
const VIDEO_S = 12;
const KEY = 'demo-key';

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
	/** What the trigger's workflow has saved. Not with the real API, whose provider may have no list of tasks. */
	triggered?: { video: Video; editor: string };
}

/** Creates an MP4 from a prompt in a real n8n, and shows each step. */
export async function runDemo({ real, prompt }: DemoOptions): Promise<Demo> {
	mkdirSync(OUTPUT, { recursive: true });
	const packed = async () => await packageTarball(OUTPUT);
	const tarball = await step('Build and pack the package', packed, basename);
	onClose(() => rmSync(tarball, { force: true }));
	const simulator = real ? undefined : await openSimulator();
	const n8n = await startWithPackage(tarball);
	const credential = await step('Save and test the credential', async () => {
		const data = real ?? { apiKey: KEY, baseUrl: simulator?.baseUrl ?? '' };
		const { status, message } = await n8n.testCredential({ type: 'hailuoApi', data });
		if (status !== 'OK') throw new DemoFailed(`The credential test failed: ${message}`);
		return await n8n.createCredential({ type: 'hailuoApi', data, name: 'Hailuo (demo)' });
	});
	const trigger = real
		? undefined
		: await step('Publish a workflow with the trigger', async () => {
				const saved = await n8n.createWorkflow(triggerWorkflow(credential, OUTPUT));
				await n8n.activate(saved);
				return saved.id;
			});
	const { id } = await n8n.createWorkflow(demoWorkflow(prompt, credential, OUTPUT));
	const run = await n8n.startRun(id);
	// A Stop makes the node log its unfinished tasks; stopping a finished run fails.
	onClose(async () => await n8n.stopExecution(run).catch(() => undefined));
	const video = await step(
		'Run the workflow',
		async (log) => await fileOf(run, n8n, simulator, log),
		({ taskId }) => `${taskId} completed`,
	);
	const editorOf = (workflowId: string) => `${n8n.url}/workflow/${workflowId}`;
	const editor = editorOf(id);
	const execution = `${editor}/executions/${run}`;
	if (trigger === undefined) return { video, editor, execution };
	const saved = await step(
		'Wait for the trigger to save it, too',
		async () => writtenFile((await n8n.waitForExecutions(trigger, 1))[0]),
		({ taskId }) => `started with ${taskId}`,
	);
	return { video, editor, execution, triggered: { video: saved, editor: editorOf(trigger) } };
}

async function openSimulator(): Promise<Simulator> {
	const task = { durationMs: VIDEO_S * 1000, estimatedTimeS: VIDEO_S };
	const start = async () => await startSimulator({ keys: [KEY], task });
	const simulator = await step('Start the API simulator', start, ({ baseUrl }) => baseUrl);
	onClose(simulator.close);
	return simulator;
}

async function startWithPackage(packageTarball: string): Promise<N8n> {
	// The only folder its nodes may write to; n8n compares real paths.
	const env = { N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(OUTPUT) };
	const start = async () => await startN8n({ packageTarball, logFile: n8nLog, env });
	const n8n = await step('Start n8n with the package installed', start, ({ url }) => url);
	onClose(n8n.stop);
	return n8n;
}

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
		throw new DemoFailed(
			`The execution ended with status "${execution.status}".\n${reason}`.trimEnd(),
		);
	}
	const path = String(item.json.fileName);
	const content = readFileSync(path);
	// Every MP4 starts with a box of type `ftyp`: four bytes of size, then the name.
	if (content.toString('latin1', 4, 8) !== 'ftyp') {
		throw new DemoFailed(`${path} is not an MP4 file.`);
	}
	return { path, bytes: content.length, taskId: String(item.json.taskId) };
}
