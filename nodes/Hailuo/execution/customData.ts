import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n's limits: so many keys an execution, so many characters a value (longer ones are logged as errors). */
const MAX_KEYS = 10;
const MAX_CHARACTERS = 255;
const KEY = 'hailuoTasks';

/** n8n's custom data of an execution, as its data proxy offers it; absent outside a workflow. */
export interface CustomData {
	get(key: string): unknown;
	set(key: string, value: string): void;
}

/**
 * Writes a task ID into the execution's custom data, so that a stopped execution still shows it in
 * n8n's list: `hailuoTasks` holds the first IDs, `hailuoTasks2` the next, and so on, while n8n has
 * room. An ID is never split.
 */
export function recordTaskId(customData: CustomData, taskId: string): void {
	for (let index = 1; index <= MAX_KEYS; index += 1) {
		const key = index === 1 ? KEY : `${KEY}${index}`;
		const held = String(customData.get(key) ?? '');
		if (held.split(',').includes(taskId)) return;
		const value = held === '' ? taskId : `${held},${taskId}`;
		if (value.length <= MAX_CHARACTERS) {
			customData.set(key, value);
			return;
		}
	}
}

/** @returns undefined where n8n keeps no data of the execution */
export function customDataOf(context: IExecuteFunctions): CustomData | undefined {
	const { $execution } = context.getWorkflowDataProxy(0);
	return ($execution as { customData?: CustomData } | undefined)?.customData;
}
