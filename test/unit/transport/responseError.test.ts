import {
	parseErrorResponse,
	type HttpResponse,
} from '../../../nodes/Hailuo/transport/evidence';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const HTML = '<!DOCTYPE html><html><body>Bad Gateway</body></html>';

const errorIn = (status: number, body: unknown, headers: HttpResponse['headers'] = {}) =>
	parseErrorResponse({ status, headers, body }, NOW);

/** The API's error table: in the older format the code is the HTTP status, in the newer format it is a word. */
const ERRORS: Array<[status: number, older: string, newer: string[]]> = [
	[400, 'invalid_request_error', ['invalid_request', 'invalid_task_id']],
	[401, 'authentication_error', ['unauthorized']],
	[402, 'insufficient_quota_error', ['insufficient_quota', 'quota_exceeded']],
	[403, 'permission_error', ['model_access_denied', 'permission_denied']],
	[404, 'not_found_error', ['task_not_found']],
	[413, 'request_too_large_error', ['request_too_large']],
	[429, 'rate_limit_error', ['rate_limit_exceeded']],
	[500, 'internal_server_error', ['internal_error']],
	[502, 'upstream_error', ['upstream_error']],
	[503, 'service_unavailable_error', ['service_unavailable']],
];

describe('parseErrorResponse', () => {
	describe('with both error formats of the API', () => {
		it.each(ERRORS)('reads from HTTP %d in the older format the code %s', (status, type) => {
			const body = { error: { code: status, message: 'In its words', type } };

			expect(errorIn(status, body)).toEqual({
				kind: 'rejected',
				status,
				code: type,
				message: 'In its words',
			});
		});

		it.each(ERRORS.flatMap(([status, , codes]) => codes.map((code) => [status, code] as const)))(
			'reads from HTTP %d in the newer format the code %s',
			(status, code) => {
				const body = { error: { code, message: 'In its words', type: 'some_error' } };

				expect(errorIn(status, body)).toEqual({
					kind: 'rejected',
					status,
					code,
					message: 'In its words',
				});
			},
		);

		it('reads the field that the error is about', () => {
			const error = { code: 'invalid_request', message: 'Bad', param: 'duration' };
			expect(errorIn(400, { error })).toMatchObject({ param: 'duration' });
		});
	});

	describe('with other error responses', () => {
		it.each([
			[
				'an OAuth error',
				{ error: 'invalid_token', error_description: 'The token is unknown' },
				{ code: 'invalid_token', message: 'The token is unknown' },
			],
			['an error in one word', { error: 'forbidden' }, { code: 'forbidden', message: 'forbidden' }],
			[
				'success: false',
				{ success: false, code: 401, msg: 'No such key' },
				{ message: 'No such key' },
			],
			['a code and a message', { code: 401, message: 'No such key' }, { message: 'No such key' }],
			[
				'a code in words and a message',
				{ code: 'no_key', message: 'No such key' },
				{ code: 'no_key', message: 'No such key' },
			],
			['an empty object', {}, { message: 'Unexpected response format' }],
			['a list', [], { message: 'Unexpected response format' }],
			[
				'a web page',
				HTML,
				{ message: 'Received a web page instead of an API response', isWebPage: true },
			],
			['an empty body', '', { message: 'The response is empty' }],
			['no body', undefined, { message: 'The response is empty' }],
			['null', null, { message: 'The response is empty' }],
			['truncated JSON', '{"error":{"cod', { message: 'The response is not valid JSON' }],
			['an error that is null', { error: null }, { message: 'Unexpected response format' }],
			[
				'an error without code and message',
				{ error: {} },
				{ message: 'Unexpected response format' },
			],
		])('reports HTTP 401 with %s as rejected', (_, body, expected) => {
			expect(errorIn(401, body)).toEqual({ kind: 'rejected', status: 401, ...expected });
		});

		it.each([300, 301, 302, 307, 308])(
			'reports HTTP %d as a redirect, which is not followed',
			(status) => {
				expect(errorIn(status, '')).toEqual({
					kind: 'rejected',
					status,
					message: expect.stringContaining('redirect'),
				});
			},
		);
	});

	it('does not report HTTP 400 without a body as a redirect', () => {
		expect(errorIn(400, '')).toMatchObject({ message: 'The response is empty' });
	});

	describe('with HTTP 200', () => {
		it.each([
			['success: false', { success: false, code: 402, msg: 'No credit' }, 402, 'No credit'],
			['an error with code 402', { error: { code: 402, message: 'No credit' } }, 402, 'No credit'],
			['a code and a message', { code: 402, message: 'No credit' }, 402, 'No credit'],
			['code 400 and a message', { code: 400, message: 'No such model' }, 400, 'No such model'],
			[
				'success: false with a code that is text',
				{ success: false, code: '402', msg: 'No credit' },
				200,
				'No credit',
			],
			['success: false without a code', { success: false, msg: 'No' }, 200, 'No'],
			['an error with a code in words', { error: { code: 'no_credit', message: 'No' } }, 200, 'No'],
		])('reports %s as rejected', (_, body, status, message) => {
			expect(errorIn(200, body)).toMatchObject({ kind: 'rejected', status, message });
		});

		it.each([
			['a web page', HTML, /web page/, { isWebPage: true }],
			['an empty body', '', /is empty/, {}],
			['no body', undefined, /is empty/, {}],
			['truncated JSON', '{"id":"task-uni', /not valid JSON/, {}],
			['a list', [], /Unexpected/, {}],
			['a number', 5, /Unexpected/, {}],
		])('reports %s as unexpectedResponse', (_, body, message, flags) => {
			expect(errorIn(200, body)).toEqual({
				kind: 'unexpectedResponse',
				status: 200,
				message: expect.stringMatching(message),
				...flags,
			});
		});
	});

	describe('with a response without an error', () => {
		it.each([
			['a task', { id: 'task-1', status: 'processing' }],
			[
				'a failed task with an error',
				{ id: 'task-1', status: 'failed', error: { code: 'service_error', message: 'Broken' } },
			],
			['a failed task without a reason', { id: 'task-1', status: 'failed', error: null }],
			[
				'an ID beside an error, because the task may be paid',
				{ id: 'task-1', error: { code: 500 } },
			],
			['a status beside an error', { status: 'failed', error: { code: 'service_error' } }],
			['credits', { data: {}, message: '', success: true }],
			['the code 200', { code: 200, message: 'ok', data: {} }],
			['the code 600', { code: 600, message: 'ok', data: {} }],
			['the code 0', { code: 0, message: 'ok', data: {} }],
		])('returns undefined for %s', (_, body) => {
			expect(errorIn(200, body)).toBeUndefined();
			expect(errorIn(201, body)).toBeUndefined();
		});
	});

	describe('with Retry-After', () => {
		const retryAfterMsOf = (headers: HttpResponse['headers'], error: object = {}) =>
			errorIn(429, { error: { code: 'rate_limit_exceeded', ...error } }, headers)?.retryAfterMs;

		it.each([
			['30', 30_000],
			['0', 0],
			['1.5', 1_500],
			['-5', 0],
			['Wed, 04 Mar 2026 10:01:30 GMT', 90_000],
			['Wed, 04 Mar 2026 09:00:00 GMT', 0],
			['soon', undefined],
			['', undefined],
		])('parses the header "%s" as %s ms', (header, ms) => {
			expect(retryAfterMsOf({ 'retry-after': header })).toBe(ms);
		});

		it.each([
			[{ fallback_suggestion: 'Please retry after 60 seconds' }, 60_000],
			[{ fallback_suggestion: 'Try again in 30s.' }, 30_000],
			[{ message: 'Rate limit reached, retry after 2 minutes' }, 120_000],
			[{ message: 'Slow down. Retry in 1 min' }, 60_000],
			[{ message: 'Retry after 1 second' }, 1_000],
			[{ message: 'Retry after 30 sec' }, 30_000],
			[{ message: 'Retry after  45 secs' }, 45_000],
			[{ message: 'Slow down. Retry after 500 ms' }, 500],
			[{ message: 'Quota used up, try again in 2 hours' }, 7_200_000],
			[{ message: 'Retry after 1 hr' }, 3_600_000],
			[{ message: 'Slow down' }, undefined],
			[{ message: 'You sent 60 requests' }, undefined],
			[{ message: 'All images together must fit in 20 MB' }, undefined],
			[{ message: 'Your plan renews in 2 months' }, undefined],
		])('parses the error text %j as %s ms', (error, ms) => {
			expect(retryAfterMsOf({}, error)).toBe(ms);
		});

		it('prefers the header to the error text', () => {
			expect(retryAfterMsOf({ 'retry-after': '5' }, { message: 'Retry after 60 seconds' })).toBe(
				5_000,
			);
		});

		it('uses the error text when the header is invalid', () => {
			expect(retryAfterMsOf({ 'retry-after': 'soon' }, { message: 'Retry after 60 seconds' })).toBe(
				60_000,
			);
		});
	});

	it.each([null, undefined, 5, true, [], {}, { code: {} }, { message: 7 }, { param: [] }])(
		'does not throw for the error %j',
		(error) => {
			for (const status of [200, 400, 500]) {
				const parsed = errorIn(status, { error });
				if (parsed) expect(parsed.message).toMatch(/\w+/);
				else expect(status).toBe(200);
			}
		},
	);
});
