import { isRecord } from '../utils/json';

/** Shorter keys do not exist, and could occur in any text by chance. */
const SHORTEST_KEY = 8;

/**
 * Replaces the API key wherever a provider repeats it in a response, e.g. "Incorrect API key provided:
 * sk-…", so that it gets into no item, error or log.
 *
 * @param apiKey as in the credential, perhaps with blanks or "Bearer " in front
 */
export function redactKey<T>(value: T, apiKey: unknown): T {
	const key = bareKey(apiKey);
	return key.length < SHORTEST_KEY ? value : (redact(value, key) as T);
}

/** The API key without what the credential forgives: blanks around it and "Bearer " in front. */
export function bareKey(apiKey: unknown): string {
	return String(apiKey ?? '')
		.trim()
		.replace(/^bearer\s+/i, '');
}

function redact(value: unknown, key: string): unknown {
	if (typeof value === 'string') return value.replaceAll(key, '[API key]');
	if (Array.isArray(value)) return value.map((entry) => redact(entry, key));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [redact(name, key), redact(entry, key)]),
	);
}
