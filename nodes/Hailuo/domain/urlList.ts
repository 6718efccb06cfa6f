import { formatGot, toText } from '../utils/format';

/**
 * Reads a list of URLs. Their number determines what is created and charged, so an empty entry, which
 * comes from an expression without a value, is an issue instead of being skipped.
 *
 * @returns undefined if there is an issue
 */
export function readUrlList(value: unknown, label: string, issues: string[]): string[] | undefined {
	const entries = splitUrls(value);
	if (entries === undefined) {
		issues.push(
			value === undefined || value === null
				? `${label} has no value. Enter URLs, or an empty text or list for none. If it is an expression, check the field that it reads`
				: `${label} must be a list of URLs, or comma- or newline-separated text (got ${formatGot(value)})`,
		);
		return undefined;
	}
	const links = entries.map((entry) => toText(entry).trim());
	const empty = links.indexOf('');
	if (empty < 0) return links;
	issues.push(
		`${label} has an empty entry (number ${empty + 1} of ${links.length}). Remove the comma or line break, or check the expression`,
	);
	return undefined;
}

/**
 * Accepts an array, the same as JSON text, and text. Commas and semicolons are legal in URLs, so each
 * separates only before white space, another one or a URL, or at either end.
 */
function splitUrls(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value.every(isEntry) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	if (/^[ \t]*$/.test(value)) return [];
	if (value.trim().startsWith('[')) return splitUrls(parseJsonList(value));
	// A line break after the last entry, as copied from a spreadsheet.
	const text = value.replace(/(\S[ \t]*)\r?\n$/, '$1');
	return text.split(/\r\n|[\r\n]|[,;]\s+|[,;](?=[,;]|[a-z][a-z\d+.-]*:\/\/)|^\s*[,;]|[,;]\s*$/i);
}

function parseJsonList(text: string): unknown[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** A URL, or an empty entry from an expression without a value. */
function isEntry(entry: unknown): boolean {
	return typeof entry === 'string' || entry === undefined || entry === null;
}
