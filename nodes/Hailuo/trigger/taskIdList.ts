import { err, ok, type Result } from '../utils/result';

/**
 * Parses the field Task IDs: text with commas or line breaks, a JSON array, or a list from an
 * expression.
 *
 * @returns each ID once, in order, or the issue
 */
export function parseTaskIdList(value: unknown): Result<string[], string> {
	const entries = Array.isArray(value) ? value : entriesIn(value);
	if (entries === undefined || !entries.every(isWord)) {
		return err(
			'Task IDs must be text with commas or line breaks, or a list of IDs such as {{ $json.taskIds }}',
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
