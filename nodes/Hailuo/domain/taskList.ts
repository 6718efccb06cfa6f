import { asArray, isRecord, nonEmptyString } from '../utils/json';
import type { Result } from '../utils/result';
import { parseStatus, type TaskStatus } from './task';
import { parseTaskId } from './taskId';

/** A task as the account's list shows it: without a link, and without the reason of a failure. */
export interface ListedTask {
	taskId: string;
	status: TaskStatus;
	/** Creation, Unix seconds by the API's clock. */
	createdS: number;
	/** Absent where the list does not tell. */
	model?: string;
	/** 0 to 100, %; absent where the list does not tell. */
	progress?: number;
}

/** One page of the account's video tasks, newest first. */
export interface TaskPage {
	tasks: ListedTask[];
	/** How many entries the page had, those of other kinds of tasks included. */
	entries: number;
	/** How many entries all pages have together, where the API tells. */
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
 * Reads a page of the undocumented list. Entries of other kinds and odd ones are left out.
 *
 * @returns undefined where the body is no such list, or does not say when its tasks were made
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

/** The one example gives Unix seconds; milliseconds and ISO 8601 would be as clear. */
function parseCreatedS({ created_at: value }: Record<string, unknown>): number | undefined {
	const number = typeof value === 'string' ? Date.parse(value) / 1000 : value;
	if (typeof number !== 'number' || !(number > 0)) return undefined;
	return Math.floor(number > 1e11 ? number / 1000 : number);
}
