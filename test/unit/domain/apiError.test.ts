import { findApiError, type ApiError } from '../../../nodes/Hailuo/domain/apiError';

const TWO_REASONS = [
	{ field: 'prompt', message: 'violence' },
	{ field: 'image 1', message: 'a real person' },
];
const BOTH = 'prompt: violence; image 1: a real person';

describe('findApiError', () => {
	// prettier-ignore
	it.each<[string, object, ApiError]>([
		['error {…} with a word as the code', { error: { code: 'invalid_request', message: 'Bad', type: 'x_error', param: 'duration' } }, { code: 'invalid_request', message: 'Bad', param: 'duration' }],
		['error {…} with the status as the code', { error: { code: 400, message: 'Bad', type: 'invalid_request_error' } }, { code: 'invalid_request_error', message: 'Bad', status: 400 }],
		['error {msg}', { error: { msg: 'Bad' } }, { message: 'Bad' }],
		['error as text', { error: 'Bad' }, { message: 'Bad' }],
		['error as text beside a code', { error: 'Bad', code: 'x' }, { code: 'x', message: 'Bad' }],
		['error as a word with a description', { error: 'invalid_token', error_description: 'Unknown' }, { code: 'invalid_token', message: 'Unknown' }],
		['error as a word with a message', { error: 'invalid_token', message: 'Unknown' }, { code: 'invalid_token', message: 'Unknown' }],
		['error as a list', { error: TWO_REASONS }, { message: BOTH }],
		['error as a list of texts', { error: ['Bad', 'Worse'] }, { message: 'Bad; Worse' }],
		['errors[]', { errors: TWO_REASONS }, { message: BOTH }],
		['errors[] with one field', { errors: [{ field: 'prompt', message: 'violence' }] }, { message: 'prompt: violence', param: 'prompt' }],
		['errors[] with equal reasons', { errors: ['Bad', 'Bad'] }, { message: 'Bad' }],
		['detail as text', { detail: 'Bad' }, { message: 'Bad' }],
		['detail of FastAPI', { detail: [{ loc: ['body', 'duration'], msg: 'not allowed', type: 'value_error' }] }, { message: 'duration: not allowed', param: 'duration' }],
		['detail of FastAPI about the body', { detail: [{ loc: ['body'], msg: 'missing' }] }, { message: 'missing' }],
		['error.details[]', { error: { code: 'x', message: 'Rejected', details: TWO_REASONS } }, { code: 'x', message: `Rejected (${BOTH})` }],
		['error.errors[]', { error: { errors: TWO_REASONS } }, { message: BOTH }],
		['error.details[] and error.errors[]', { error: { details: ['Bad'], errors: ['Worse'] } }, { message: 'Bad; Worse' }],
		['reasons under other names', { error: { details: [{ reason: 'Bad' }, { description: 'Worse' }, { path: ['a', 'b'], msg: 'x' }] } }, { message: 'Bad; Worse; b: x' }],
		['fallback_suggestion', { error: { message: 'Not offered', fallback_suggestion: 'Use 768p' } }, { message: 'Not offered. Use 768p' }],
		['base_resp', { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }, { code: 'base_resp_1008', message: 'insufficient balance' }],
		['base_resp without a text', { base_resp: { status_code: 1004, status_msg: '' } }, { code: 'base_resp_1004' }],
		['fail_reason', { fail_reason: 'no frames' }, { message: 'no frames' }],
		['success: false', { success: false, message: 'Bad' }, { message: 'Bad' }],
		['success: false alone', { success: false }, {}],
		['code and msg', { code: 'bad_model', msg: 'Bad' }, { code: 'bad_model', message: 'Bad' }],
		['the status as code', { code: 402, message: 'Bad' }, { message: 'Bad', status: 402 }],
		['the status as text', { code: '402', message: 'Bad' }, { message: 'Bad', status: 402 }],
		['the status in status', { status: 404, error: 'Not Found' }, { message: 'Not Found', status: 404 }],
		['retry_after', { error: { message: 'Slow', retry_after: 7 } }, { message: 'Slow', retryAfterMs: 7_000 }],
		['retry_after_ms', { error: { message: 'Slow', retry_after_ms: 1_500 } }, { message: 'Slow', retryAfterMs: 1_500 }],
		['an empty error beside another one', { error: {}, detail: 'Bad' }, { message: 'Bad' }],
	])('reads %s', (_, body, expected) => {
		expect(findApiError(body)).toEqual(expected);
	});

	it.each<[string, unknown]>([
		['undefined', undefined],
		['text', 'Bad'],
		['a list', [{ error: 'Bad' }]],
		['an empty object', {}],
		['a task', { id: 'task-1', status: 'failed' }],
		['a null error', { error: null }],
		['an error with a null code', { error: { code: null, message: null } }],
		['an error with an empty code', { error: { code: '', message: ' ' } }],
		['an error with the code 0', { error: { code: 0 } }],
		['an error of another type', { error: 7 }],
		['empty lists', { error: [], errors: [], detail: [] }],
		['the code 0', { code: 0, message: 'ok' }],
		['the code "0"', { code: '0', msg: 'ok' }],
		['the code 200', { code: 200, message: 'ok' }],
		['the code "success"', { code: 'Success', message: 'ok' }],
		['the code 202', { code: 202, message: 'Accepted' }],
		['base_resp 0', { base_resp: { status_code: 0, status_msg: 'success' } }],
		['a message without an error', { message: 'ok', success: true }],
	])('finds none in %s', (_, body) => {
		expect(findApiError(body)).toBeUndefined();
	});

	it('shortens texts of any length', () => {
		const long = 'A'.repeat(100_000);
		const error = findApiError({ error: { code: long, message: long, param: long } });

		expect(error?.message).toHaveLength(500);
		expect(error?.code).toHaveLength(100);
		expect(error?.param).toHaveLength(100);
	});
});
