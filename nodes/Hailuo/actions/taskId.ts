import type { ItemParameters } from '../run/parameters';
import type { KnownTask } from '../video/task';
import { quoted } from '../video/wording';

/** An ID becomes part of an address and of a file name, so it must be a plain word. */
const PLAIN_WORD = /^(?!\.+$)[\w.-]{1,200}$/;

/** @returns the task to read, of which nothing but its ID is known */
export function readTaskId(parameters: ItemParameters): KnownTask | undefined {
	const value = parameters.raw('taskId');
	const taskId = typeof value === 'string' ? value.trim() : value;
	if (typeof taskId === 'string' && PLAIN_WORD.test(taskId)) return { taskId };
	const isMissing = taskId === undefined || taskId === '';
	parameters.complaints.push(
		isMissing
			? 'Task ID is empty. Give the taskId that Create gives back'
			: `Task ID is ${quoted(taskId)}. It must be one ID of letters, digits, ".", "_" and "-"`,
	);
	return undefined;
}
