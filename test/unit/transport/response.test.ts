import {
	concludeCreate,
	concludeRead,
	lacksRoute,
	type Reason,
	type RequestKind,
} from '../../../nodes/Hailuo/transport/evidence';
import { formatError } from '../../../nodes/Hailuo/transport/errorText';
import {
	parseCreateResponse,
	parseResponse,
	parseTaskResponse,
	storageError,
	type HttpResponse,
} from '../../../nodes/Hailuo/transport/response';
import { parseJson } from '../../../nodes/Hailuo/utils/json';
import { CREATES, FAILURES, ID, READS, type Answer } from './answers';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const HTML = '<!DOCTYPE html><html><body>Bad Gateway</body></html>';

/** As the client receives it. */
function responseOf([status, body, headers = {}]: Answer): HttpResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers, body: parseJson(text) ?? text, receivedMs: NOW };
}

/** Each answer with what it proves. */
const rows = (answers: Record<string, Answer[]>) =>
	Object.entries(answers).flatMap(([proven, group]) =>
		group.map((answer) => [proven, answer] as const),
	);

const create = (answer: Answer) => parseCreateResponse(responseOf(answer));
const read = (answer: Answer) => parseTaskResponse(responseOf(answer), { taskId: ID });

/** What an answer to a create proves. */
function provenToCreate(answer: Answer): string {
	const result = create(answer);
	if (result.ok) return `created ${result.value.task.taskId}`;
	return `${concludeCreate(result.error)} (${result.error.reason})`;
}

/** What an answer to a read proves. */
function provenToRead(answer: Answer): string {
	const result = read(answer);
	if (result.ok) return result.value.status;
	return `${concludeRead(result.error)} (${result.error.reason})`;
}

describe('parseCreateResponse and parseTaskResponse', () => {
	it.each(rows(FAILURES))('conclude %s from %j', (proven, answer) => {
		const [, ofCreate, ofRead, reason] = /^(\w+), (\w+) (.+)$/.exec(proven)!;
		expect(provenToCreate(answer)).toBe(`${ofCreate} ${reason}`);
		expect(provenToRead(answer)).toBe(`${ofRead} ${reason}`);
	});
});

describe('parseCreateResponse', () => {
	it.each(rows(CREATES))('concludes %s from %j', (proven, answer) => {
		expect(provenToCreate(answer)).toBe(proven);
	});

	// prettier-ignore
	it.each<[number | undefined, boolean, Answer]>([
		[45_000, true, [200, { id: ID, task_info: { estimated_time: 45 } }, { 'idempotency-replayed': 'true' }]],
		[undefined, false, [200, { id: ID }, { 'idempotency-replayed': 'false' }]],
	])('has the estimate %s, and whether the task existed: %s', (estimateMs, isReplayed, answer) => {
		expect(create(answer)).toMatchObject({ ok: true, value: { estimateMs, isReplayed } });
	});

	// prettier-ignore
	it.each<[string, string | undefined, Answer]>([
		['task_id', ID, [502, { error: { message: 'late' }, task_id: ID }]],
		['data.task_id', ID, [504, { message: 'late', data: { task_id: ID } }]],
		['taskId', 'gen-8f3a2b71', [500, { taskId: 'gen-8f3a2b71' }]],
		['an ID of a task', ID, [502, { id: ID }]],
		['data.task_id in another format', '8f3a1b2c', [500, { error: { message: 'late' }, data: { task_id: '8f3a1b2c' } }]],
		['the ID of the error', undefined, [502, { id: 'err_0007', error: { message: 'late' } }]],
		['no ID in task_id', undefined, [500, { task_id: 'a b', id: 'req-12345678' }]],
	])('keeps of an error with %s the task ID %s, which proves nothing', (_, taskId, answer) => {
		expect(create(answer)).toMatchObject({ ok: false, error: { reason: 'unclear' } });
		expect(create(answer)).toMatchObject({ error: { taskId } });
	});

	it.each([
		['a failure', { status: 'failed', error: { code: 'service_error' } }, 'processing'],
		['a completion without a video', { status: 'completed' }, 'processing'],
		['a completed video', { status: 'completed', results: ['https://x/v.mp4'] }, 'completed'],
		['no status', {}, 'processing'],
		['pending', { status: 'pending' }, 'pending'],
	])('takes from a task with %s only what needs no read', (_, body, status) => {
		const result = create([200, { id: ID, ...body }]);
		const progress = status === 'completed' ? 100 : undefined;
		expect(result).toMatchObject({ ok: true, value: { task: { taskId: ID, status } } });
		expect(result.ok && result.value.task).not.toHaveProperty('failure');
		expect(result.ok && result.value.task.progress).toBe(progress);
	});
});

describe('parseTaskResponse', () => {
	it.each(rows(READS))('concludes %s from %j', (proven, answer) => {
		expect(provenToRead(answer)).toBe(proven);
	});

	it('keeps what the failure of a task that may not be read says', () => {
		const error = { code: 'permission_denied', message: 'Not yours' };
		expect(read([200, { id: ID, status: 'failed', error }])).toEqual({
			ok: false,
			error: { reason: 'forbidden', status: 200, ...error },
		});
	});
});

describe('parseResponse', () => {
	const list = (status: number, body: unknown, request?: RequestKind) =>
		parseResponse(
			responseOf([status, body]),
			(json) => ('data' in Object(json) ? Object(json) : undefined),
			'a list',
			request,
		);

	it.each<[Reason | undefined, string, number, unknown, RequestKind?]>([
		[undefined, 'the expected form', 200, { data: [] }],
		[undefined, 'a code that means success', 200, { code: 200, message: 'ok', data: {} }],
		['unexpectedFormat', 'another form', 200, { status: 'ok' }],
		['unexpectedFormat', 'a list', 200, []],
		['noCredit', 'a refusal in a 200', 200, { success: false, code: 402, msg: 'No credit' }],
		['invalid', 'the page of a 400, as of a proxy for an upload', 400, HTML, 'upload'],
		['noSuchRoute', 'the page of a 404 after an upload', 404, HTML, 'upload'],
		['unclear', 'a field in a 200 after an upload', 200, { error: { message: 'No', param: 'file' } }, 'upload'], // prettier-ignore
	])('returns %s for %s', (reason, _, status, body, ...[request]) => {
		const result = list(status, body, request);
		expect(result.ok ? undefined : result.error.reason).toBe(reason);
	});

	it('says what it expected', () => {
		expect(list(200, { status: 'ok' })).toMatchObject({
			error: { message: 'The response is not a list', excerpt: '{"status":"ok"}' },
		});
	});

	// The first column: whether the provider lacks the route.
	it.each<[boolean, number, unknown]>([
		[true, 404, { error: { code: 404, message: 'Not found' } }],
		[true, 404, { error: { message: 'Invalid URL (GET /v1/tasks)' } }],
		[true, 404, HTML],
		[true, 405, ''],
		[true, 501, ''],
		[true, 200, { code: 404, message: 'No such task' }],
		[true, 200, HTML],
		[true, 200, { status: 'ok' }],
		// A proxy refuses what it does not know with any status.
		[true, 403, HTML],
		[false, 200, ''],
		[false, 302, ''],
		[false, 502, HTML],
		[false, 500, ''],
		[false, 401, { detail: 'no' }],
		[false, 429, ''],
	])(
		'is evidence that the provider lacks the route: %s for HTTP %d %j',
		(expected, status, body) => {
			const result = list(status, body);
			expect(!result.ok && lacksRoute(result.error)).toBe(expected);
		},
	);
});

describe('An error', () => {
	const errorOf = (...answer: Answer) => {
		const [status, body, headers = {}] = answer;
		const result = parseCreateResponse({ status, headers, body, receivedMs: NOW });
		return result.ok ? undefined : result.error;
	};

	it('has the code, the field, and with HTTP 200 the status in the body', () => {
		const error = { code: 'invalid_request', message: 'Bad', type: 'x_error', param: 'duration' };
		const { message, code, param } = error;
		const withStatus = { ...error, code: 400 };
		expect(errorOf(422, { error })).toMatchObject({ status: 422, message, code, param });
		expect(errorOf(422, { error: withStatus })).toMatchObject({ status: 422, code: 'x_error' });
		expect(errorOf(200, { error: withStatus })).toMatchObject({ status: 400 });
	});

	it.each([
		['a web page', HTML, 'Received a web page instead of an API response', 'Bad Gateway'],
		['an empty body', '', 'The response is empty', undefined],
		['other JSON', { a: 1 }, 'Unexpected response format: {"a":1}', '{"a":1}'],
		['a list', [], 'Unexpected response format: []', '[]'],
		['an error without content', { error: {} }, 'Unexpected response format: {"error":{}}', '{"error":{}}'], // prettier-ignore
	])('keeps the start of a body of another format: %s', (_, body, message, excerpt) => {
		const error = errorOf(500, body);
		expect([error?.message, error?.excerpt]).toEqual([message, excerpt]);
	});

	it('has the text of an error as its message, and of a success as its excerpt', () => {
		expect(errorOf(500, 'Out of\nluck')?.message).toBe('Out of luck');
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
		['a message alone', 400, (long: string) => ({ message: long })],
		['a web page', 500, (long: string) => `<html>${long}`],
		['plain text', 400, (long: string) => long],
		['other JSON', 500, (long: string) => ({ long })],
	])('stays short with %s of 400,000 characters', (_, status, bodyOf) => {
		const error = errorOf(status, bodyOf('A'.repeat(400_000)), { location: 'x'.repeat(9_000) })!;
		const { location = '', excerpt = '' } = error;
		expect((formatError(error) + location + excerpt).length).toBeLessThan(1_000);
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
		[401, 'invalidKey'],
		[403, 'forbidden'],
		[404, 'notFound'],
		[410, 'invalid'],
		[429, 'rateLimited'],
		[408, 'unclear'],
		[206, 'unclear'],
		[302, 'unclear'],
		[503, 'unclear'],
	])('reports HTTP %d as %s, with Retry-After', (status, reason) => {
		const headers = { 'retry-after': '20' };
		expect(storageError({ status, headers, receivedMs: NOW })).toEqual({
			status,
			reason,
			message: 'The storage host rejected the video URL',
			retryAfterMs: 20_000,
		});
	});
});
