import { nonEmptyString } from '../utils/json';

/** An ID becomes part of an address and of a file name, so it must be a plain word. */
const PLAIN_WORD = /^(?!\.+$)[\w.-]{1,200}$/;

/** Today's IDs carry the second of their creation: `task-unified-1772618027-cmeisy8h`. */
const WITH_TIME = /^task-unified-(1[6-9]\d{8}|[2-9]\d{9})-/;

export function isTaskId(value: unknown): value is string {
	return typeof value === 'string' && PLAIN_WORD.test(value);
}

/**
 * The ID in an answer of the API, whatever it looks like; undefined where there is none that could
 * be asked for: as a part of a path, "." and ".." lead elsewhere even when they are encoded, and
 * half a character cannot be encoded at all.
 */
export function parseTaskId(value: unknown): string | undefined {
	// A larger number has lost digits when it was parsed.
	const id = Number.isSafeInteger(value) ? String(value) : nonEmptyString(value);
	return id === undefined || /^\.{1,2}$|\p{Cs}/u.test(id) ? undefined : id;
}

/** When the ID says its task was made, ms; undefined where it does not look as if it said so. */
export function createdAtMsFromId(taskId: string): number | undefined {
	const [, seconds] = WITH_TIME.exec(taskId) ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}
