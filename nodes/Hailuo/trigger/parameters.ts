import { newIssue, mustBe } from '../domain/issue';
import type { ParameterReader } from '../domain/parameterReader';
import { isTaskId } from '../domain/taskId';
import { formatValue } from '../utils/format';
import { parseStrictJson } from '../utils/json';
import type { TriggerEvent } from './judgeTask';
import type { Watch } from './poll';

const HOUR_MS = 3_600_000;

/**
 * Reads the trigger's parameters; issues are added to the reader.
 *
 * @param accountDigest of Base URL and key
 * @param isStrict whether empty and invalid Task IDs are issues, as at activation
 */
export function readWatch(
	parameters: ParameterReader,
	accountDigest: string,
	isStrict: boolean,
): Watch {
	const event = parameters.choice<TriggerEvent>('event');
	const watch = parameters.choice('watch');
	const giveUpMs = parameters.number('options.giveUpAfterHours') * HOUR_MS;
	if (watch === 'taskIds') {
		const ids = readTaskIds(parameters, isStrict);
		return { event, giveUpMs, scope: `taskIds ${accountDigest}`, ids };
	}
	const model = parameters.optionalChoice('options.model');
	return { event, giveUpMs, scope: `${model ?? ''} ${accountDigest}`, model };
}

/** Later polls may get another list from an expression: they ignore what is invalid. */
function readTaskIds(parameters: ParameterReader, isStrict: boolean): string[] {
	const ids = parseTaskIdList(parameters.get('taskIds'));
	if (ids === undefined) {
		const allowed = 'text that contains task IDs, or a list of task IDs';
		parameters.reject('taskIds', mustBe(allowed, parameters.get('taskIds')));
		return [];
	}
	const invalid = ids.find((id) => !isTaskId(id));
	if (isStrict && ids.length === 0) {
		parameters.reject('taskIds', newIssue('is empty', 'Enter at least one taskId.'));
	} else if (isStrict && invalid !== undefined) {
		const what = `contains ${formatValue(invalid)}, which is not a task ID`;
		parameters.reject('taskIds', newIssue(what));
	}
	return ids.filter(isTaskId);
}

/**
 * Parses the field Task IDs: text with IDs separated by commas, semicolons or white space, with or without
 * quotation marks, a JSON array, or a list from an expression.
 *
 * @returns each ID once, in order; undefined for another value
 */
export function parseTaskIdList(value: unknown): string[] | undefined {
	const entries = Array.isArray(value) ? value : entriesIn(value);
	if (!entries?.every(isWord)) return undefined;
	const ids = entries.map((entry) => String(entry).trim()).filter((id) => id !== '');
	return [...new Set(ids)];
}

/** Around an ID, as pasted from JSON, a spreadsheet or a chat. */
const QUOTES = /^["'`“”‘’«»]+|["'`“”‘’«»]+$/g;

function entriesIn(value: unknown): unknown[] | undefined {
	if (value === undefined || value === null) return [];
	if (!isWord(value)) return undefined;
	const text = String(value).trim();
	if (!text.startsWith('[')) return text.split(/[\s,;]+/).map((entry) => entry.replace(QUOTES, ''));
	return parseStrictJson(text) as unknown[] | undefined;
}

function isWord(value: unknown): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}
