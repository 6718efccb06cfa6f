/** JSON from servers: parsed without losing digits, and read without a guaranteed structure. */

/** A string, or a whole number with more digits than a JavaScript number holds (2^53 has 16). */
const STRING_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses a response body. Long whole numbers become text, since IDs can exceed 2^53. Text after the JSON
 * value is ignored.
 *
 * @returns undefined if the text does not begin with an object or a list, or is truncated
 */
export function parseJson(text: string): unknown {
	const end = endOfValue(text);
	if (end === undefined) return undefined;
	const exact = text
		.slice(0, end)
		.trim()
		.replace(STRING_OR_LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));
	try {
		return JSON.parse(exact);
	} catch {
		return undefined;
	}
}

/** The index after the closing bracket of the object or list that the text begins with. */
function endOfValue(text: string): number | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	let depth = 0;
	for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
		if (token === '{' || token === '[') depth += 1;
		else if (token === '}' || token === ']') depth -= 1;
		if (depth === 0) return index + 1;
	}
	return undefined;
}

/** Parses JSON that a user has entered; undefined if it is invalid. */
export function parseStrictJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

export function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The first entry of a list; any other value unchanged. */
export function firstOf(value: unknown): unknown {
	return Array.isArray(value) ? (value as unknown[])[0] : value;
}

/** The record without its fields that are undefined. */
export function omitUndefined<T extends object>(record: T): T {
	const fields = Object.entries(record).filter(([, value]) => value !== undefined);
	return Object.fromEntries(fields) as T;
}

/** The value if it is a string that is not blank, else undefined. */
export function nonEmptyString(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
