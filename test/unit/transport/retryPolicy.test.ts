import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';
import {
	createConclusion,
	readConclusion,
	MAX_PAUSE_MS,
	shouldPauseAll,
	retryDelayMs,
} from '../../../nodes/Hailuo/transport/retryPolicy';

const rejected = (status: number): RequestError => ({ kind: 'rejected', status, message: 'No' });
const withKind = (kind: RequestError['kind'], status?: number): RequestError => ({
	kind,
	status,
	message: 'No',
});

describe('createConclusion', () => {
	it.each([
		['a refused connection or an unknown host', 'retry', withKind('notSent')],
		['a host that n8n does not allow', 'rejected', withKind('blocked')],
		['HTTP 429', 'rateLimited', rejected(429)],
		[
			'HTTP 429 with a Retry-After of 120,000 ms',
			'rateLimited',
			{ ...rejected(429), retryAfterMs: 120_000 },
		],
		[
			'HTTP 429 with a Retry-After of 120,001 ms',
			'rejected',
			{ ...rejected(429), retryAfterMs: 120_001 },
		],
		['HTTP 400', 'rejected', rejected(400)],
		['HTTP 401', 'rejected', rejected(401)],
		['HTTP 402', 'rejected', rejected(402)],
		['HTTP 403', 'rejected', rejected(403)],
		['HTTP 404', 'rejected', rejected(404)],
		['HTTP 413', 'rejected', rejected(413)],
		['HTTP 302', 'rejected', rejected(302)],
		['HTTP 300', 'rejected', rejected(300)],
		['HTTP 499', 'rejected', rejected(499)],
		// An earlier attempt with the same key may have been accepted.
		[
			'HTTP 400 with a code about the idempotency key',
			'indeterminate',
			{ ...rejected(400), code: 'idempotency_conflict' },
		],
		[
			'HTTP 400 with a message about the idempotency key',
			'indeterminate',
			{ ...rejected(400), message: 'Idempotency-Key was used with another body' },
		],
		[
			'HTTP 400 about the header Idempotency-Key',
			'indeterminate',
			{ ...rejected(400), param: 'Idempotency-Key' },
		],
		[
			'HTTP 400 about another field',
			'rejected',
			{ ...rejected(400), code: 'invalid_request', param: 'prompt' },
		],
		['HTTP 408', 'indeterminate', rejected(408)],
		['HTTP 409', 'indeterminate', rejected(409)],
		['HTTP 500', 'indeterminate', rejected(500)],
		['HTTP 502', 'indeterminate', rejected(502)],
		['HTTP 503', 'indeterminate', rejected(503)],
		['HTTP 504', 'indeterminate', rejected(504)],
		['HTTP 200 with an error without a status', 'indeterminate', rejected(200)],
		['a connection that broke or timed out', 'indeterminate', withKind('connectionLost')],
		[
			'HTTP 200 with a web page or truncated JSON',
			'indeterminate',
			withKind('unexpectedResponse', 200),
		],
		[
			'a connection that broke in the body of HTTP 400',
			'indeterminate',
			withKind('connectionLost', 400),
		],
		['a response without an ID', 'indeterminate', withKind('unexpectedResponse')],
		['an abort', 'indeterminate', withKind('aborted')],
	])('classifies %s as %s', (_, expected, error) => {
		expect(createConclusion(error)).toBe(expected);
	});
});

describe('readConclusion', () => {
	it.each([
		['a refused connection or an unknown host', 'retry', withKind('notSent')],
		['a connection that broke or timed out', 'retry', withKind('connectionLost')],
		['HTTP 200 with a web page or truncated JSON', 'retry', withKind('unexpectedResponse', 200)],
		['a URL that is not allowed', 'rejected', withKind('blocked')],
		['HTTP 408', 'retry', rejected(408)],
		['HTTP 425', 'retry', rejected(425)],
		['HTTP 200 with an error', 'retry', rejected(200)],
		['HTTP 299 with an error', 'retry', rejected(299)],
		['HTTP 300', 'rejected', rejected(300)],
		['an error without a status', 'rejected', withKind('rejected')],
		['HTTP 429', 'retry', rejected(429)],
		['HTTP 500', 'retry', rejected(500)],
		['HTTP 502', 'retry', rejected(502)],
		['HTTP 503', 'retry', rejected(503)],
		['HTTP 504', 'retry', rejected(504)],
		['HTTP 404', 'notFound', rejected(404)],
		['HTTP 400', 'rejected', rejected(400)],
		['HTTP 401', 'rejected', rejected(401)],
		['HTTP 402', 'rejected', rejected(402)],
		['HTTP 403', 'rejected', rejected(403)],
		['HTTP 302', 'rejected', rejected(302)],
	])('classifies %s as %s', (_, expected, error) => {
		expect(readConclusion(error)).toBe(expected);
	});
});

describe('shouldPauseAll', () => {
	it.each([
		[true, 'HTTP 429', rejected(429)],
		[true, 'HTTP 503 with Retry-After', { ...rejected(503), retryAfterMs: 5_000 }],
		[false, 'HTTP 503 without Retry-After', rejected(503)],
		[true, 'a broken connection with Retry-After', { ...withKind('connectionLost'), retryAfterMs: 5_000 }], // prettier-ignore
		[false, 'a broken connection without Retry-After', withKind('connectionLost')],
		// Its message may contain seconds, too: "duration must be given in 6 s steps".
		[
			false,
			'HTTP 400 with Retry-After, because a retry would fail as well',
			{ ...rejected(400), retryAfterMs: 6_000 },
		],
	])('returns %s for %s', (expected, _, error) => {
		expect(shouldPauseAll(error)).toBe(expected);
	});
});

describe('retryDelayMs', () => {
	const withoutJitter = () => 0.5;
	const RANDOM_VALUES = [0, 0.25, 0.5, 0.75, 0.999_999];

	it('doubles from 1 s to at most 30 s', () => {
		const delays = [1, 2, 3, 4, 5, 6, 7].map((attempts) =>
			retryDelayMs(attempts, rejected(503), withoutJitter),
		);
		expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});

	it.each(RANDOM_VALUES)(
		'deviates from the backoff by at most 25 %% (random value %d)',
		(random) => {
			for (const attempts of [1, 2, 5, 50, 5_000]) {
				const delayWithoutJitter = retryDelayMs(attempts, rejected(503), withoutJitter);
				const delay = retryDelayMs(attempts, rejected(503), () => random);
				expect(Math.abs(delay / delayWithoutJitter - 1)).toBeLessThanOrEqual(0.25);
			}
		},
	);

	it('returns a different delay for each random value, so that items do not retry together', () => {
		expect(
			new Set(RANDOM_VALUES.map((random) => retryDelayMs(1, rejected(503), () => random))).size,
		).toBe(5);
	});

	it('returns MAX_PAUSE_MS for the longest Retry-After of 120 s with maximum jitter', () => {
		const rateLimited = { ...rejected(429), retryAfterMs: 120_000 };
		expect(retryDelayMs(1, rateLimited, () => 1)).toBeCloseTo(MAX_PAUSE_MS);
	});

	it('doubles from 1 s as well when Retry-After is 0', () => {
		const delays = [1, 2, 3].map((attempts) =>
			retryDelayMs(attempts, { ...rejected(429), retryAfterMs: 0 }, withoutJitter),
		);
		expect(delays).toEqual([1_000, 2_000, 4_000]);
	});

	it.each(RANDOM_VALUES)(
		'returns Retry-After plus at most 10 %% jitter (random value %d)',
		(random) => {
			for (const retryAfterMs of [500, 45_000, 3_600_000]) {
				const delay = retryDelayMs(3, { ...rejected(429), retryAfterMs }, () => random);
				expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
				expect(delay).toBeLessThanOrEqual(retryAfterMs * 1.1);
			}
		},
	);
});
