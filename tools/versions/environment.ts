/* eslint-disable @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import type { Installation } from '../n8n/environment';
import type { CredentialReference } from '../n8n/credentials';
import { startN8n, type N8n, type N8nOptions } from '../n8n/n8n';
import { openSession, type Session } from '../n8n/session';
import type { WorkflowJson } from '../n8n/workflow';
import { workflows } from '../n8n/workflows';
import { startSimulator, type Simulator } from '../../simulator';

/** Completed at the first read. */
const QUICK = { durationMs: 200, estimatedTimeS: 1 };

/** An n8n of any version, with this package installed and a simulator as the API. */
export interface Environment {
	n8n: N8n;
	api: Simulator;
	credentials: { hailuoApi: CredentialReference };
	/** Saves a workflow and starts it with its Manual Trigger; returns the execution's ID. */
	start(flow: WorkflowJson): Promise<string>;
	/** Saves a workflow and activates it; returns the workflow's ID. */
	activate(flow: WorkflowJson): Promise<string>;
	close(): Promise<void>;
}

export async function startEnvironment(
	installation: Installation,
	packageTarball: string,
	env: Record<string, string> = {},
): Promise<Environment> {
	const api = await startSimulator({ task: QUICK });
	let n8n: N8n | undefined;
	const close = async () => {
		await n8n?.stop();
		await api.close();
	};
	try {
		// Older versions of n8n do not start if an unknown module is disabled.
		const all = { N8N_DISABLED_MODULES: '', ...env };
		n8n = await startOnFreePorts({ installation, packageTarball, env: all });
		const session = openSession(n8n.url, n8n.cookie);
		const hailuoApi = await n8n.createCredential({
			name: 'Hailuo',
			type: 'hailuoApi',
			data: { apiKey: 'test-key', baseUrl: api.baseUrl },
		});
		return { n8n, api, credentials: { hailuoApi }, ...workflowActions(session), close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Another process may take a port between its choice and n8n's start. */
async function startOnFreePorts(options: N8nOptions, tries = 3): Promise<N8n> {
	try {
		return await startN8n(options);
	} catch (error) {
		const isTaken = (error as Error).message.includes('already in use');
		if (!isTaken || tries === 1) throw error;
		return await startOnFreePorts(options, tries - 1);
	}
}

/** The requests of n8n's REST API that differ between versions. */
export function workflowActions(session: Session): Pick<Environment, 'start' | 'activate'> {
	const { call } = session;
	type Saved = WorkflowJson & { id: string; versionId: string };
	const save = async (flow: WorkflowJson) => await call<Saved>('POST', 'workflows', flow);

	return {
		async start(flow) {
			const workflowData = await save(flow);
			const triggerToStartFrom = { name: 'Manual Trigger' };
			// Before 2.20 n8n runs the workflow in the request, not the saved one.
			const body = { workflowData, triggerToStartFrom };
			type Answer = { executionId: string };
			return (await call<Answer>('POST', `workflows/${workflowData.id}/run`, body)).executionId;
		},

		async activate(flow) {
			const saved = await save(flow);
			const { id, versionId } = saved;
			await workflows(session)
				.activate(saved)
				.catch(async (error: Error) => {
					if (!error.message.startsWith('n8n answered 404')) throw error;
					// In older versions an activated workflow is active at once.
					if (error.message.includes('publication-status')) return;
					await call('PATCH', `workflows/${id}`, { active: true, versionId });
				});
			return id;
		},
	};
}
