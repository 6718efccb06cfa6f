import { MODELS } from '../domain/models';
import { isTaskId } from '../domain/taskId';
import type { ParameterReader } from '../execution/parameterReader';
import { formatAllowed, formatValue } from '../utils/format';
import { EVENTS } from './judgeTask';
import type { Watch } from './poll';

const HOUR_MS = 3_600_000;

/**
 * Reads the trigger's parameters; issues are added to the reader.
 *
 * @param account digest of Base URL and key
 * @param isStrict whether empty and invalid Task IDs are issues, as at activation
 */
export function readWatch(parameters: ParameterReader, account: string, isStrict: boolean): Watch {
	const event = parameters.oneOf('event', EVENTS);
	const watch = parameters.oneOf('watch', ['account', 'taskIds'] as const);
	const giveUpMs = parameters.positiveNumber('options.giveUpAfterHours', 24) * HOUR_MS;
	if (watch === 'taskIds') return { event, giveUpMs, ids: readTaskIds(parameters, isStrict) };
	const model = readModel(parameters);
	return { event, giveUpMs, scope: `${model ?? ''} ${account}`, model };
}

/** @returns undefined if all models are watched; an expression that returns nothing does not mean that */
function readModel(parameters: ParameterReader): string | undefined {
	const value = parameters.get('options.model');
	if (value === undefined) return undefined;
	const known = MODELS.map(({ value: name }) => name);
	const model = known.find((name) => name === value);
	if (model === undefined) {
		parameters.issues.push(`Model is ${formatValue(value)}. ${formatAllowed(known)}`);
	}
	return model;
}

/** Later polls may get another list from an expression: they ignore what is invalid. */
function readTaskIds(parameters: ParameterReader, isStrict: boolean): string[] {
	const ids = parseTaskIdList(parameters.get('taskIds'));
	if (ids === undefined) {
		parameters.issues.push('Task IDs must be text that contains task IDs, or a list of task IDs');
		return [];
	}
	const invalid = ids.find((id) => !isTaskId(id));
	if (isStrict && ids.length === 0) {
		parameters.issues.push('Task IDs is empty. Enter at least one taskId');
	} else if (isStrict && invalid !== undefined) {
		parameters.issues.push(`Task IDs contains ${formatValue(invalid)}, which is not a task ID`);
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
	try {
		return JSON.parse(text) as unknown[];
	} catch {
		return undefined;
	}
}

function isWord(value: unknown): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}
