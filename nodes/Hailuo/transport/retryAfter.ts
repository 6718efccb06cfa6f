import type { ApiError } from '../domain/apiError';
import { nonEmptyString } from '../utils/json';

/** A text such as "retry after 60 seconds". Other durations in a text are no request to wait. */
const IN_PROSE =
	/\b(?:retry|try again)\b\W{0,3}(?:the request |later )?(?:after|in)\W{1,3}(\d+(?:\.\d+)?)\s*(ms|s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?)?\b/i;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * How long a response asks to wait, ms: `Retry-After` in seconds or as a date; for 429 and 503 also the
 * API's own field, or its text.
 *
 * @param nowMs current time, ms since 1970
 */
export function parseRetryAfter(
	headers: Readonly<Record<string, unknown>>,
	{ status = 0, retryAfterMs, message = '' }: ApiError,
	nowMs: number,
): number | undefined {
	const header = nonEmptyString(headers['retry-after']);
	if (header !== undefined) {
		const ms = Number.isFinite(Number(header)) ? Number(header) * 1000 : Date.parse(header) - nowMs;
		if (Number.isFinite(ms)) return Math.max(0, ms);
	}
	if (status !== 429 && status !== 503) return undefined;
	if (retryAfterMs !== undefined) return retryAfterMs;
	const [, amount, unit] = IN_PROSE.exec(message) ?? [];
	return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit.toLowerCase()];
}
