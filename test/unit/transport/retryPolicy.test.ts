import type { Reason, RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	exceedsMaxRetryAfter,
	MAX_PAUSE_MS,
	parseRetryAfter,
	retryDelayMs,
	shouldPauseAll,
} from '../../../nodes/Hailuo/transport/retryPolicy';

const errorOf = (reason: Reason, retryAfterMs?: number): RequestError => ({
	reason,
	message: 'No',
	retryAfterMs,
});

describe('shouldPauseAll', () => {
	it.each<[boolean, string, RequestError]>([
		[true, 'a rate limit', errorOf('rateLimited')],
		[true, 'an unclear error with Retry-After', errorOf('unclear', 5_000)],
		[false, 'an unclear error without Retry-After', errorOf('unclear')],
		[false, 'a refusal with Retry-After, because a retry fails as well', errorOf('invalid', 6_000)],
		[false, 'a missing task with Retry-After', errorOf('notFound', 6_000)],
	])('returns %s for %s', (expected, _, error) => {
		expect(shouldPauseAll(error)).toBe(expected);
	});
});

describe('exceedsMaxRetryAfter', () => {
	it.each([
		[undefined, false],
		[120_000, false],
		[120_001, true],
	])('for a Retry-After of %s ms returns %s', (retryAfterMs, expected) => {
		expect(exceedsMaxRetryAfter(errorOf('rateLimited', retryAfterMs))).toBe(expected);
	});
});

describe('retryDelayMs', () => {
	/** With the smallest, the middle and the largest random number. */
	const delaysOf = (attempts: number, error: RequestError) =>
		[0, 0.5, 1].map((random) => Math.round(retryDelayMs(attempts, error, () => random)));

	it.each([
		[1, [750, 1_000, 1_250]],
		[2, [1_500, 2_000, 2_500]],
		[5, [12_000, 16_000, 20_000]],
		[6, [22_500, 30_000, 37_500]],
		[5_000, [22_500, 30_000, 37_500]],
	])('doubles up to 30 s, ±25 %%: attempt %d', (attempts, delays) => {
		expect(delaysOf(attempts, errorOf('unclear'))).toEqual(delays);
		expect(delaysOf(attempts, errorOf('rateLimited', 0))).toEqual(delays);
	});

	it.each([
		[500, [500, 525, 550]],
		[3_600_000, [3_600_000, 3_780_000, 3_960_000]],
		[120_000, [120_000, 126_000, Math.round(MAX_PAUSE_MS)]],
	])('is Retry-After plus at most 10 %%: %d ms', (retryAfterMs, delays) => {
		expect(delaysOf(3, errorOf('rateLimited', retryAfterMs))).toEqual(delays);
	});
});

const NOW = Date.parse('2026-03-04T10:00:00Z');

describe('parseRetryAfter', () => {
	it.each([
		['30', 30_000],
		['0', 0],
		['1.5', 1_500],
		['-5', 0],
		['Wed, 04 Mar 2026 10:01:30 GMT', 90_000],
		['Wed, 04 Mar 2026 09:00:00 GMT', 0],
		['soon', undefined],
		['', undefined],
	])('parses the header "%s" as %s ms, with any status', (header, ms) => {
		for (const status of [200, 429, 500]) {
			expect(parseRetryAfter({ 'retry-after': header }, { status }, NOW)).toBe(ms);
		}
	});

	it.each([
		['Please retry after 60 seconds', 60_000],
		['Try again in 30s.', 30_000],
		['Rate limit reached, retry after 2 minutes', 120_000],
		['Slow down. Retry in 1 min', 60_000],
		['Please try again later in 20 s', 20_000],
		['Retry the request after 5 s', 5_000],
		['Please retry in 22.5s.', 22_500],
		['Retry after 1 second', 1_000],
		['Retry after 30 sec', 30_000],
		['Retry after  45 secs', 45_000],
		['Slow down. Retry after 500 ms', 500],
		['Quota used up, try again in 2 HOURS', 7_200_000],
		['Retry after 1 hr', 3_600_000],
		['Slow down', undefined],
		['You sent 60 requests', undefined],
		['20 requests in 1 hour', undefined],
		['timed out after 300 seconds', undefined],
		['Your plan renews in 2 months', undefined],
		['Retry after 2 months', undefined],
	])('parses the message "%s" as %s ms with 429 and 503 only', (message, ms) => {
		const parse = (status: number) => parseRetryAfter({}, { status, message }, NOW);
		expect([429, 503, 500, 400].map(parse)).toEqual([ms, ms, undefined, undefined]);
	});

	it.each([
		['the header', { 'retry-after': '5' }, 5_000],
		['the field if the header is invalid', { 'retry-after': 'soon' }, 7_000],
	])('takes %s rather than the message', (_, headers, ms) => {
		const error = { status: 429, message: 'Retry after 60 seconds', retryAfterMs: 7_000 };
		expect(parseRetryAfter(headers, error, NOW)).toBe(ms);
	});
});
