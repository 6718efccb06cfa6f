import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './apiCall';
import { Refusal } from './errors';
import { listedTask, statusInList } from '../tasks/taskAnswers';

type Query = Readonly<Record<string, string | undefined>>;

// Pending tasks are listed as processing.
const LISTED_STATUSES = ['processing', 'completed', 'failed', 'cancelled'];
const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

function positive(query: Query, param: string, otherwise: number, most: number): number {
	const text = query[param];
	if (text === undefined || text === '') return otherwise;
	const value = Number(text);
	if (Number.isInteger(value) && value >= 1 && value <= most) return value;
	throw new Refusal({ status: 400, param, message: `${param} must be an integer from 1` });
}

function listedStatus({ status }: Query): string | undefined {
	if (!status || LISTED_STATUSES.includes(status)) return status;
	const message = `status must be one of ${LISTED_STATUSES.join(', ')}`;
	throw new Refusal({ status: 400, param: 'status', message });
}

/** `GET /v1/tasks`: all tasks of the account, by default newest first. */
export function listTasks({ simulation, key, request }: ApiCall): Answer {
	const { tasks, list, now } = simulation;
	const query = request.query as Query;
	const wanted = { status: listedStatus(query), type: query.type, model: query.model };
	const page = positive(query, 'page', 1, Number.MAX_SAFE_INTEGER);
	const pageSize = positive(query, 'page_size', DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);

	const oldestFirst = tasks.ownedBy(key).map((task) => ({ task, state: tasks.stateOf(task) }));
	const ordered = list.order === 'oldestFirst' ? oldestFirst : oldestFirst.reverse();
	const fitting = list.ignoresFilters
		? ordered
		: ordered
				.filter(({ state }) => !wanted.status || statusInList(state.status) === wanted.status)
				.filter(() => !wanted.type || wanted.type === 'video')
				.filter(({ task }) => !wanted.model || task.request.model === wanted.model);
	const data = fitting
		.slice((page - 1) * pageSize, page * pageSize)
		.map(({ task, state }) => listedTask(task, state, list));
	const total = list.total === 'ofPage' ? data.length : fitting.length;
	const body = { data, ...(list.total !== 'absent' && { total }), page, page_size: pageSize };
	const { dateOffsetMs } = list;
	const date = new Date(now + (dateOffsetMs ?? 0)).toUTCString();
	return jsonAnswer(200, body, dateOffsetMs === undefined ? {} : { date });
}
