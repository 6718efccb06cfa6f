import { asArray, isRecord, nonEmptyString } from '../utils/json';
import { isOfModel } from './modelOptions';
import { parseStatus, type TaskStatus } from './task';
import { parseTaskId } from './taskId';

/** A task in the account's list, which contains no video URL and no failure. */
export interface ListedTask {
	taskId: string;
	status: TaskStatus;
	/** Creation time, Unix seconds by the provider's clock. */
	createdS: number;
	/** Absent if the list has none. */
	model?: string;
	/** 0 to 100, %. Absent if the list has none. */
	progress?: number;
}

/** One page of the account's video tasks, in the provider's order. */
export interface TaskPage {
	tasks: ListedTask[];
	/** Number of entries on the page, including other types of tasks. */
	entries: number;
	/** Number of entries on all pages, if the API reports it. */
	total?: number;
	/** When the response was sent, by the provider's clock, ms since 1970; absent if it does not say. */
	dateMs?: number;
	/** The provider sorts the tasks by creation time, oldest first. */
	isOldestFirst?: true;
}

/**
 * Parses a page of the undocumented list. Other types of tasks and invalid entries are skipped.
 *
 * @returns undefined if the body is not such a list, or its tasks have no creation time
 */
export function parseTaskList(body: unknown): TaskPage | undefined {
	if (!isRecord(body) || !Array.isArray(body.data)) return undefined;
	const entries = asArray(body.data);
	const valid = entries.filter(isRecord).flatMap((entry) => {
		const createdS = parseCreatedS(entry);
		return createdS === undefined ? [] : [{ entry, createdS }];
	});
	if (entries.length > 0 && valid.length === 0) return undefined;

	const videos = valid.filter(({ entry }) => isVideo(entry));
	const tasks = videos.flatMap(({ entry, createdS }) => {
		const taskId = parseTaskId(entry.id);
		if (taskId === undefined) return [];
		const model = nonEmptyString(entry.model);
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
	const isOldestFirst = valid.length > 0 && valid[0].createdS < valid.at(-1)!.createdS;
	return {
		tasks,
		entries: entries.length,
		...(typeof total === 'number' && { total }),
		...(isOldestFirst && { isOldestFirst }),
	};
}

function isVideo({ type }: Record<string, unknown>): boolean {
	return type === undefined || type === null || String(type).includes('video');
}

/** A time without a time zone, which JavaScript would parse as local time. */
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

function parseUtcS(text: string): number {
	const time = text.trim();
	return Date.parse(WITHOUT_ZONE.test(time) ? `${time.replace(' ', 'T')}Z` : time) / 1000;
}

/** Unix seconds in the known example. Milliseconds and ISO 8601 (UTC if no time zone is given) are accepted as well. */
function parseCreatedS({ created_at: value }: Record<string, unknown>): number | undefined {
	const number = typeof value === 'string' ? parseUtcS(value) : value;
	if (typeof number !== 'number' || !(number > 0)) return undefined;
	return Math.floor(number > 1e11 ? number / 1000 : number);
}

/** The statuses that the account's list can be filtered by; pending tasks count as processing. */
export const LISTED_STATUSES = ['completed', 'processing', 'failed', 'cancelled'] as const;
export type ListedStatus = (typeof LISTED_STATUSES)[number];

/** Which tasks of an account to list. An absent field matches all tasks. */
export interface TaskFilter {
	status?: ListedStatus;
	/** A value of the models table, which can stand for several names in the API, or another name. */
	model?: string;
	/** Created at this time or later, ms since 1970. The list contains whole seconds. */
	createdAfterMs?: number;
	/** Created before this time, ms since 1970. */
	createdBeforeMs?: number;
}

/** Whether a task matches a filter. Needed because a provider may ignore the filters in a request. */
export function matchesTaskFilter(task: ListedTask, filter: TaskFilter): boolean {
	const { status, model, createdAfterMs = -Infinity, createdBeforeMs = Infinity } = filter;
	const listedStatus = task.status === 'pending' ? 'processing' : task.status;
	return (
		(status === undefined || listedStatus === status) &&
		isOfModel(task.model, model) &&
		(task.createdS + 1) * 1000 > createdAfterMs &&
		task.createdS * 1000 < createdBeforeMs
	);
}
