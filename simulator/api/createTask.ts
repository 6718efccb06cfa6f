/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { isDeepStrictEqual } from 'node:util';

import { jsonAnswer, type Answer } from '../http/answer';
import type { RecordedRequest } from '../http/recording';
import type { Simulator } from '../simulator';
import { taskBody } from '../tasks/taskAnswers';
import { stateAt, type TaskState } from '../tasks/taskClock';
import type { Task } from '../tasks/tasks';
import { checkCreateRequest } from './createRequest';
import { Refusal } from './errors';

const IDEMPOTENCY_KEY = /^[A-Za-z0-9._-]{16,96}$/;

/** `POST /v1/videos/generations`: creates the task, which is charged. */
export function createTask(simulator: Simulator, key: string, record: RecordedRequest): Answer {
	const { store, mediaUrl, options } = simulator;
	const { headers, body: sentBody } = record;
	const answer = (task: Task, state: TaskState, headers: Record<string, string> = {}): Answer => {
		record.taskId = task.id;
		return jsonAnswer(200, taskBody(task, state, mediaUrl), headers);
	};

	if (!/^application\/json\b/i.test(String(headers['content-type']))) {
		throw new Refusal({ status: 400, message: 'Content-Type must be application/json' });
	}
	const idempotencyKey = options.honorIdempotency
		? headers['idempotency-key']?.toString()
		: undefined;
	if (idempotencyKey !== undefined) {
		if (!IDEMPOTENCY_KEY.test(idempotencyKey)) rejectKey('must be 16 to 96 of A-Z a-z 0-9 . _ -');
		const earlier = store
			.all()
			.find((task) => task.key === key && task.idempotencyKey === idempotencyKey);
		if (earlier) {
			if (!isDeepStrictEqual(earlier.sentBody, sentBody))
				rejectKey('came before with another body');
			return answer(earlier, store.stateOf(earlier), { 'idempotency-replayed': 'true' });
		}
	}
	const request = checkCreateRequest(sentBody);
	const task = store.create({ key, request, sentBody, idempotencyKey });
	// Its first status, even if the process was suspended for a moment since.
	return answer(task, stateAt(task.behavior, 0));
}

function rejectKey(reason: string): never {
	const param = 'Idempotency-Key';
	throw new Refusal({ status: 400, param, message: `This ${param} ${reason}` });
}
