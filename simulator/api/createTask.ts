import { EMPTY_BODY, jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './apiCall';
import { checkCreateRequest } from './createRequest';
import { Refusal } from './errors';
import { readJson } from '../http/readJson';
import { createdBody } from '../tasks/taskAnswers';
import { stateAt, type TaskState } from '../tasks/taskClock';
import type { Task } from '../tasks/tasks';

const IDEMPOTENCY_KEY = /^[A-Za-z0-9._-]{16,96}$/;

function sentJson({ request }: ApiCall): unknown {
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		throw new Refusal({ status: 400, message: 'Content-Type must be application/json' });
	}
	const sent = readJson(request.body);
	if (sent === undefined) throw new Refusal({ status: 400, message: 'The body is not JSON' });
	return sent;
}

function idempotencyKeyOf({ request, simulation }: ApiCall): string | undefined {
	const key = request.headers['idempotency-key']?.toString();
	if (key === undefined || !simulation.options.honorIdempotency) return undefined;
	if (IDEMPOTENCY_KEY.test(key)) return key;
	throw new Refusal({
		status: 400,
		param: 'Idempotency-Key',
		message: 'Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -',
	});
}

function earlierTask({ simulation, key }: ApiCall, idempotencyKey: string, sentBody: unknown) {
	const earlier = simulation.tasks.findByIdempotencyKey(idempotencyKey, { key, sentBody });
	if (earlier && !earlier.sameBody) {
		throw new Refusal({
			status: 400,
			param: 'Idempotency-Key',
			message: 'This Idempotency-Key came before with another body',
		});
	}
	return earlier?.task;
}

/** `POST /v1/videos/generations`: creates the task, which is charged. */
export function createTask(call: ApiCall): Answer {
	const { simulation, key, record } = call;
	const { tasks, mediaUrl, options } = simulation;

	const answer = (task: Task, state: TaskState, headers: Record<string, string> = {}): Answer => {
		record.taskId = task.id;
		const { idIn, createdStatus: status } = task.behavior;
		if (idIn !== 'location') {
			return jsonAnswer(status, createdBody(task, state, mediaUrl), headers);
		}
		const location = `${options.prefix}/v1/tasks/${encodeURIComponent(task.id)}`;
		return { status, headers: { ...headers, location }, body: EMPTY_BODY };
	};

	const sentBody = sentJson(call);
	const idempotencyKey = idempotencyKeyOf(call);
	const earlier = idempotencyKey && earlierTask(call, idempotencyKey, sentBody);
	if (earlier) return answer(earlier, tasks.stateOf(earlier), { 'idempotency-replayed': 'true' });

	const request = checkCreateRequest(sentBody);
	const task = tasks.create({ key, request, sentBody, idempotencyKey });
	// Its first status, even if the process was suspended for a moment since.
	return answer(task, stateAt(task.behavior, 0));
}
