import type { IDataObject } from 'n8n-workflow';

import type { CredentialReference } from '../tools/n8n/credentials';
import { workflow, type WorkflowJson } from '../tools/n8n/workflow';

/** A way to create videos with n8n. */
export interface Way {
	/** The workflow that creates a video from each prompt and downloads it. */
	flow(prompts: readonly string[]): WorkflowJson;
	/** The node that outputs the videos. */
	lastNode: string;
}

const PROMPT = '={{ $json.prompt }}';

const itemsOf = (prompts: readonly string[]): IDataObject[] =>
	prompts.map((prompt) => ({ prompt }));

/** Create with Wait for Completion and default settings: one node. */
export const ours = (hailuoApi: CredentialReference): Way => ({
	lastNode: 'Hailuo',
	flow: (prompts) =>
		workflow('Ours')
			.manualTrigger(itemsOf(prompts))
			.node('Hailuo', 'n8n-nodes-hailuo.hailuo', {
				parameters: { operation: 'create', prompt: PROMPT, waitForCompletion: true },
				credentials: { hailuoApi },
			})
			.build(),
});

/** n8n's own MiniMax node. */
export const builtIn = (minimaxApi: CredentialReference): Way => ({
	lastNode: 'MiniMax',
	flow: (prompts) =>
		workflow('Built in')
			.manualTrigger(itemsOf(prompts))
			.node('MiniMax', '@n8n/n8n-nodes-langchain.minimax', {
				typeVersion: 1.1,
				parameters: {
					resource: 'video',
					operation: 'textToVideo',
					modelId: 'MiniMax-Hailuo-02',
					prompt: PROMPT,
				},
				credentials: { minimaxApi },
			})
			.build(),
});

/** What users build by hand: create, wait 10 s, read, and back to the wait until it is done. */
export const loop = (baseUrl: string, hailuoApi: CredentialReference): Way => ({
	lastNode: 'Download',
	flow(prompts) {
		const authentication = {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'hailuoApi',
		};
		const request = (parameters: IDataObject) =>
			({
				typeVersion: 4.2,
				parameters: { ...authentication, ...parameters },
				credentials: { hailuoApi },
			}) as { typeVersion: number };
		const json = workflow('Loop')
			.manualTrigger(itemsOf(prompts))
			.node(
				'Create',
				'n8n-nodes-base.httpRequest',
				request({
					method: 'POST',
					url: `${baseUrl}/v1/videos/generations`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ { "model": "MiniMax-Hailuo-02", "prompt": $json.prompt } }}',
				}),
			)
			.node('Wait', 'n8n-nodes-base.wait', {
				typeVersion: 1.1,
				parameters: { resume: 'timeInterval', amount: 10, unit: 'seconds' },
			})
			.node(
				'Status',
				'n8n-nodes-base.httpRequest',
				request({ url: `=${baseUrl}/v1/tasks/{{ $json.id }}` }),
			)
			.node('Done?', 'n8n-nodes-base.if', {
				typeVersion: 2.2,
				parameters: {
					conditions: {
						combinator: 'and',
						options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
						conditions: [
							{
								id: 'isCompleted',
								leftValue: '={{ $json.status }}',
								rightValue: 'completed',
								operator: { type: 'string', operation: 'equals' },
							},
						],
					},
				},
			})
			.node('Download', 'n8n-nodes-base.httpRequest', {
				typeVersion: 4.2,
				parameters: {
					url: '={{ $json.results[0] }}',
					sendHeaders: true,
					headerParameters: { parameters: [{ name: 'User-Agent', value: 'my-workflow' }] },
					options: { response: { response: { responseFormat: 'file' } } },
				},
			})
			.build();
		json.connections['Done?'].main[1] = [{ node: 'Wait', type: 'main', index: 0 }];
		return json;
	},
});
