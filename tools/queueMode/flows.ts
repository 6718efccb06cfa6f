import type { Simulator } from '../../simulator';
import type { CredentialReference } from '../n8n/credentials';
import type { Fleet } from './fleet';
import { fetchOnce } from '../n8n/fetchOnce';
import { workflow, type WorkflowBuilder } from '../n8n/workflow';
import type { SavedWorkflow } from '../n8n/workflows';

export type HailuoCredentials = { hailuoApi: CredentialReference };

export const HAILUO = 'n8n-nodes-hailuo.hailuo';

/** Saves a credential for a simulator. */
export async function credentialsFor({ main }: Fleet, api: Simulator): Promise<HailuoCredentials> {
	const data = { apiKey: 'test-key', baseUrl: api.baseUrl };
	return { hailuoApi: await main.createCredential({ name: 'Hailuo', type: 'hailuoApi', data }) };
}

/** A workflow that starts with a webhook of this path. */
const byWebhook = (path: string): WorkflowBuilder =>
	workflow(path).node('Webhook', 'n8n-nodes-base.webhook', {
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path },
		webhookId: path,
	});

const prompt = '={{ $json.body.prompt }}';

/** Create with Wait for Completion, named Hailuo: the webhook's prompt becomes a file. */
export const oneNode = (path: string, credentials: HailuoCredentials): WorkflowBuilder =>
	byWebhook(path).node('Hailuo', HAILUO, {
		parameters: { prompt, waitForCompletion: true },
		credentials,
	});

/** Create, which outputs a task at once. */
export const createAlone = (path: string, credentials: HailuoCredentials): WorkflowBuilder =>
	byWebhook(path).node('Create', HAILUO, {
		parameters: { prompt, waitForCompletion: false },
		credentials,
	});

/** Create and, named Hailuo, Wait as two nodes, with "Save execution progress". */
export const twoNodes = (path: string, credentials: HailuoCredentials): WorkflowBuilder =>
	createAlone(path, credentials)
		.node('Hailuo', HAILUO, { parameters: { operation: 'wait' }, credentials })
		.settings({ saveExecutionProgress: true });

/** Saves and activates a workflow. */
export async function activate({ main }: Fleet, flow: WorkflowBuilder): Promise<SavedWorkflow> {
	const saved = await main.createWorkflow(flow.build());
	await main.activate(saved);
	return saved;
}

/** Calls a webhook once for each prompt, in parallel; n8n responds as soon as it has received them. */
export async function callWebhook({ main }: Fleet, path: string, prompts: readonly string[]) {
	const url = `${main.url}/webhook/${path}`;
	await Promise.all(
		prompts.map(async (prompt) => {
			const answer = await fetchOnce(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ prompt }),
			});
			const text = await answer.text();
			if (!answer.ok) throw new Error(`HTTP ${answer.status} from ${url}: ${text}`);
		}),
	);
}
