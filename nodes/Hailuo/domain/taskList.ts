import { asArray, isRecord, nonEmptyString, omitUndefined } from '../utils/json';
import { isOfModel } from './modelOptions';
import { findTaskId, parseStatus, type KnownTask, type TaskStatus } from './task';

/** A task in the account's list, which contains no video URL and no failure. */
export interface ListedTask {
	taskId: string;
	status: TaskStatus;
	/** The list has no status, or an unknown word for it: the task may have finished. */
	isStatusUnknown?: true;
	/** Creation time, Unix seconds by the provider's clock. Absent if the list has none that is possible. */
	createdS?: number;
	/** Absent if the list has none. */
	model?: string;
	/** 0 to 100, %. Absent if the list has none. */
	progress?: number;
}

/** One page of the account's task list, in the provider's order. */
export interface TaskPage {
	/** The video tasks. */
	tasks: ListedTask[];
	/** All entries with an ID, including other types of tasks. */
	entries: ListedTask[];
	/** Number of entries on all pages, as reported by the provider: a hint, no proof. */
	total?: number;
	/** When the provider sent the page, ms since 1970 by its clock. Absent if it does not say. */
	dateMs?: number;
}

/**
 * Parses a page of the undocumented list. Other types of tasks and invalid entries are skipped.
 *
 * @returns undefined if the body is not such a list, or its tasks have no creation time
 */
export function parseTaskList(body: unknown): TaskPage | undefined {
	if (!isRecord(body) || !Array.isArray(body.data)) return undefined;
	const entries = asArray(body.data)
		.filter(isRecord)
		.flatMap((entry) => {
			const taskId = findTaskId(entry);
			return taskId === undefined ? [] : [{ entry, task: parseListedTask(taskId, entry) }];
		});
	const hasTimes = entries.some(({ task: { createdS } }) => createdS !== undefined);
	if (body.data.length > 0 && !hasTimes) return undefined;
	const { total } = body;
	return {
		tasks: entries.filter(({ entry }) => isVideo(entry)).map(({ task }) => task),
		entries: entries.map(({ task }) => task),
		total: typeof total === 'number' ? total : undefined,
	};
}

function parseListedTask(taskId: string, entry: Record<string, unknown>): ListedTask {
	const status = parseStatus(entry);
	const { progress } = entry;
	return omitUndefined<ListedTask>({
		taskId,
		status: status ?? 'processing',
		isStatusUnknown: status === undefined ? true : undefined,
		createdS: parseCreatedS(entry.created_at),
		model: nonEmptyString(entry.model),
		progress: typeof progress === 'number' ? progress : undefined,
	});
}

function isVideo({ type }: Record<string, unknown>): boolean {
	return type === undefined || type === null || /video/i.test(String(type));
}

/** A time without a time zone, which JavaScript would parse as local time. */
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
/** September 2020: no video of these models is older. */
const MIN_CREATED_S = 1_600_000_000;
/** No time in seconds is this large before the year 5138; one in milliseconds, µs or ns is. */
const MAX_CREATED_S = 1e11;

/** Unix time in s, ms, µs or ns, also as digits in a text, or ISO 8601 (UTC if no time zone is given). */
function parseCreatedS(value: unknown): number | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	let seconds = typeof value === 'number' ? value : /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	if (text !== '' && Number.isNaN(seconds)) {
		seconds = Date.parse(WITHOUT_ZONE.test(text) ? `${text.replace(' ', 'T')}Z` : text) / 1000;
	}
	while (seconds > MAX_CREATED_S && Number.isFinite(seconds)) seconds /= 1000;
	return seconds >= MIN_CREATED_S && Number.isFinite(seconds) ? Math.floor(seconds) : undefined;
}

/**
 * Whether a page is older than a time, Unix seconds, so that the pages after it are as well. By half
 * of its entries, since a single time can be wrong.
 */
export function isOlderThan(page: TaskPage, timeS: number): boolean {
	const times = timesOf(page);
	return times.length > 0 && times.filter((time) => time < timeS).length * 2 >= times.length;
}

/** Fewer tasks are on one page, whatever their order. */
const MIN_SORTED = 10;

/** Whether a page is sorted oldest first. One time in ten may be wrong. */
export function isOldestFirst(page: TaskPage): boolean {
	const times = timesOf(page);
	const descents = times.slice(1).filter((time, index) => time < times[index]);
	const [first = 0, last = 0] = [times[0], times.at(-1)];
	return times.length >= MIN_SORTED && last > first && descents.length * 10 <= times.length;
}

function timesOf({ entries }: TaskPage): number[] {
	return entries.flatMap(({ createdS }) => createdS ?? []);
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

/**
 * Whether a task matches a filter. Needed because a provider may ignore the filters in a request. What
 * the list does not say about a task matches.
 */
export function matchesTaskFilter(task: ListedTask, filter: TaskFilter): boolean {
	const { status, model, createdAfterMs = -Infinity, createdBeforeMs = Infinity } = filter;
	return (
		(task.isStatusUnknown || hasStatus(task, status)) &&
		isOfModel(task.model, model) &&
		(task.createdS === undefined ||
			((task.createdS + 1) * 1000 > createdAfterMs && task.createdS * 1000 < createdBeforeMs))
	);
}

/** Whether a task has the status of a filter; undefined matches all. */
export function hasStatus({ status }: KnownTask, filter: ListedStatus | undefined): boolean {
	return filter === undefined || filter === (status === 'pending' ? 'processing' : status);
}
