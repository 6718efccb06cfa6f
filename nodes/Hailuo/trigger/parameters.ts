import { MODELS } from '../domain/models';
import type { ParameterReader } from '../execution/parameterReader';
import { formatValue } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import type { AccountScope } from './accountScope';
import { EVENTS } from './evaluateTask';
import type { WatchOptions } from './poll';

const HOUR_MS = 3_600_000;

/**
 * Reads the trigger's parameters; issues are added to the reader.
 *
 * @param scopeOf returns the scope to watch for a model filter
 */
export function readWatchOptions(
	parameters: ParameterReader,
	scopeOf: (model?: string) => AccountScope,
): WatchOptions {
	const event = parameters.oneOf('event', EVENTS);
	const watch = parameters.oneOf('watch', ['taskIds', 'account'] as const);
	const giveUpMs = parameters.positiveNumber('options.giveUpAfterHours', 24) * HOUR_MS;
	if (watch === 'account') {
		const filter = parameters.get('options.model') ?? '';
		if (typeof filter !== 'string') {
			parameters.issues.push(
				`Model is ${formatValue(filter)}. It must be a model ID, e.g. ${MODELS[0].value}`,
			);
		}
		const model = typeof filter === 'string' && filter !== '' ? filter : undefined;
		return { event, giveUpMs, what: { account: { ...scopeOf(model), model } } };
	}
	const ids = parseTaskIdList(parameters.get('taskIds'));
	if (!ids.ok) parameters.issues.push(ids.error);
	return { event, giveUpMs, what: { ids: ids.ok ? ids.value : [] } };
}

/**
 * Parses the field Task IDs: comma- or newline-separated text, a JSON array, or a list from an
 * expression.
 *
 * @returns each ID once, in order, or the issue
 */
export function parseTaskIdList(value: unknown): Result<string[], string> {
	const entries = Array.isArray(value) ? value : entriesIn(value);
	if (entries === undefined || !entries.every(isWord)) {
		return err(
			'Task IDs must be comma- or newline-separated text, or a list of IDs such as {{ $json.taskIds }}',
		);
	}
	const ids = entries.map((entry) => String(entry).trim()).filter((id) => id !== '');
	return ok([...new Set(ids)]);
}

function entriesIn(value: unknown): unknown[] | undefined {
	if (value === undefined || value === null) return [];
	if (!isWord(value)) return undefined;
	const text = String(value).trim();
	if (!text.startsWith('[')) return text.split(/[\r\n,]+/);
	try {
		return JSON.parse(text) as unknown[];
	} catch {
		return undefined;
	}
}

function isWord(value: unknown): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}
