import { asArray, isRecord, nonEmptyString } from '../utils/json';
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
