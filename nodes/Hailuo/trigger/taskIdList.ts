/**
 * The IDs out of the field Task IDs: text with commas or line breaks, a JSON array, or the list that
 * an expression gives. Each ID once, in the order given.
 *
 * @returns the IDs, or what is wrong with the value
 */
export function readWatchedIds(value: unknown): { ids: string[] } | { complaint: string } {
	const entries = Array.isArray(value) ? value : entriesIn(value);
	if (entries === undefined || !entries.every(isWord)) {
		return {
			complaint:
				'Task IDs must be text with commas or line breaks, or a list of IDs such as {{ $json.taskIds }}',
		};
	}
	const ids = entries.map((entry) => String(entry).trim()).filter((id) => id !== '');
	return { ids: [...new Set(ids)] };
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
