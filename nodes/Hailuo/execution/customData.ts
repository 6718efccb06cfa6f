import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * n8n allows ten keys per execution, of which two are left to the workflow, and 255 characters per value
 * (longer ones are logged as errors).
 */
const MAX_KEYS = 8;
const MAX_CHARACTERS = 255;
const KEY = 'hailuoTasks';

/** n8n's custom data of an execution, from its data proxy. Absent outside a workflow. */
export interface CustomData {
	get(key: string): unknown;
	set(key: string, value: string): void;
}

/**
 * Writes a task ID to the execution's custom data, so that n8n's list shows it even for a stopped
 * execution. `hailuoTasks` contains the first IDs, `hailuoTasks2` the next, and so on, up to n8n's
 * limits. An ID is never split.
 */
export function recordTaskId(customData: CustomData, taskId: string): void {
	for (let index = 1; index <= MAX_KEYS; index += 1) {
		const key = index === 1 ? KEY : `${KEY}${index}`;
		const existing = String(customData.get(key) ?? '');
		if (existing.split(',').includes(taskId)) return;
		const value = existing === '' ? taskId : `${existing},${taskId}`;
		if (value.length <= MAX_CHARACTERS) {
			customData.set(key, value);
			return;
		}
	}
}

/** @returns undefined if n8n keeps no data of the execution */
export function customDataOf(context: IExecuteFunctions): CustomData | undefined {
	const { $execution } = context.getWorkflowDataProxy(0);
	return ($execution as { customData?: CustomData } | undefined)?.customData;
}
