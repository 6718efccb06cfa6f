/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import axios from 'axios';
import type { Simulator } from '../../simulator';
import type { CredentialReference } from '../harness/credentials';
import type { Fleet } from './fleet';
import type { NodeOptions, WorkflowBuilder } from '../harness/workflow';
import { workflow } from '../harness/workflow';

export type HailuoCredentials = { hailuoApi: CredentialReference };

export const HAILUO = 'n8n-nodes-hailuo.hailuo';

/** Saves a credential for a simulator. */
export async function credentialsFor({ main }: Fleet, api: Simulator): Promise<HailuoCredentials> {
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	return { hailuoApi: await main.createCredential({ name: 'Hailuo', type: 'hailuoApi', data }) };
}

/** A workflow that begins with a webhook of this path. */
export const byWebhook = (path: string): WorkflowBuilder =>
	workflow(path).node('Webhook', 'n8n-nodes-base.webhook', {
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path },
		webhookId: path,
	});

/** The Hailuo node as this suite uses it most: the webhook's prompt becomes a file. */
export const createAndWait = (credentials: HailuoCredentials): NodeOptions => ({
	parameters: { prompt: '={{ $json.body.prompt }}', waitForCompletion: true },
	credentials,
});

/** Calls a webhook once for each prompt, all at once; n8n answers as soon as it has taken them in. */
export async function call({ main }: Fleet, path: string, prompts: readonly string[]) {
	const url = `${main.url}/webhook/${path}`;
	await Promise.all(
		prompts.map(async (prompt) => await axios.post(url, { prompt }, { proxy: false })),
	);
}
