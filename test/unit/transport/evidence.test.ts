import {
	concludeCreate,
	lacksRoute,
	concludeRead,
	parseCreateResponse,
	parseResponse,
	parseTaskResponse,
	storageError,
	type HttpResponse,
	type Reason,
	type RequestError,
} from '../../../nodes/Hailuo/transport/evidence';
import { adviceFor, formatError } from '../../../nodes/Hailuo/transport/advice';
import { fromNetworkError } from '../../../nodes/Hailuo/transport/networkError';
import { parseJson } from '../../../nodes/Hailuo/utils/json';
import { cases } from './answers.json';

const TASK_ID = 'task-unified-1757169743-7cvnl5zw';
const NOW = Date.parse('2026-03-04T10:00:00Z');
const HTML = '<!DOCTYPE html><html><body>Bad Gateway</body></html>';

interface Expectation {
	outcome?: string;
	taskId?: string;
	possibleTaskIds?: string[];
	reason?: string;
	message?: string;
	messageContains?: string;
	code?: string;
	field?: string;
	retryAfterMs?: number | null;
	status?: string;
	providerStatus?: string;
	progress?: number;
	videoUrl?: string;
	error?: string;
	charged?: boolean;
}

interface Answer {
	request: string;
	source?: string;
	name: string;
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	networkError?: string;
	expect: Expectation;
}

/** The table's names for the reasons of a refusal. */
const REASONS: Readonly<Record<string, string>> = {
	key: 'invalidKey',
	content: 'contentPolicy',
	permission: 'forbidden',
};

const answers = cases as Answer[];
const named = (ofKind: (answer: Answer) => boolean): Array<[string, Answer]> =>
	answers.filter(ofKind).map((answer) => [answer.name, answer]);

function responseOf({ status = 0, headers = {}, body }: Answer): HttpResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers, body: parseJson(text) ?? text };
}

/** @param name a code, with the system call in front of it if that matters */
function networkErrorOf(name: string): unknown {
	const [code, syscall] = name.split(' ').reverse();
	return { message: 'x', cause: Object.assign(new Error(name), { code, syscall }) };
}

function createResult(answer: Answer) {
	return answer.networkError === undefined
		? parseCreateResponse(responseOf(answer), NOW)
		: { ok: false as const, error: fromNetworkError(networkErrorOf(answer.networkError)) };
}

function expectError(error: RequestError, expected: Expectation, request: 'create' | 'read'): void {
	const { reason, message, messageContains, code, field, retryAfterMs } = expected;
	const text = `${formatError(error)} ${adviceFor(error, request)}`;
	expect(text).toContain(messageContains ?? '');
	expect(error).toMatchObject({
		...(reason !== undefined && { reason: REASONS[reason] ?? reason }),
		...(message !== undefined && { message }),
		...(code !== undefined && { code }),
		...(field !== undefined && { param: field }),
	});
	if (retryAfterMs !== undefined) expect(error.retryAfterMs).toBe(retryAfterMs ?? undefined);
}

describe('parseCreateResponse', () => {
	it.each(named(({ request }) => request === 'create'))(
		'concludes only what is proven by: %s',
		(_, answer) => {
			const { outcome, taskId, possibleTaskIds, ...expected } = answer.expect;
			const result = createResult(answer);

			if (result.ok) {
				expect(['created', result.value.task.taskId]).toEqual([outcome, taskId]);
				return;
			}
			const { error } = result;
			const conclusion = concludeCreate(error);
			expect(conclusion === 'retry' ? 'notSent' : conclusion).toBe(outcome);
			expect(error.taskId ? [error.taskId] : undefined).toEqual(possibleTaskIds);
			expectError(error, expected, 'create');
		},
	);

	it.each([
		['a failure', { status: 'failed', error: { code: 'service_error' } }, 'processing'],
		['a completion without a video', { status: 'completed' }, 'processing'],
		['a completed video', { status: 'completed', results: ['https://x/v.mp4'] }, 'completed'],
		['no status', {}, 'processing'],
		['pending', { status: 'pending' }, 'pending'],
	])(
		'takes from a response with an ID and %s only what a read need not confirm',
		(_, body, status) => {
			const result = parseCreateResponse(
				{ status: 200, headers: {}, body: { id: TASK_ID, ...body } },
				NOW,
			);

			expect(result).toMatchObject({ ok: true, value: { task: { taskId: TASK_ID, status } } });
			expect(result.ok && result.value.task).not.toHaveProperty('failure');
		},
	);
});

describe('parseTaskResponse', () => {
	it.each(named(({ request, source }) => request === 'read' && source === 'single'))(
		'concludes only what is proven by: %s',
		(_, answer) => {
			const { error: expectedError, messageContains = '', ...expected } = answer.expect;
			const result = parseTaskResponse(responseOf(answer), { taskId: TASK_ID }, NOW);

			if (result.ok) {
				const { task } = result.value;
				delete expected.charged;
				expect({ ...task, error: undefined }).toMatchObject({
					taskId: TASK_ID,
					...expected,
					error: expectedError,
				});
				expect(task.failure?.message ?? '').toContain(messageContains);
				return;
			}
			const { error } = result;
			const isRetried = concludeRead(error) === 'retry';
			expect(isRetried ? 'retry' : error.reason).toBe(REASONS[expectedError!] ?? expectedError);
			expectError(error, { ...expected, messageContains }, 'read');
		},
	);
});

describe('parseResponse', () => {
	const parse = (body: object) => ('data' in body ? body : undefined);
	const read = (status: number, body: unknown) =>
		parseResponse({ status, headers: {}, body }, (json) => parse(json as object), 'a list', NOW);
	const reasonOf = (status: number, body: unknown) => {
		const result = read(status, body);
		return result.ok ? undefined : result.error.reason;
	};

	it.each<[Reason | undefined, string, number, unknown]>([
		[undefined, 'the expected form', 200, { data: [] }],
		[undefined, 'a code that means success', 200, { code: 200, message: 'ok', data: {} }],
		[undefined, 'the code 0', 200, { code: 0, message: 'ok', data: {} }],
		['unclear', 'another form', 200, { status: 'ok' }],
		['unclear', 'a list', 200, []],
		['unclear', 'a web page', 200, HTML],
		['noCredit', 'a refusal in a 200', 200, { success: false, code: 402, msg: 'No credit' }],
		['invalidKey', 'a 401', 401, ''],
		['tooLarge', 'the page of a 413, as of a proxy for an upload', 413, HTML],
	])('returns %s for %s', (reason, _, status, body) => {
		expect(reasonOf(status, body)).toBe(reason);
	});

	it('says what it expected', () => {
		expect(read(200, { status: 'ok' })).toMatchObject({
			error: { message: 'The response is not a list', excerpt: '{"status":"ok"}' },
		});
	});
});

describe('an error', () => {
	const errorOf = (status: number, body: unknown, headers: HttpResponse['headers'] = {}) => {
		const result = parseCreateResponse({ status, headers, body }, NOW);
		return result.ok ? undefined : result.error;
	};

	/** Source: the API's error table. In the older format the code is the status, in the newer a word. */
	it.each([
		[400, 'invalid_request_error', 'invalid_request'],
		[401, 'authentication_error', 'unauthorized'],
		[402, 'insufficient_quota_error', 'insufficient_quota'],
		[403, 'permission_error', 'model_access_denied'],
		[413, 'request_too_large_error', 'request_too_large'],
		[429, 'rate_limit_error', 'rate_limit_exceeded'],
		[500, 'internal_server_error', 'internal_error'],
		[502, 'upstream_error', 'upstream_error'],
		[503, 'service_unavailable_error', 'service_unavailable'],
	])('has the code of both formats of the API: HTTP %d, %s, %s', (status, older, newer) => {
		const message = 'In its words';
		expect(errorOf(status, { error: { code: status, message, type: older } })).toMatchObject({
			status,
			code: older,
			message,
		});
		expect(errorOf(status, { error: { code: newer, message, type: 'x_error' } })).toMatchObject({
			status,
			code: newer,
			message,
		});
	});

	it.each([
		['a web page', HTML, 'Received a web page instead of an API response', 'Bad Gateway'],
		['an empty body', '', 'The response is empty', undefined],
		['other JSON', { a: { b: 1 } }, 'Unexpected response format: {"a":{"b":1}}', '{"a":{"b":1}}'],
		['a list', [], 'Unexpected response format: []', '[]'],
		[
			'an error without content',
			{ error: {} },
			'Unexpected response format: {"error":{}}',
			'{"error":{}}',
		],
	])('keeps the start of a body of another format: %s', (_, body, message, excerpt) => {
		const error = errorOf(500, body);
		expect(error).toMatchObject({ message });
		expect(error?.excerpt).toBe(excerpt);
	});

	it('says that a success is cut JSON', () => {
		expect(errorOf(200, '{"id":"task-uni')).toMatchObject({
			message: 'The response is not valid JSON',
			excerpt: '{"id":"task-uni',
		});
	});

	it('keeps where a redirect leads', () => {
		expect(errorOf(302, '', { location: '/login' })).toMatchObject({
			location: '/login',
			message: 'The URL redirects to another one',
		});
	});

	it.each([
		['a message', 500, (long: string) => ({ error: { code: 'x', message: long } })],
		['a code', 500, (long: string) => ({ error: { code: long, message: 'x' } })],
		['a field', 400, (long: string) => ({ error: { message: 'x', param: long } })],
		['many reasons', 400, (long: string) => ({ errors: Array<string>(50).fill(long) })],
		['a web page', 500, (long: string) => `<html>${long}`],
		['plain text', 400, (long: string) => long],
		['other JSON', 500, (long: string) => ({ long })],
	])('stays short with %s of 400,000 characters', (_, status, bodyOf) => {
		const error = errorOf(status, bodyOf('A'.repeat(400_000)), { location: 'x'.repeat(9_000) });
		expect(formatError(error!).length).toBeLessThan(1_000);
	});

	describe('with Retry-After', () => {
		const retryAfterMsOf = (headers: HttpResponse['headers'], error: object = {}) =>
			errorOf(429, { error: { code: 'rate_limit_exceeded', ...error } }, headers)?.retryAfterMs;

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
			[{ message: 'Please try again later in 20 s' }, 20_000],
			[{ message: 'Retry the request after 5 s' }, 5_000],
			[{ message: 'Please retry in 22.5s.' }, 22_500],
			[{ message: 'Retry after 1 second' }, 1_000],
			[{ message: 'Retry after 30 sec' }, 30_000],
			[{ message: 'Retry after  45 secs' }, 45_000],
			[{ message: 'Slow down. Retry after 500 ms' }, 500],
			[{ message: 'Quota used up, try again in 2 hours' }, 7_200_000],
			[{ message: 'Retry after 1 hr' }, 3_600_000],
			[{ message: 'Slow down' }, undefined],
			[{ message: 'You sent 60 requests' }, undefined],
			[{ message: '20 requests in 1 hour' }, undefined],
			[{ message: 'timed out after 300 seconds' }, undefined],
			[{ message: 'Your plan renews in 2 months' }, undefined],
		])('parses the error %j as %s ms', (error, ms) => {
			expect(retryAfterMsOf({}, error)).toBe(ms);
		});

		it.each([
			['the header', { 'retry-after': '5' }, 5_000],
			['the field if the header is invalid', { 'retry-after': 'soon' }, 7_000],
		])('takes %s rather than the text', (_, headers, ms) => {
			const error = { message: 'Retry after 60 seconds', retry_after: 7 };
			expect(retryAfterMsOf(headers, error)).toBe(ms);
		});
	});

	it.each([null, undefined, 5, true, [], {}, { code: {} }, { message: 7 }, { param: [] }])(
		'has a message for the error %j',
		(error) => {
			for (const status of [200, 400, 500]) {
				expect(errorOf(status, { error })?.message).toMatch(/\w+/);
			}
		},
	);
});

describe('storageError', () => {
	it.each<[number, Reason]>([
		[401, 'invalid'],
		[403, 'forbidden'],
		[404, 'notFound'],
		[410, 'invalid'],
		[416, 'invalid'],
		[429, 'rateLimited'],
		[408, 'unclear'],
		[206, 'unclear'],
		[302, 'unclear'],
		[500, 'unclear'],
		[503, 'unclear'],
	])('reports HTTP %d as %s', (status, reason) => {
		expect(storageError({ status, headers: {} }, NOW)).toMatchObject({ status, reason });
	});

	it('has the Retry-After of the storage host', () => {
		const headers = { 'retry-after': '20' };
		expect(storageError({ status: 503, headers }, NOW).retryAfterMs).toBe(20_000);
	});
});

describe('concludeCreate and concludeRead', () => {
	const CONCLUSIONS: Record<Reason, [create: string, read: string]> = {
		notSent: ['retry', 'retry'],
		blocked: ['refused', 'permanent'],
		aborted: ['indeterminate', 'retry'],
		rateLimited: ['rateLimited', 'retry'],
		invalidKey: ['refused', 'permanent'],
		noCredit: ['refused', 'permanent'],
		forbidden: ['refused', 'permanent'],
		invalid: ['refused', 'permanent'],
		contentPolicy: ['refused', 'permanent'],
		tooLarge: ['refused', 'permanent'],
		notFound: ['refused', 'notFound'],
		noSuchRoute: ['refused', 'notFound'],
		redirected: ['indeterminate', 'permanent'],
		unclear: ['indeterminate', 'retry'],
	};

	it.each(Object.entries(CONCLUSIONS))('conclude from %s: %j', (reason, conclusions) => {
		const error = { reason: reason as Reason, message: 'x' };
		expect([concludeCreate(error), concludeRead(error)]).toEqual(conclusions);
	});
});

describe('lacksRoute', () => {
	const parse = () => undefined;
	const list = (status: number, body: unknown) =>
		parseResponse({ status, headers: {}, body }, parse, 'a list', NOW);

	it.each<[boolean, string, ReturnType<typeof list>]>([
		[true, 'a 404 in JSON', list(404, { error: { code: 404, message: 'Not found' } })],
		[true, 'an invalid URL', list(404, { error: { message: 'Invalid URL (GET /v1/tasks)' } })],
		[true, "Go's 404", list(404, '404 page not found')],
		[true, 'the page of a 404', list(404, HTML)],
		[true, 'a 405', list(405, '')],
		[true, 'a 501', list(501, '')],
		[true, 'a web page with HTTP 200', list(200, HTML)],
		[true, 'JSON of another form', list(200, { status: 'ok' })],
		[false, 'the page of a 502', list(502, HTML)],
		[false, 'the page of a 403', list(403, HTML)],
		[false, 'an empty 500', list(500, '')],
		[false, 'a wrong key', list(401, { detail: 'no' })],
		[false, 'a rate limit', list(429, '')],
		[false, 'a lost connection', { ok: false, error: { reason: 'unclear', message: 'x' } }],
	])('returns %s for %s', (expected, _, result) => {
		expect(!result.ok && lacksRoute(result.error)).toBe(expected);
	});
});
