/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CredentialReference } from '../../tools/n8n/credentials';
import { startN8n, type N8n } from '../../tools/n8n/n8n';
import { build, needsBuild, pack } from '../../tools/n8n/pack';
import { realApi, simulatedApi, type DemoApi } from './api';
import { DemoFailed } from './failure';
import { onClose } from '../terminal/cleanup';
import type { DemoOptions } from './options';
import { n8nLog, output } from './output';
import { fileOf, writtenFile, type Video } from './run';
import { step } from '../terminal/step.mjs';
import { demoWorkflow, triggerWorkflow } from './workflow';

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
export async function runDemo(options: DemoOptions): Promise<Demo> {
	const packed = mkdtempSync(join(tmpdir(), 'hailuo-pack-'));
	onClose(() => rmSync(packed, { recursive: true, force: true }));
	if (needsBuild()) await step('Build the package', build);
	const tarball = await step('Pack the package', async () => await pack(packed), basename);
	const api = await openApi(options);
	onClose(api.close);
	const n8n = await startWithPackage(tarball);
	onClose(n8n.stop);

	const credential = await step('Save and test the credential', async () => {
		const form = { type: 'hailuoApi', data: { apiKey: api.apiKey, baseUrl: api.baseUrl } };
		const { status, message } = await n8n.testCredential(form);
		if (status !== 'OK') throw new DemoFailed(`The credential test failed: ${message}`);
		return await n8n.createCredential({ ...form, name: 'Hailuo (demo)' });
	});
	const trigger = options.real ? undefined : await publishTrigger(n8n, credential);
	const { id } = await n8n.createWorkflow(demoWorkflow(options.prompt, credential, output));
	const run = await n8n.startRun(id);
	// A Stop makes the node log its unfinished tasks; stopping a finished run fails.
	onClose(async () => await n8n.stopExecution(run).catch(() => undefined));
	const video = await step(
		'Run the workflow',
		async (log) => await fileOf(run, n8n, api, log),
		({ taskId }) => `${taskId} completed`,
	);
	const triggered = trigger === undefined ? undefined : await triggeredRun(n8n, trigger);
	const editor = `${n8n.url}/workflow/${id}`;
	return { video, editor, execution: `${editor}/executions/${run}`, triggered };
}

/** @returns the ID of a workflow that starts when a video is finished */
async function publishTrigger(n8n: N8n, credential: CredentialReference): Promise<string> {
	return await step('Publish a workflow with the trigger', async () => {
		const saved = await n8n.createWorkflow(triggerWorkflow(credential, output));
		await n8n.activate(saved);
		return saved.id;
	});
}

/** Waits for the first run of that workflow. */
async function triggeredRun(n8n: N8n, id: string): Promise<Demo['triggered']> {
	return await step(
		'Wait for the trigger to save it, too',
		async () => {
			const [execution] = await n8n.waitForExecutions(id, 1);
			return { video: writtenFile(execution), editor: `${n8n.url}/workflow/${id}` };
		},
		({ video: { taskId } }) => `started with ${taskId}`,
	);
}

async function openApi({ real }: DemoOptions): Promise<DemoApi> {
	if (real) return realApi(real);
	return await step('Start the API simulator', simulatedApi, ({ baseUrl }) => baseUrl);
}

async function startWithPackage(packageTarball: string): Promise<N8n> {
	return await step(
		'Start n8n with the package installed',
		async () =>
			await startN8n({
				packageTarball,
				logFile: n8nLog,
				// The only folder its nodes may write to; n8n compares real paths.
				env: { N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(output) },
			}),
		({ url }) => url,
	);
}
