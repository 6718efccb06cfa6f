import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './api';
import { Refusal } from './errors';
import { taskBody } from '../tasks/taskAnswers';
import type { Task } from '../tasks/tasks';

// The format of an ID is not documented; only impossible IDs are rejected for their format.
const TASK_ID = /^[A-Za-z0-9._-]{1,128}$/;

function ownTask({ simulation, key }: ApiCall, id: string): Task {
	const about = { param: 'task_id' };
	if (!TASK_ID.test(id)) {
		throw new Refusal({ ...about, status: 400, message: 'No task ID' });
	}
	const task = simulation.tasks.find(id);
	if (task && task.key !== key) {
		const message = 'The task is of another account';
		throw new Refusal({ ...about, status: 403, message });
	}
	if (!task || task.reads.all++ < task.behavior.notFoundReads) {
		const message = `The task ${id} does not exist`;
		throw new Refusal({ ...about, status: 404, message });
	}
	return task;
}

/** `GET /v1/tasks/{task_id}` */
export function readTask(call: ApiCall): Answer {
	const { tasks, mediaUrl } = call.simulation;
	const task = ownTask(call, call.record.taskId ?? '');
	const state = tasks.stateOf(task);
	if (state.status === 'processing') task.reads.processing += 1;
	return jsonAnswer(200, taskBody(task, state, mediaUrl));
}
