import { asArray, isRecord, nonEmptyString } from '../utils/json';
import type { Result } from '../utils/result';
import { parseStatus, type TaskStatus } from './task';
import { parseTaskId } from './taskId';

/** A task as in the account's list: without URL and failure. */
export interface ListedTask {
	taskId: string;
	status: TaskStatus;
	/** Creation, Unix seconds by the provider's clock. */
	createdS: number;
	/** Absent if the list has none. */
	model?: string;
	/** 0 to 100, %; absent where the list does not tell. */
	progress?: number;
}

/** One page of the account's video tasks, newest first. */
export interface TaskPage {
	tasks: ListedTask[];
	/** Number of entries of the page, including other types of tasks. */
	entries: number;
	/** Number of entries of all pages, if the API tells. */
	total?: number;
}

/** A page number with what came of reading it. */
export interface TaskPageResult<E> {
	page: number;
	result: Result<TaskPage, E>;
}

/**
 * Reads the account's task list page by page, to its end or the first error. Pages move while they are
 * read, but only towards the end, since new tasks come first: a task may be seen twice, never missed.
 *
 * @param list reads one page
 * @param from the first page to read, from 1
 * @param pageSize the longest page so far: a provider may give shorter ones than it was asked for
 */
export async function* taskPages<E>(
	list: (page: number) => Promise<Result<TaskPage, E>>,
	from = 1,
	pageSize = 0,
): AsyncGenerator<TaskPageResult<E>, void> {
	for (let page = from; ; page += 1) {
		const result = await list(page);
		yield { page, result };
		if (!result.ok) return;
		const { entries, total } = result.value;
		pageSize = Math.max(pageSize, entries);
		if (entries === 0 || (total !== undefined && page * pageSize >= total)) return;
	}
}

/**
 * Parses a page of the undocumented list. Other types of tasks and invalid entries are skipped.
 *
 * @returns undefined if the body is not such a list, or its tasks have no creation time
 */
export function parseTaskList(body: unknown): TaskPage | undefined {
	if (!isRecord(body) || !Array.isArray(body.data)) return undefined;
	const entries = asArray(body.data);
	const readable = entries.filter(isRecord).filter((entry) => parseCreatedS(entry) !== undefined);
	if (entries.length > 0 && readable.length === 0) return undefined;

	const tasks = readable.filter(isVideo).flatMap((entry) => {
		const taskId = parseTaskId(entry.id);
		if (taskId === undefined) return [];
		const model = nonEmptyString(entry.model);
		const createdS = parseCreatedS(entry) ?? 0;
		const progress = typeof entry.progress === 'number' ? entry.progress : undefined;
		return [
			{
				taskId,
				status: parseStatus(entry.status),
				createdS,
				...(model && { model }),
				...(progress !== undefined && { progress }),
			},
		];
	});
	const { total } = body;
	return { tasks, entries: entries.length, ...(typeof total === 'number' && { total }) };
}

function isVideo({ type }: Record<string, unknown>): boolean {
	return type === undefined || type === null || String(type).includes('video');
}

/** A time without a zone, which JavaScript would take for local time. */
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

function parseUtcS(text: string): number {
	const time = text.trim();
	return Date.parse(WITHOUT_ZONE.test(time) ? `${time.replace(' ', 'T')}Z` : time) / 1000;
}

/** Unix seconds in the known example; milliseconds and ISO 8601 (UTC without a zone) are accepted, too. */
function parseCreatedS({ created_at: value }: Record<string, unknown>): number | undefined {
	const number = typeof value === 'string' ? parseUtcS(value) : value;
	if (typeof number !== 'number' || !(number > 0)) return undefined;
	return Math.floor(number > 1e11 ? number / 1000 : number);
}
