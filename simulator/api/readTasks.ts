import { jsonAnswer, type Answer } from '../http/answer';
import type { RecordedRequest } from '../http/recording';
import type { Simulator } from '../simulator';
import { taskBody } from '../tasks/taskAnswers';
import { Refusal } from './errors';

// The format of an ID is not documented; only impossible IDs are rejected for their format.
const TASK_ID = /^[^\s"'`,;{}]{1,200}$/;
const MAX_BATCH = 50;

/** `GET /v1/tasks/{task_id}` */
export function readTask(simulator: Simulator, key: string, record: RecordedRequest): Answer {
	const { store, mediaUrl } = simulator;
	const { taskId = '' } = record;
	const reject = (status: number, message: string): never => {
		throw new Refusal({ status, param: 'task_id', message });
	};
	if (!TASK_ID.test(taskId)) reject(400, 'No task ID');
	const task = store.find(taskId) ?? reject(404, `The task ${taskId} does not exist`);
	if (task.key !== key) reject(403, 'The task is of another account');
	return jsonAnswer(200, taskBody(task, store.read(task), mediaUrl));
}

/** `POST /v1/tasks/batch`: tasks as single reads return them; unknown and foreign ones are absent. */
export function readTasks(
	{ store, mediaUrl }: Simulator,
	key: string,
	{ body }: RecordedRequest,
): Answer {
	const data = taskIds(body).flatMap((id) => {
		const task = store.find(id);
		return task?.key === key ? [taskBody(task, store.read(task), mediaUrl)] : [];
	});
	return jsonAnswer(200, { data });
}

/** The IDs of a batch, each once. */
function taskIds(body: unknown): string[] {
	const { task_ids: ids } = (body ?? {}) as { task_ids?: unknown };
	const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
	if (isList && ids.length >= 1 && ids.length <= MAX_BATCH) return [...new Set(ids as string[])];
	const message = `task_ids must be a list of 1 to ${MAX_BATCH} IDs`;
	throw new Refusal({ status: 400, param: 'task_ids', message });
}
