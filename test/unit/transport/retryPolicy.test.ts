import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';
import {
	classifyCreateError,
	classifyReadError,
	MAX_PAUSE_MS,
	shouldPauseAll,
	retryDelayMs,
} from '../../../nodes/Hailuo/transport/retryPolicy';

const refused = (status: number): RequestError => ({ kind: 'rejected', status, message: 'No' });
const without = (kind: RequestError['kind'], status?: number): RequestError => ({
	kind,
	status,
	message: 'No',
});

describe('classifyCreateError', () => {
	it.each([
		['connection refused, or no such host', without('notSent'), 'retry'],
		['a host that n8n does not allow', without('blocked'), 'rejected'],
		['429', refused(429), 'rateLimited'],
		['429 for two minutes', { ...refused(429), retryAfterMs: 120_000 }, 'rateLimited'],
		['429 for longer', { ...refused(429), retryAfterMs: 120_001 }, 'rejected'],
		['400', refused(400), 'rejected'],
		['401', refused(401), 'rejected'],
		['402', refused(402), 'rejected'],
		['403', refused(403), 'rejected'],
		['404', refused(404), 'rejected'],
		['413', refused(413), 'rejected'],
		['302', refused(302), 'rejected'],
		['300', refused(300), 'rejected'],
		['499', refused(499), 'rejected'],
		[
			'400 whose code names the idempotency key, with which an earlier try may have been accepted',
			{ ...refused(400), code: 'idempotency_conflict' },
			'indeterminate',
		],
		[
			'400 whose message names it',
			{ ...refused(400), message: 'Idempotency-Key was used with another body' },
			'indeterminate',
		],
		['400 about its header', { ...refused(400), param: 'Idempotency-Key' }, 'indeterminate'],
		[
			'400 about something else',
			{ ...refused(400), code: 'invalid_request', param: 'prompt' },
			'rejected',
		],
		['408', refused(408), 'indeterminate'],
		['409', refused(409), 'indeterminate'],
		['500', refused(500), 'indeterminate'],
		['502', refused(502), 'indeterminate'],
		['503', refused(503), 'indeterminate'],
		['504', refused(504), 'indeterminate'],
		['a refusal in 200 without a status', refused(200), 'indeterminate'],
		['a connection that broke or timed out', without('connectionLost'), 'indeterminate'],
		['a web page or cut JSON in 200', without('unexpectedResponse', 200), 'indeterminate'],
		[
			'a connection that broke in the middle of an error',
			without('connectionLost', 400),
			'indeterminate',
		],
		['an answer without an ID', without('unexpectedResponse'), 'indeterminate'],
		['a stop', without('aborted'), 'indeterminate'],
	])('classifies %s', (_, error, expected) => {
		expect(classifyCreateError(error)).toBe(expected);
	});
});

describe('classifyReadError', () => {
	it.each([
		['connection refused, or no such host', without('notSent'), 'retry'],
		['a connection that broke or timed out', without('connectionLost'), 'retry'],
		['a web page or cut JSON in 200', without('unexpectedResponse', 200), 'retry'],
		['a URL that is not allowed', without('blocked'), 'rejected'],
		['408', refused(408), 'retry'],
		['425', refused(425), 'retry'],
		['a refusal in 200', refused(200), 'retry'],
		['a refusal in 299', refused(299), 'retry'],
		['300', refused(300), 'rejected'],
		['a refusal without a status', without('rejected'), 'rejected'],
		['429', refused(429), 'retry'],
		['500', refused(500), 'retry'],
		['502', refused(502), 'retry'],
		['503', refused(503), 'retry'],
		['504', refused(504), 'retry'],
		['404', refused(404), 'notFound'],
		['400', refused(400), 'rejected'],
		['401', refused(401), 'rejected'],
		['402', refused(402), 'rejected'],
		['403', refused(403), 'rejected'],
		['302', refused(302), 'rejected'],
	])('classifies %s', (_, error, expected) => {
		expect(classifyReadError(error)).toBe(expected);
	});
});

describe('shouldPauseAll', () => {
	it.each([
		['after a 429', refused(429), true],
		['after a 503 that says for how long', { ...refused(503), retryAfterMs: 5_000 }, true],
		['not after a 503 that does not', refused(503), false],
		['after a broken connection that says so', { ...without('connectionLost'), retryAfterMs: 5_000 }, true], // prettier-ignore
		['not after a broken connection', without('connectionLost'), false],
		// Its prose may speak of seconds too: "duration must be given in 6 s steps".
		['not after a 400, which no rest changes', { ...refused(400), retryAfterMs: 6_000 }, false],
	])('%s', (_, fault, rests) => {
		expect(shouldPauseAll(fault)).toBe(rests);
	});
});

describe('retryDelayMs', () => {
	const middle = () => 0.5;
	const EXTREMES = [0, 0.25, 0.5, 0.75, 0.999_999];

	it('doubles from 1 s, up to 30 s', () => {
		const pauses = [1, 2, 3, 4, 5, 6, 7].map((tries) => retryDelayMs(tries, refused(503), middle));
		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});

	it.each(EXTREMES)('differs by a quarter at most (random %d)', (random) => {
		for (const tries of [1, 2, 5, 50, 5_000]) {
			const usual = retryDelayMs(tries, refused(503), middle);
			const pause = retryDelayMs(tries, refused(503), () => random);
			expect(Math.abs(pause / usual - 1)).toBeLessThanOrEqual(0.25);
		}
	});

	it('differs at all, so that items do not come back together', () => {
		expect(
			new Set(EXTREMES.map((random) => retryDelayMs(1, refused(503), () => random))).size,
		).toBe(5);
	});

	it('of a run is at most that of the longest time the API may ask for', () => {
		const asked = { ...refused(429), retryAfterMs: 120_000 };
		expect(retryDelayMs(1, asked, () => 1)).toBeCloseTo(MAX_PAUSE_MS);
	});

	it('doubles too where the API asks for none', () => {
		const pauses = [1, 2, 3].map((tries) =>
			retryDelayMs(tries, { ...refused(429), retryAfterMs: 0 }, middle),
		);
		expect(pauses).toEqual([1_000, 2_000, 4_000]);
	});

	it.each(EXTREMES)('is what the API asks for, and at most a tenth more (random %d)', (random) => {
		for (const retryAfterMs of [500, 45_000, 3_600_000]) {
			const pause = retryDelayMs(3, { ...refused(429), retryAfterMs }, () => random);
			expect(pause).toBeGreaterThanOrEqual(retryAfterMs);
			expect(pause).toBeLessThanOrEqual(retryAfterMs * 1.1);
		}
	});
});
