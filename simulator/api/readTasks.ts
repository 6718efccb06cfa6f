import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './apiCall';
import { Refusal } from './errors';
import { taskInBatch } from '../tasks/taskAnswers';

const MAX_TASKS = 50;

function taskIds(body: unknown): string[] {
	const { task_ids: ids } = (body ?? {}) as { task_ids?: unknown };
	const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
	if (isList && ids.length >= 1 && ids.length <= MAX_TASKS) return ids as string[];
	const message = `task_ids must be a list of 1 to ${MAX_TASKS} IDs`;
	throw new Refusal({ status: 400, param: 'task_ids', message });
}

/** `POST /v1/tasks/batch`: tasks as single reads return them; unknown and foreign ones are absent. */
export function readTasks({ simulation: { tasks, mediaUrl }, key, record }: ApiCall): Answer {
	const data = [...new Set(taskIds(record.body))].flatMap((id) => {
		const task = tasks.find(id);
		if (task === undefined || task.key !== key) return [];
		if (task.reads.all++ < task.behavior.notFoundReads) return [];
		const state = tasks.stateOf(task);
		if (state.status === 'processing') task.reads.processing += 1;
		return [taskInBatch(task, state, mediaUrl)];
	});
	return jsonAnswer(200, { data });
}
