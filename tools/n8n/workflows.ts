import { waitFor } from '../waitFor';
import type { Session } from './session';
import type { WorkflowJson } from './workflow';

export interface SavedWorkflow {
	id: string;
	versionId: string;
}

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** What the request returns, or `older` if this version of n8n does not have its route. */
async function orIfMissing<T>(request: Promise<T>, older: () => Promise<T>): Promise<T> {
	return await request.catch(async (error: Error) => {
		if (!error.message.startsWith('n8n answered 404')) throw error;
		return await older();
	});
}

export const workflows = ({ call }: Session) => {
	const waitForPublication = async (id: string, wanted: Publication['status']): Promise<void> => {
		await waitFor(`workflow ${id} to be ${wanted}`, async () => {
			const now = await orIfMissing(
				call<Publication>('GET', `workflows/${id}/publication-status`),
				// Before 2.40 an activated workflow is active at once.
				async () => ({ status: wanted, triggers: [] }),
			);
			if (now.status === 'failed' || now.status === 'partial') {
				const reasons = now.triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
				throw new Error(`The workflow was not published: ${reasons.join('; ')}`);
			}
			return now.status === wanted || undefined;
		});
	};

	return {
		async createWorkflow(workflow: WorkflowJson): Promise<SavedWorkflow> {
			const { id, versionId } = await call<SavedWorkflow>('POST', 'workflows', workflow);
			return { id, versionId };
		},

		/** Changes a saved workflow, and returns its new version, which is not published yet. */
		async saveWorkflow(
			{ id, versionId }: SavedWorkflow,
			workflow: WorkflowJson,
		): Promise<SavedWorkflow> {
			const { name, nodes, connections, settings, pinData } = workflow;
			const body = { name, nodes, connections, settings, pinData, versionId };
			const saved = await call<SavedWorkflow>('PATCH', `workflows/${id}`, body);
			return { id, versionId: saved.versionId };
		},

		/** Publishes a workflow and waits until its triggers are active; rejects if one fails. */
		async activate({ id, versionId }: SavedWorkflow): Promise<void> {
			await orIfMissing(
				call('POST', `workflows/${id}/activate`, { versionId }),
				async () => await call('PATCH', `workflows/${id}`, { active: true, versionId }),
			);
			await waitForPublication(id, 'published');
		},

		/** Waits until its triggers are no longer active. */
		async deactivate({ id }: Pick<SavedWorkflow, 'id'>): Promise<void> {
			await orIfMissing(
				call('POST', `workflows/${id}/deactivate`, {}),
				async () => await call('PATCH', `workflows/${id}`, { active: false }),
			);
			await waitForPublication(id, 'not_published');
		},
	};
};
