import { jsonAnswer, type Answer } from '../http/answer';
import type { RecordedRequest } from '../http/recording';
import type { Simulator } from '../simulator';
import { listedTask, statusInList } from '../tasks/taskAnswers';
import { Refusal } from './errors';

type Query = RecordedRequest['query'];

// Pending tasks are listed as processing.
const LISTED_STATUSES = ['processing', 'completed', 'failed', 'cancelled'];
const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** `GET /v1/tasks`: all tasks of the account, newest first. */
export function listTasks({ store }: Simulator, key: string, { query }: RecordedRequest): Answer {
	const { status, type, model } = query;
	if (status && !LISTED_STATUSES.includes(status)) {
		reject('status', `status must be one of ${LISTED_STATUSES.join(', ')}`);
	}
	const page = positive(query, 'page', 1, Number.MAX_SAFE_INTEGER);
	const pageSize = positive(query, 'page_size', DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);

	const own = store.all().filter((task) => task.key === key);
	const listed = own.map((task) => ({ task, state: store.stateOf(task) })).reverse();
	const fitting = listed.filter(
		({ task, state }) =>
			(!status || statusInList(state.status) === status) &&
			(!type || type === 'video') &&
			(!model || task.request.model === model),
	);
	const data = fitting
		.slice((page - 1) * pageSize, page * pageSize)
		.map(({ task, state }) => listedTask(task, state));
	return jsonAnswer(200, { data, total: fitting.length, page, page_size: pageSize });
}

function positive(query: Query, param: string, otherwise: number, most: number): number {
	if (!query[param]) return otherwise;
	const value = Number(query[param]);
	if (!Number.isInteger(value) || value < 1 || value > most) {
		reject(param, `${param} must be an integer from 1`);
	}
	return value;
}

function reject(param: string, message: string): never {
	throw new Refusal({ status: 400, param, message });
}
