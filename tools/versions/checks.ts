/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { agentWorkflow } from '../agent/agentWorkflow';
import { startScriptedModel } from '../agent/scriptedModel';
import { emittedTaskIds, watchWorkflow } from '../n8n/watchWorkflow';
import { workflow } from '../n8n/workflow';
import { fixture } from '../../simulator/media/video';
import { clientOf, createdId } from '../../simulator/testing/client';
import type { Environment } from './environment';

/** Resolves with the text of the table's cell; rejects with the failure. */
export type Check = (environment: Environment) => Promise<string>;

const LOG_TIMEOUT_MS = 60_000;

/** n8n has registered the node, its trigger and its tool variant. */
export const loads: Check = async ({ n8n }) => {
	const names = (await n8n.nodeTypes()).map(({ name }) => name);
	const registered = names.filter((name) => name.startsWith('n8n-nodes-hailuo.')).sort();
	deepEqual(
		registered,
		['hailuo', 'hailuoTool', 'hailuoTrigger'].map((name) => `n8n-nodes-hailuo.${name}`),
	);
	return 'yes';
};

/** Creates an unchanged MP4 with one node, and another one with two nodes. */
export const createsVideos: Check = async (environment) => {
	const { n8n, credentials } = environment;
	const hailuo = 'n8n-nodes-hailuo.hailuo';
	const id = await environment.start(
		workflow('Videos')
			.manualTrigger()
			.node('Both', hailuo, {
				parameters: { prompt: 'A paper boat', waitForCompletion: true },
				credentials,
			})
			.node('Create', hailuo, {
				parameters: { prompt: 'A kite', waitForCompletion: false },
				credentials,
			})
			.node('Wait', hailuo, { parameters: { operation: 'wait' }, credentials })
			.build(),
	);
	const execution = await n8n.waitForEnd(id);
	equal(execution.error?.message, undefined);
	for (const name of ['Both', 'Wait']) {
		const [item] = execution.items(name);
		equal(item?.json.status, 'completed');
		ok(fixture('video.mp4').equals(await n8n.binary(item)), `${name} output another file`);
	}
	return 'yes';
};

/** Polls emit a task that has already finished, and one that finishes later, once each. */
export const polls: Check = async (environment) => {
	const { api, n8n, credentials } = environment;
	const createTask = async () => await createdId(clientOf(api));
	const first = await createTask();
	api.plan({ durationMs: 12_000, estimatedTimeS: 12 });
	const second = await createTask();
	const id = await environment.activate(
		watchWorkflow({ taskIds: `${first},${second}` }, credentials),
	);

	const executions = await n8n.waitForExecutions(id, 2);
	deepEqual(executions.map(emittedTaskIds), [[first], [second]]);
	return 'yes';
};

/** Stop during a long pause between two reads: the time until the node has ended and logged its task. */
export const stops: Check = async (environment) => {
	const { api, n8n, credentials } = environment;
	api.plan({ durationMs: 600_000, estimatedTimeS: 600 });
	const parameters = { prompt: 'A paper boat', waitForCompletion: true };
	const id = await environment.start(
		workflow('Stop')
			.manualTrigger()
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', { parameters, credentials })
			.build(),
	);
	await api.waitForRequest('create');
	const [task] = api.tasks.slice(-1);
	// The response is being sent to the node, which then sleeps.
	await delay(500);

	const start = Date.now();
	await n8n.stopExecution(id);
	const logged = () =>
		readFileSync(n8n.logFile, 'utf8')
			.split('\n')
			.some((line) => line.includes('was stopped') && line.includes(task.id));
	while (!logged()) {
		ok(Date.now() < start + LOG_TIMEOUT_MS, 'the stopped node did not end within a minute');
		await delay(20);
	}
	const seconds = ((Date.now() - start) / 1000).toFixed(1);
	equal((await n8n.waitForEnd(id)).status, 'canceled');
	return `${seconds} s`;
};

/** An AI agent creates a video, and gets the suggestion of an error. */
export const servesAgents: Check = async (environment) => {
	const { api, n8n, credentials } = environment;
	api.plan({ durationMs: 200, estimatedTimeS: 1 });
	const model = await startScriptedModel();
	try {
		const openAiApi = await n8n.createCredential({
			name: 'Model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const prompt = "={{ $fromAI('Prompt', `What happens`, 'string') }}";
		const parameters = { prompt, waitForCompletion: true };
		const calls = ['', 'A paper boat'].map((Prompt) => ({ tool: 'Video', args: { Prompt } }));
		model.play([{ calls }, { reply: 'Done' }]);
		const tools = [{ name: 'Video', parameters, credentials }];
		const id = await environment.start(agentWorkflow({ openAiApi, tools, agentVersion: 3 }));

		const execution = await n8n.waitForEnd(id);
		equal(execution.error?.message, undefined);
		match(model.inputs[0].tools[0].description, /costs money/);
		const [refused, created] = model.inputs[1].toolOutputs;
		match(refused, /Prompt is empty/);
		match(created, /"status":"completed"/);
	} finally {
		await model.close();
	}
	return 'yes';
};
