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
	it('returns false without Retry-After', () => {
		expect(exceedsMaxRetryAfter(errorOf('rateLimited'))).toBe(false);
	});

	it.each([
		[120_000, false],
		[120_001, true],
	])('for a Retry-After of %s ms returns %s', (retryAfterMs, expected) => {
		expect(exceedsMaxRetryAfter(errorOf('rateLimited', retryAfterMs))).toBe(expected);
	});
});

describe('retryDelayMs', () => {
	const withoutJitter = () => 0.5;
	const RANDOM_VALUES = [0, 0.25, 0.5, 0.75, 0.999_999];

	it('doubles from 1 s to at most 30 s', () => {
		const delays = [1, 2, 3, 4, 5, 6, 7].map((attempts) =>
			retryDelayMs(attempts, errorOf('unclear'), withoutJitter),
		);
		expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});

	it.each(RANDOM_VALUES)(
		'deviates from the backoff by at most 25 %% (random value %d)',
		(random) => {
			for (const attempts of [1, 2, 5, 50, 5_000]) {
				const delayWithoutJitter = retryDelayMs(attempts, errorOf('unclear'), withoutJitter);
				const delay = retryDelayMs(attempts, errorOf('unclear'), () => random);
				expect(Math.abs(delay / delayWithoutJitter - 1)).toBeLessThanOrEqual(0.25);
			}
		},
	);

	it('returns a different delay for each random value, so that items do not retry together', () => {
		expect(
			new Set(RANDOM_VALUES.map((random) => retryDelayMs(1, errorOf('unclear'), () => random)))
				.size,
		).toBe(5);
	});

	it('returns MAX_PAUSE_MS for the longest Retry-After of 120 s with maximum jitter', () => {
		const rateLimited = errorOf('rateLimited', 120_000);
		expect(retryDelayMs(1, rateLimited, () => 1)).toBeCloseTo(MAX_PAUSE_MS);
	});

	it('doubles from 1 s as well when Retry-After is 0', () => {
		const delays = [1, 2, 3].map((attempts) =>
			retryDelayMs(attempts, errorOf('rateLimited', 0), withoutJitter),
		);
		expect(delays).toEqual([1_000, 2_000, 4_000]);
	});

	it.each(RANDOM_VALUES)(
		'returns Retry-After plus at most 10 %% jitter (random value %d)',
		(random) => {
			for (const retryAfterMs of [500, 45_000, 3_600_000]) {
				const delay = retryDelayMs(3, errorOf('rateLimited', retryAfterMs), () => random);
				expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
				expect(delay).toBeLessThanOrEqual(retryAfterMs * 1.1);
			}
		},
	);
});
