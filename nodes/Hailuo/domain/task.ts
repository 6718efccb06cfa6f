import { shorten } from '../utils/format';
import { asArray, asRecord, firstOf, isRecord, nonEmptyString, omitUndefined } from '../utils/json';
import { isHttpUrl } from '../utils/url';
import { findApiError, type ApiError } from './apiError';
import type { FixedMode } from './models';
import { parseFailure, type Failure } from './taskFailure';
import { parseTaskId } from './taskId';

/** The statuses of a task. */
export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** The task in every output item. Fields without a value are omitted; field names never change. */
export interface Task {
	taskId: string;
	status: TaskStatus;
	/** The provider's own word for the status, where it differs. */
	providerStatus?: string;
	/** 0 to 100, %. */
	progress?: number;
	model?: string;
	mode?: FixedMode;
	/** As sent, camera commands included. */
	prompt?: string;
	quality?: string;
	/** Seconds. */
	duration?: number;
	aspectRatio?: string;
	/** ISO 8601. */
	createdAt?: string;
	videoUrl?: string;
	/** ISO 8601: creation + 24 h, the earliest time at which the URL may expire. */
	expiresAt?: string;
	failure?: Failure;
	/** As returned by the API. */
	usage?: unknown;
	/** Present if a wait ended before the task was final. */
	timedOut?: true;
}

/** A task of which at least the ID is known. */
export type KnownTask = Pick<Task, 'taskId'> & Partial<Task>;

/** Source: the API's documentation. */
export const URL_LIFETIME_MS = 24 * 60 * 60 * 1000;

const YEAR_10000_S = 253_402_300_800;

/**
 * Parses the task in a response to a create or a read, in any known dialect.
 *
 * @param body the parsed JSON; no field is guaranteed
 * @param known the task, with the values of earlier responses, which are kept if this one has none
 * @returns undefined if the body is not a task: it has no ID, status or video
 */
export function parseTask(body: unknown, known: KnownTask): Task | undefined {
	const records = recordsIn(body);
	const hasId = findTaskId(body) !== undefined;
	const field = (name: string) => fieldIn(records, name);
	const word = records.map(statusWordIn).find((each) => each !== undefined);
	const url = findVideoUrl(records);
	const status = toStatus(word, url, records);
	const isOnlySuccess = status === 'completed' && url === undefined;
	if (!hasId && (isOnlySuccess || (word === undefined && url === undefined))) return undefined;

	const { taskId, mode, prompt, quality, duration, aspectRatio } = known;
	const createdAt = isoSeconds(field('created') ?? field('created_at')) ?? known.createdAt;
	const videoUrl = status === 'completed' ? url : undefined;
	const hasFailed = status === 'failed' || status === 'cancelled';
	const usage = field('usage');
	return omitUndefined<Task>({
		taskId,
		status,
		providerStatus: providerStatus(word, status),
		progress: parseProgress(field('progress'), status) ?? known.progress,
		model: nonEmptyString(field('model')) ?? known.model,
		...{ mode, prompt, quality, duration, aspectRatio },
		createdAt,
		videoUrl,
		expiresAt: videoUrl && createdAt ? urlExpiry(createdAt) : undefined,
		failure: hasFailed ? parseFailure(status, findTaskError(records)) : undefined,
		usage: isRecord(usage) ? usage : known.usage,
	});
}

/** The provider's estimate of the total generation time, in a response to a create, ms. */
export function estimateIn(body: unknown): number | undefined {
	const { estimated_time: seconds } = asRecord(fieldIn(recordsIn(body), 'task_info'));
	return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

function fieldIn(records: ReadonlyArray<Record<string, unknown>>, name: string): unknown {
	return records.map((record) => record[name] ?? undefined).find((value) => value !== undefined);
}

/**
 * Parses the response to a batch read. Invalid entries and tasks that were not requested are skipped.
 *
 * @returns undefined if the body is not a list of tasks
 */
export function parseTaskBatch(
	body: unknown,
	requested: readonly KnownTask[],
): Map<string, Task> | undefined {
	const { data } = asRecord(body);
	if (!Array.isArray(data)) return undefined;
	const entries = new Map(asArray(data).map((entry) => [findTaskId(entry), entry]));
	if (data.length > 0 && [...entries.keys()].every((id) => id === undefined)) return undefined;
	const tasks = new Map<string, Task>();
	for (const known of requested) {
		const { taskId } = known;
		const task = entries.has(taskId) && parseTask(entries.get(taskId), known);
		if (task) tasks.set(taskId, task);
	}
	return tasks;
}

/** Fields that some dialects put the task into. */
const WRAPPERS = ['data', 'result', 'task', 'output'];
/** Fields that contain nothing but the ID of the task. */
const ID_FIELDS = ['task_id', 'taskId'];

/**
 * Finds the ID of the task in a response: `task_id`, `taskId` or `id`, in the body, in a wrapper, or in
 * the first entry of a list; or `data` as a plain string. An `id` beside a `task_id` is that of the
 * request, and a wrapper's `id` counts more than one outside it that has no status.
 */
export function findTaskId(body: unknown): string | undefined {
	const ids = recordsIn(body)
		.map(({ id }) => id)
		.sort((a, b) => Number(isTaskLike(b)) - Number(isTaskLike(a)));
	const wrapped = WRAPPERS.map((name) => asRecord(body)[name]);
	const plain = [...wrapped, firstOf(body)].map(firstOf).filter(isPlainId);
	return explicitTaskId(body) ?? firstTaskId([...ids, ...plain]);
}

/** The ID in a field that contains nothing else, which no response has by chance. */
export function explicitTaskId(body: unknown): string | undefined {
	return firstTaskId(recordsIn(body).flatMap((record) => ID_FIELDS.map((name) => record[name])));
}

function firstTaskId(values: readonly unknown[]): string | undefined {
	return values.map(parseTaskId).find((id) => id !== undefined);
}

/** Whether an ID is certainly that of a task: the ID of a request can stand beside it. */
export function isTaskLike(id: unknown): boolean {
	return typeof id === 'string' && id.startsWith('task');
}

/** A text that is an ID, not a word such as "success", or the URL of the video. */
export function isPlainId(value: unknown): boolean {
	const isLong = typeof value === 'string' && value.length >= 8;
	return isLong && /\d/.test(value) && !isHttpUrl(value);
}

/** The records that can hold the task, most specific first: those with a status, then wrappers, then the body. */
function recordsIn(body: unknown): Array<Record<string, unknown>> {
	const outer = asRecord(firstOf(body));
	const inner = innerRecords(outer);
	const hasStatus = (record: Record<string, unknown>) => statusWordIn(record) ?? record.object;
	const all = [...inner, outer];
	return [...all.filter(hasStatus), ...all.filter((record) => !hasStatus(record))];
}

function innerRecords(record: Record<string, unknown>): Array<Record<string, unknown>> {
	return WRAPPERS.map((name) => firstOf(record[name])).filter(isRecord);
}

/** The provider's word for the status. A number is the HTTP status of an envelope. */
function statusWordIn({
	status,
	task_status: taskStatus,
	state,
}: Record<string, unknown>): string | undefined {
	return [status, taskStatus, state].map(nonEmptyString).find((word) => word !== undefined);
}

/** Whether the task has reached its final status. */
export function isFinal({ status }: KnownTask): boolean {
	return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** What providers call the statuses, in lower case and without separators. Any other word is unknown. */
const STATUS_WORDS: Readonly<Record<TaskStatus, readonly string[]>> = {
	completed: ['completed', 'complete', 'succeeded', 'success', 'succeed', 'finished', 'done'],
	failed: ['failed', 'failure', 'fail', 'error', 'rejected', 'expired'],
	cancelled: ['cancelled', 'canceled', 'aborted'],
	processing: ['processing', 'running', 'inprogress', 'retrying'],
	pending: ['pending', 'queued', 'inqueue', 'queueing', 'submitted', 'preparing', 'waiting'],
};
const STATUSES = Object.keys(STATUS_WORDS) as TaskStatus[];

/** The status that a provider's word means; undefined for an unknown one. */
function knownStatus(word = ''): TaskStatus | undefined {
	const normalized = word.toLowerCase().replace(/[\s_-]/g, '');
	return STATUSES.find((status) => STATUS_WORDS[status].includes(normalized));
}

/** The status of a list entry, of which only the word counts; undefined if it is missing or unknown. */
export function parseStatus(entry: Record<string, unknown>): TaskStatus | undefined {
	return knownStatus(statusWordIn(entry));
}

/** An unknown word means that the task runs, unless the same response has a video or an error. */
function toStatus(
	word: string | undefined,
	url: string | undefined,
	records: ReadonlyArray<Record<string, unknown>>,
): TaskStatus {
	const known = knownStatus(word);
	// Around a task without a status, "success" is that of the request.
	const [withStatus, ...others] = records.filter(statusWordIn);
	const isEnvelope = others.length === 0 && withStatus && innerRecords(withStatus).length > 0;
	if (known === 'completed' && url === undefined && isEnvelope) return 'processing';
	if (known !== undefined) return known;
	if (url !== undefined) return 'completed';
	const errors = records.map((record) => ({
		error: record.error,
		errors: record.errors,
		fail_reason: record.fail_reason,
	}));
	return findTaskError(errors) === undefined ? 'processing' : 'failed';
}

function providerStatus(word: string | undefined, status: TaskStatus): string | undefined {
	return word === undefined || word === status ? undefined : shorten(word, 100);
}

function findTaskError(records: ReadonlyArray<Record<string, unknown>>): ApiError | undefined {
	return records.map(findApiError).find((error) => error !== undefined);
}

function parseProgress(value: unknown, status: TaskStatus): number | undefined {
	if (status === 'completed') return 100;
	const text =
		typeof value === 'string' ? /^(\d+(?:\.\d+)?) ?%?$/.exec(value.trim())?.[1] : undefined;
	const progress = text === undefined ? value : Number(text);
	if (typeof progress !== 'number' || Number.isNaN(progress)) return undefined;
	return Math.min(100, Math.max(0, progress));
}

/** Documented: `results[0]`. Others: `result_data[0].video_url`, `video_url`, `videoUrl`, `output`. */
function findVideoUrl(records: ReadonlyArray<Record<string, unknown>>): string | undefined {
	const candidates = records.flatMap(({ results, result_data: data, output, ...record }) => [
		firstOf(results),
		asRecord(firstOf(results)).url,
		asRecord(firstOf(data)).video_url,
		...[record.video_url, record.videoUrl, firstOf(output)].filter(isHttpUrl),
	]);
	return candidates.map(nonEmptyString).find((url) => url !== undefined);
}

function urlExpiry(createdAt: string): string {
	return new Date(Date.parse(createdAt) + URL_LIFETIME_MS).toISOString();
}

/** Unix seconds as ISO 8601; undefined outside the years 1970 to 9999. */
function isoSeconds(value: unknown): string | undefined {
	if (typeof value !== 'number' || !(value > 0 && value < YEAR_10000_S)) return undefined;
	return new Date(value * 1000).toISOString();
}
