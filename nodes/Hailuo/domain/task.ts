import { asArray, asRecord, isRecord, nonEmptyString } from '../utils/json';
import type { FixedMode } from './models';
import { parseFailure, type Failure } from './taskFailure';

/** The statuses of a task. Any other value from the API counts as `processing`. */
export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** The task in every output item. Fields without a value are omitted; field names never change. */
export interface Task {
	taskId: string;
	status: TaskStatus;
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

/** A task as returned in one response. */
export interface TaskReading {
	task: Task;
	/** The provider's estimate of the total generation time, ms. */
	estimateMs?: number;
}

/** Source: the API's documentation. */
const LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;

const YEAR_10000_S = 253_402_300_800;

/**
 * Parses the response to a create or a read.
 *
 * @param responseBody the parsed JSON; no field is guaranteed, and some providers wrap the task in `data`
 * @param known values from earlier responses, kept if this one has none
 * @returns undefined if the body is not a task
 */
export function parseTask(responseBody: unknown, known?: KnownTask): TaskReading | undefined {
	if (!isRecord(responseBody)) return undefined;
	const data = asRecord(responseBody.data);
	const body = isTaskBody(responseBody) ? responseBody : data;
	const taskId = known?.taskId ?? idInBody(responseBody) ?? idInBody(data);
	if (taskId === undefined || !isTaskBody(body)) return undefined;

	const status = parseStatus(body.status);
	const createdAt = isoSeconds(body.created) ?? known?.createdAt;
	const videoUrl = status === 'completed' ? parseVideoUrl(body) : undefined;
	const ended = status === 'failed' || status === 'cancelled';

	const task: Task = { taskId, status };
	assign(task, 'progress', parseProgress(body.progress, status) ?? known?.progress);
	assign(task, 'model', nonEmptyString(body.model) ?? known?.model);
	assign(task, 'mode', known?.mode);
	assign(task, 'prompt', known?.prompt);
	assign(task, 'quality', known?.quality);
	assign(task, 'duration', known?.duration);
	assign(task, 'aspectRatio', known?.aspectRatio);
	assign(task, 'createdAt', createdAt);
	assign(task, 'videoUrl', videoUrl);
	assign(task, 'expiresAt', videoUrl && createdAt && linkExpiry(createdAt));
	assign(task, 'failure', ended ? parseFailure(body.error, status) : undefined);
	assign(task, 'usage', isRecord(body.usage) ? body.usage : known?.usage);
	return { task, estimateMs: parseEstimateMs(body.task_info) };
}

/**
 * Parses the response to a batch read. Invalid entries and tasks that were not requested are skipped.
 *
 * @returns undefined if the body is not a list of tasks
 */
export function parseTaskBatch(
	body: Record<string, unknown>,
	requested: readonly KnownTask[],
): Map<string, TaskReading> | undefined {
	if (!Array.isArray(body.data)) return undefined;
	const entries = body.data as unknown[];
	const knownTasks = new Map(requested.map((task) => [task.taskId, task]));
	const readings = new Map<string, TaskReading>();
	let isTaskList = entries.length === 0;
	for (const entry of entries) {
		const taskId = parseTask(entry)?.task.taskId;
		if (taskId === undefined) continue;
		isTaskList = true;
		const known = knownTasks.get(taskId);
		const reading = known && parseTask(entry, known);
		if (reading !== undefined) readings.set(taskId, reading);
	}
	return isTaskList ? readings : undefined;
}

function isTaskBody(body: Record<string, unknown>): boolean {
	return nonEmptyString(body.status) !== undefined || idInBody(body) !== undefined;
}

/** The documented field is `id`. `task_id` is accepted as well, so that no paid task is lost. */
function idInBody(body: Record<string, unknown>): string | undefined {
	return parseTaskId(body.id) ?? parseTaskId(body.task_id);
}

/** Whether the task has reached its final status. */
export function isFinal({ status }: KnownTask): boolean {
	return status === 'completed' || status === 'failed' || status === 'cancelled';
}

export function parseStatus(value: unknown): TaskStatus {
	switch (value) {
		case 'pending':
		case 'completed':
		case 'failed':
		case 'cancelled':
			return value;
		default:
			return 'processing';
	}
}

function parseProgress(value: unknown, status: TaskStatus): number | undefined {
	if (status === 'completed') return 100;
	if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
	return Math.min(100, Math.max(0, value));
}

/** The URL is in `results`, or with some providers in `result_data`. */
function parseVideoUrl(body: Record<string, unknown>): string | undefined {
	const [first] = asArray(body.results);
	const [data] = asArray(body.result_data);
	return nonEmptyString(first) ?? nonEmptyString(asRecord(data).video_url);
}

function parseEstimateMs(taskInfo: unknown): number | undefined {
	const seconds = asRecord(taskInfo).estimated_time;
	return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

function linkExpiry(createdAt: string): string {
	return new Date(Date.parse(createdAt) + LINK_LIFETIME_MS).toISOString();
}

/** Unix seconds as ISO 8601; undefined outside the years 1970 to 9999. */
function isoSeconds(value: unknown): string | undefined {
	if (typeof value !== 'number' || !(value > 0 && value < YEAR_10000_S)) return undefined;
	return new Date(value * 1000).toISOString();
}

function assign<K extends keyof Task>(task: Task, key: K, value: Task[K] | '' | undefined): void {
	if (value !== undefined && value !== '') task[key] = value;
}

/** IDs are used in URLs and file names. */
const SAFE_ID = /^(?!\.+$)[\w.-]{1,200}$/;

/** IDs contain their creation time in Unix seconds: `task-unified-1772618027-cmeisy8h`. */
const ID_WITH_TIME = /^task-unified-(1[6-9]\d{8}|[2-9]\d{9})-/;

export function isTaskId(value: unknown): value is string {
	return typeof value === 'string' && SAFE_ID.test(value);
}

/**
 * Parses the ID in a response, in any format. Undefined if it cannot be requested: "." and ".." change
 * the path even when encoded, and half a surrogate pair cannot be encoded.
 */
export function parseTaskId(value: unknown): string | undefined {
	// JSON.parse loses digits of larger numbers.
	const id = Number.isSafeInteger(value) ? String(value) : nonEmptyString(value);
	return id === undefined || /^\.{1,2}$|\p{Cs}/u.test(id) ? undefined : id;
}

/** The creation time in an ID, ms since 1970; undefined if the ID has none. */
export function createdAtMsFromId(taskId: string): number | undefined {
	const [, seconds] = ID_WITH_TIME.exec(taskId) ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}
