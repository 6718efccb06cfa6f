import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './api';
import { Refusal } from './errors';
import { assertKnownFields } from '../knownFields';
import { listedTask } from '../tasks/taskAnswers';

/** How a provider lists the tasks of an account. */
export interface ListPlan {
	/** Default newestFirst. */
	order?: 'newestFirst' | 'oldestFirst';
	/** False: the response does not contain the total number of tasks. Default true. */
	withTotal?: boolean;
}

const FIELDS: Readonly<Record<keyof ListPlan, true>> = { order: true, withTotal: true };

export function completeList(plan: ListPlan): ListPlan {
	assertKnownFields('the list', plan, FIELDS);
	return plan;
}

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
export function listTasks({ simulation: { tasks, list }, key, request }: ApiCall): Answer {
	const query = request.query as Query;
	const wanted = { status: listedStatus(query), type: query.type, model: query.model };
	const page = positive(query, 'page', 1, Number.MAX_SAFE_INTEGER);
	const pageSize = positive(query, 'page_size', DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);

	const oldestFirst = tasks.ownedBy(key);
	const ordered = list.order === 'oldestFirst' ? oldestFirst : oldestFirst.reverse();
	const fitting = ordered
		.map((task) => listedTask(task, tasks.stateOf(task)))
		.filter((task) => !wanted.status || task.status === wanted.status)
		.filter((task) => !wanted.type || task.type === wanted.type)
		.filter((task) => !wanted.model || task.model === wanted.model);
	const data = fitting.slice((page - 1) * pageSize, page * pageSize);
	const total = list.withTotal === false ? {} : { total: fitting.length };
	return jsonAnswer(200, { data, ...total, page, page_size: pageSize });
}
