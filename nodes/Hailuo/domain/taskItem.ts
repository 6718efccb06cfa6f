import { asRecord } from '../utils/json';
import type { KnownTask, Task } from './task';

/** The order of the fields in an output item: what users look for first, in the columns of a table. */
const ITEM_FIELDS: ReadonlyArray<keyof Task> = [
	...(['status', 'providerStatus', 'videoUrl', 'expiresAt', 'taskId', 'prompt'] as const),
	...(['model', 'mode', 'quality', 'duration', 'aspectRatio', 'progress'] as const),
	...(['createdAt', 'failure', 'timedOut', 'usage'] as const),
];

/** The task as an output item. */
export function toItemJson(task: KnownTask): Partial<Task> {
	const fields = ITEM_FIELDS.filter((field) => task[field] !== undefined);
	return { ...Object.fromEntries(fields.map((field) => [field, task[field]])), ...task };
}

/** What the API does not return of a task, from the item of an earlier node. */
export function requestFieldsIn(item: unknown): Partial<Task> {
	const { prompt, quality, duration, aspectRatio } = asRecord(item);
	return {
		...(typeof prompt === 'string' && { prompt }),
		...(typeof quality === 'string' && { quality }),
		...(typeof duration === 'number' && { duration }),
		...(typeof aspectRatio === 'string' && { aspectRatio }),
	};
}
