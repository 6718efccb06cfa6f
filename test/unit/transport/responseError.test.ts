import {
	parseErrorResponse,
	type HttpResponse,
} from '../../../nodes/Hailuo/transport/responseError';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const HTML = '<!DOCTYPE html><html><body>Bad Gateway</body></html>';

const faultIn = (status: number, body: unknown, headers: HttpResponse['headers'] = {}) =>
	parseErrorResponse({ status, headers, body }, NOW);

/** The API's table of errors: the older documents give the status as code, the newer ones a word. */
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

describe('responseError', () => {
	describe('both dialects of the API', () => {
		it.each(ERRORS)('HTTP %d, older: the code is %s', (status, type) => {
			const body = { error: { code: status, message: 'In its words', type } };

			expect(faultIn(status, body)).toEqual({
				kind: 'rejected',
				status,
				code: type,
				message: 'In its words',
			});
		});

		it.each(ERRORS.flatMap(([status, , codes]) => codes.map((code) => [status, code] as const)))(
			'HTTP %d, newer: the code is %s',
			(status, code) => {
				const body = { error: { code, message: 'In its words', type: 'some_error' } };

				expect(faultIn(status, body)).toEqual({
					kind: 'rejected',
					status,
					code,
					message: 'In its words',
				});
			},
		);

		it('names the field at fault', () => {
			const error = { code: 'invalid_request', message: 'Bad', param: 'duration' };
			expect(faultIn(400, { error })).toMatchObject({ param: 'duration' });
		});
	});

	describe('other shapes of a refusal', () => {
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
			['code and message', { code: 401, message: 'No such key' }, { message: 'No such key' }],
			[
				'code in words and message',
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
			['cut JSON', '{"error":{"cod', { message: 'The response is not valid JSON' }],
			['an error that is null', { error: null }, { message: 'Unexpected response format' }],
			['an error without words', { error: {} }, { message: 'Unexpected response format' }],
		])('%s', (_, body, expected) => {
			expect(faultIn(401, body)).toEqual({ kind: 'rejected', status: 401, ...expected });
		});

		it.each([300, 301, 302, 307, 308])('HTTP %d: a redirect, which is not followed', (status) => {
			expect(faultIn(status, '')).toEqual({
				kind: 'rejected',
				status,
				message: expect.stringContaining('redirect'),
			});
		});
	});

	it('HTTP 400 without a body: no redirect', () => {
		expect(faultIn(400, '')).toMatchObject({ message: 'The response is empty' });
	});

	describe('inside a good answer', () => {
		it.each([
			['success: false', { success: false, code: 402, msg: 'No credit' }, 402, 'No credit'],
			['an error', { error: { code: 402, message: 'No credit' } }, 402, 'No credit'],
			['code and message', { code: 402, message: 'No credit' }, 402, 'No credit'],
			['the code 400', { code: 400, message: 'No such model' }, 400, 'No such model'],
			['a code that is text', { success: false, code: '402', msg: 'No credit' }, 200, 'No credit'],
			['success: false without code', { success: false, msg: 'No' }, 200, 'No'],
			['an error in words', { error: { code: 'no_credit', message: 'No' } }, 200, 'No'],
		])('%s is a refusal, with the status that it tells', (_, body, status, message) => {
			expect(faultIn(200, body)).toMatchObject({ kind: 'rejected', status, message });
		});

		it.each([
			['a web page', HTML, /web page/, { isWebPage: true }],
			['an empty body', '', /is empty/, {}],
			['no body', undefined, /is empty/, {}],
			['cut JSON', '{"id":"task-uni', /not valid JSON/, {}],
			['a list', [], /Unexpected/, {}],
			['a number', 5, /Unexpected/, {}],
		])('%s is unreadable', (_, body, message, more) => {
			expect(faultIn(200, body)).toEqual({
				kind: 'unexpectedResponse',
				status: 200,
				message: expect.stringMatching(message),
				...more,
			});
		});
	});

	describe('no fault', () => {
		it.each([
			['a task', { id: 'task-1', status: 'processing' }],
			[
				'a failed task, although it carries an error',
				{ id: 'task-1', status: 'failed', error: { code: 'service_error', message: 'Broken' } },
			],
			['a failed task without a reason', { id: 'task-1', status: 'failed', error: null }],
			['an ID beside an error: the task may be paid', { id: 'task-1', error: { code: 500 } }],
			['a status beside an error', { status: 'failed', error: { code: 'service_error' } }],
			['credits', { data: {}, message: '', success: true }],
			['a code that is no error', { code: 200, message: 'ok', data: {} }],
			['a code beyond those of HTTP', { code: 600, message: 'ok', data: {} }],
			['a code of zero', { code: 0, message: 'ok', data: {} }],
		])('%s', (_, body) => {
			expect(faultIn(200, body)).toBeUndefined();
			expect(faultIn(201, body)).toBeUndefined();
		});
	});

	describe('Retry-After', () => {
		const limited = (headers: HttpResponse['headers'], error: object = {}) =>
			faultIn(429, { error: { code: 'rate_limit_exceeded', ...error } }, headers)?.retryAfterMs;

		it.each([
			['30', 30_000],
			['0', 0],
			['1.5', 1_500],
			['-5', 0],
			['Wed, 04 Mar 2026 10:01:30 GMT', 90_000],
			['Wed, 04 Mar 2026 09:00:00 GMT', 0],
			['soon', undefined],
			['', undefined],
		])('"%s" means %s ms', (header, ms) => {
			expect(limited({ 'retry-after': header })).toBe(ms);
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
		])('prose: %j means %s ms', (error, ms) => {
			expect(limited({}, error)).toBe(ms);
		});

		it('counts the header before the prose', () => {
			expect(limited({ 'retry-after': '5' }, { message: 'Retry after 60 seconds' })).toBe(5_000);
		});

		it('counts the prose where the header says nothing', () => {
			expect(limited({ 'retry-after': 'soon' }, { message: 'Retry after 60 seconds' })).toBe(
				60_000,
			);
		});
	});

	it.each([null, undefined, 5, true, [], {}, { code: {} }, { message: 7 }, { param: [] }])(
		'an error of %j never throws',
		(error) => {
			for (const status of [200, 400, 500]) {
				const fault = faultIn(status, { error });
				if (fault) expect(fault.message).toMatch(/\w+/);
				else expect(status).toBe(200);
			}
		},
	);
});
