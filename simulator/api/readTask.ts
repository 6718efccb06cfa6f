import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './apiCall';
import { Refusal } from './errors';
import { noTaskBody, taskBody } from '../tasks/taskAnswers';
import type { Task } from '../tasks/tasks';

// The format of an ID is not documented; only impossible IDs are rejected for their format.
const TASK_ID = /^[^\s"'`,;{}]{1,200}$/;

/** The task; undefined if there is none for this account. */
function ownTask({ simulation, key }: ApiCall, id: string): Task | undefined {
	const about = { param: 'task_id' };
	if (!TASK_ID.test(id)) {
		throw new Refusal({ ...about, status: 400, message: 'No task ID' });
	}
	const task = simulation.tasks.find(id);
	if (task && task.key !== key) {
		const message = 'The task is of another account';
		throw new Refusal({ ...about, status: 403, message });
	}
	return task && task.reads.all++ < task.behavior.notFoundReads ? undefined : task;
}

function noSuchTask({ options, tasks }: ApiCall['simulation'], id: string): Answer {
	const { notFoundAs = 'error' } = tasks.find(id)?.behavior ?? options.task;
	if (notFoundAs === 'failedTask') return jsonAnswer(200, noTaskBody(id));
	throw new Refusal({ status: 404, param: 'task_id', message: `The task ${id} does not exist` });
}

/** `GET /v1/tasks/{task_id}` */
export function readTask(call: ApiCall): Answer {
	const { tasks, mediaUrl } = call.simulation;
	const { taskId = '' } = call.record;
	const task = ownTask(call, taskId);
	if (!task) return noSuchTask(call.simulation, taskId);
	const state = tasks.stateOf(task);
	if (state.status === 'processing') task.reads.processing += 1;
	return jsonAnswer(200, taskBody(task, state, mediaUrl));
}
