import type { Reason, RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	exceedsMaxRetryAfter,
	MAX_PAUSE_MS,
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
