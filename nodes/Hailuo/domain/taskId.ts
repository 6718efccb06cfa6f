import { nonEmptyString } from '../utils/json';

/** An ID becomes part of a URL and of a file name. */
const PLAIN_WORD = /^(?!\.+$)[\w.-]{1,200}$/;

/** IDs contain the second of their creation: `task-unified-1772618027-cmeisy8h`. */
const WITH_TIME = /^task-unified-(1[6-9]\d{8}|[2-9]\d{9})-/;

export function isTaskId(value: unknown): value is string {
	return typeof value === 'string' && PLAIN_WORD.test(value);
}

/**
 * The ID in a response, of any form. Undefined if it could not be requested: "." and ".." change the
 * path even when encoded, and half a surrogate pair cannot be encoded.
 */
export function parseTaskId(value: unknown): string | undefined {
	// A larger number has lost digits in JSON.parse.
	const id = Number.isSafeInteger(value) ? String(value) : nonEmptyString(value);
	return id === undefined || /^\.{1,2}$|\p{Cs}/u.test(id) ? undefined : id;
}

/** The creation time in an ID, ms since 1970; undefined if the ID has none. */
export function createdAtMsFromId(taskId: string): number | undefined {
	const [, seconds] = WITH_TIME.exec(taskId) ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}
