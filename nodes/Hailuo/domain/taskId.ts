/** Blanks, quotes and separators never belong to an ID; they show that several IDs or another text were given. */
const TASK_ID = /^[^\s,;"'`<>{}\\|^\p{C}]{1,200}$/u;

/** IDs contain their creation time in Unix seconds: `task-unified-1772618027-cmeisy8h`. */
const ID_WITH_TIME = /^task-unified-(1[6-9]\d{8}|[2-9]\d{9})-/;

/** "." and ".." can change the path of a URL even when encoded. */
const DOT_SEGMENT = /(^|\/)\.{1,2}(\/|$)/;

/** Whether a text can be a task ID, from a user or from the API. */
export function isTaskId(value: unknown): value is string {
	return typeof value === 'string' && TASK_ID.test(value) && !DOT_SEGMENT.test(value);
}

/** Parses an ID in a response, where it can be a number. 0 is not an ID. */
export function parseTaskId(value: unknown): string | undefined {
	const id = Number.isSafeInteger(value) && Number(value) > 0 ? String(value) : value;
	const text = typeof id === 'string' ? id.trim() : id;
	return isTaskId(text) ? text : undefined;
}

/** The creation time in an ID, ms since 1970; undefined if the ID has none. */
export function createdAtMsFromId(taskId: string): number | undefined {
	const [, seconds] = ID_WITH_TIME.exec(taskId) ?? [];
	return seconds === undefined ? undefined : Number(seconds) * 1000;
}
