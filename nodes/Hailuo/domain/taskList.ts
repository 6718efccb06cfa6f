import { asArray, isRecord, nonEmptyString } from '../utils/json';
import { parseStatus, parseTaskId, type TaskStatus } from './task';

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

/** One page of the account's video tasks, in the provider's order. */
export interface TaskPage {
	tasks: ListedTask[];
	/** Number of entries of the page, including other types of tasks. */
	entries: number;
	/** Number of entries of all pages, if the API tells. */
	total?: number;
	/** The provider sorts the tasks by their creation, oldest first. */
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
	const readable = entries.filter(isRecord).flatMap((entry) => {
		const createdS = parseCreatedS(entry);
		return createdS === undefined ? [] : [{ entry, createdS }];
	});
	if (entries.length > 0 && readable.length === 0) return undefined;

	const videos = readable.filter(({ entry }) => isVideo(entry));
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
	const isOldestFirst = readable.length > 0 && readable[0].createdS < readable.at(-1)!.createdS;
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

/** The clocks of provider and n8n may differ by so much, s. */
const CLOCK_SKEW_S = 60;

/** The moment from which on a task of the account may come from a create sent at this one, Unix seconds. */
export function possibleSinceS(sentAtMs: number): number {
	return Math.floor(sentAtMs / 1000) - CLOCK_SKEW_S;
}

/**
 * The tasks of the account that a create of unknown outcome may have created: of its model, made
 * since it was sent, and made by no other item. The list has no prompts, so that none is certain.
 *
 * @param known IDs of the tasks that the execution has created itself
 */
export function possibleTasks(
	listed: readonly ListedTask[],
	create: { model: string; sentAtMs: number },
	known: ReadonlySet<string>,
): string[] {
	return listed
		.filter(({ model = create.model }) => model === create.model)
		.filter(({ createdS }) => createdS >= possibleSinceS(create.sentAtMs))
		.map(({ taskId }) => taskId)
		.filter((taskId) => !known.has(taskId));
}

/** The states that the account's list can be filtered by; pending tasks count as processing. */
export const LISTED_STATUSES = ['completed', 'processing', 'failed', 'cancelled'] as const;
export type ListedStatus = (typeof LISTED_STATUSES)[number];

/** Which tasks of an account are wanted; what is absent matches all. */
export interface TaskFilter {
	status?: ListedStatus;
	model?: string;
	/** Created at this moment or later, ms since 1970. The list tells whole seconds. */
	createdAfterMs?: number;
	/** Created before, ms since 1970. */
	createdBeforeMs?: number;
}

/** A provider may ignore the filters it was sent. */
export function matchesTaskFilter(task: ListedTask, filter: TaskFilter): boolean {
	const { status, model, createdAfterMs = -Infinity, createdBeforeMs = Infinity } = filter;
	const listedStatus = task.status === 'pending' ? 'processing' : task.status;
	return (
		(status === undefined || listedStatus === status) &&
		(model === undefined || (task.model ?? model) === model) &&
		(task.createdS + 1) * 1000 > createdAfterMs &&
		task.createdS * 1000 < createdBeforeMs
	);
}
