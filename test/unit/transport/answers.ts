/** The task that all answers are about. */
export const ID = 'task-unified-1757169743-7cvnl5zw';

/** What a gateway answers: HTTP status, body (JSON or text), and headers where they matter. */
export type Answer = [status: number, body: unknown, headers?: Record<string, string>];

const page = (text: string) => `<!DOCTYPE html><html><body>${text}</body></html>`;
const location = (url: string) => ({ location: url });

/** Answers that prove the same to a create and to a read of one task: both conclusions and the reason. */
// prettier-ignore
export const FAILURES: Record<string, Answer[]> = {
	'indeterminate, retry (unclear)': [
		// Empty or truncated.
		[200, ''],
		[200, '{"id": "task-unif'],
		// The provider or a gateway failed, perhaps after it accepted the create.
		[408, { error: { message: 'Request Timeout' } }],
		[408, page('Request Timeout')],
		[409, { reason: 7 }],
		[409, { error: { code: 'idempotency_key_in_use', message: 'A request with this key is in progress' } }],
		[425, ''],
		[499, ''],
		[500, ''],
		[500, { reason: 7 }],
		[500, { error: { code: 'internal_error', message: 'Internal server error', type: 'api_error' } }],
		[502, { id: 'err_0007', error: { message: 'late' } }],
		[503, page('Service Unavailable')],
		[503, '', { 'retry-after': '20' }],
		[504, { error: { message: 'timed out after 300 seconds' } }],
		[524, page('A timeout occurred')],
		// The same in a 200.
		[200, { code: 500, message: 'upstream failed' }],
		[200, { error: { code: 503, message: 'busy' } }],
		[200, { code: 408, message: 'too long' }],
		[200, { status: 'failed', error: { code: 'service_unavailable', message: 'no' } }],
		[200, { error: 'request_timed_out' }],
		[200, { error: 'bad_prompt' }],
		[200, { error: { code: 'invalid_response', message: 'Sorry' } }],
		[200, { error: { code: 'invalid_model_response', message: 'Sorry' } }],
		[200, { error: { code: 'moderation_timeout', message: 'Sorry' } }],
		[200, { base_resp: { status_code: 500, status_msg: 'no' } }],
		[200, { error: { code: 'do_request_failed', message: 'Please contact us' } }],
		// No text in a 200 proves a refusal: a create that broke down would be paid for twice.
		[200, { success: false, message: 'Invalid prompt' }],
		[200, { success: false, message: 'Invalid JSON returned by the model server' }],
		[200, { success: false, message: 'missing heartbeat' }],
		[200, { success: false, message: 'unexpected EOF' }],
		[200, { success: false, message: 'duration: must be 6 or 10 seconds at a time' }],
		[200, { base_resp: { status_code: 1000, status_msg: 'no' } }],
		[200, { base_resp: { status_code: 1033, status_msg: 'no' } }],
		// An earlier request with the same key may have created a task.
		[400, { error: { code: 'idempotency_conflict', message: 'Conflict' } }],
		[400, { error: { code: 'invalid_request', message: 'Idempotency-Key was used with another body' } }],
		[422, { error: { message: 'Already used', param: 'Idempotency-Key' } }],
		[404, { detail: 'No idempotent request found' }],
	],
	'indeterminate, retry (unclearNotFound)': [
		[501, { error: { message: 'Not Implemented' } }],
		[501, ''],
		[501, page('Not Implemented')],
	],
	'indeterminate, retry (unexpectedFormat)': [
		[200, page('Welcome')],
		[200, '<HEAD>'],
		[200, {}],
		[200, []],
		[200, { data: 'success' }],
		[200, { id: 0 }],
		[200, { id: ' ' }],
		[200, { id: '..' }],
		[200, { code: 202, message: 'Accepted', data: null }],
		[200, { code: 20000, message: 'success', data: {} }],
		[200, { status: 'error', message: 'Temporarily unavailable' }],
	],
	'indeterminate, permanent (redirected)': [
		[300, '', location('https://www.example.com/apiv1/v1/videos/generations')],
		[302, '', location('https://login.example.com/')],
		[303, '', location('/login')],
		[307, '', location('https://www.example.com/apiv1/v1/videos/generations')],
		[399, ''],
	],
	'rateLimited, retry (rateLimited)': [
		[429, ''],
		[429, page('Too Many Requests')],
		[429, { error: { code: 'rate_limit_exceeded', message: 'Too many requests', type: 'rate_limit_error' } }],
		[429, { error: { message: 'You exceeded your quota of requests per minute' } }],
		[429, { error: { message: 'Too many requests with this Idempotency-Key' } }],
		[200, { code: 429, message: 'Too many requests' }],
		[200, { base_resp: { status_code: 1002, status_msg: 'rate limit' } }],
		[200, { base_resp: { status_code: 429, status_msg: 'rate limit' } }],
		[200, { base_resp: { status_code: 1039, status_msg: 'token limit' } }],
		[200, { base_resp: { status_code: 1041, status_msg: 'conn limit' } }],
	],
	'refused, permanent (invalid)': [
		[400, { error: { code: 400, message: 'duration is invalid', type: 'invalid_request_error', param: 'duration' } }],
		[400, { detail: 'Prompt flagged by moderation' }],
		[400, { message: 'quality is not offered' }],
		[400, { error: { message: 'Try again in 5 minutes' } }],
		[400, 'This prompt mentions a real person'],
		[400, ''],
		[400, { reason: 7, trace: 'x1' }],
		[410, { error: { message: 'This version is retired' } }],
		[422, { message: 'No' }],
		[422, { detail: [{ loc: ['body', 'duration'], msg: 'value is not allowed', type: 'value_error' }] }],
		[200, { success: false, code: 400, msg: 'bad model' }],
	],
	'refused, permanent (contentPolicy)': [
		[400, { error: { code: 'content_policy_violation', message: 'policy' } }],
		[400, { error: { code: 'moderation_blocked', message: 'blocked' } }],
		[400, { error: { code: 'prompt_sensitive', message: 'no' } }],
		[200, { base_resp: { status_code: 1026, status_msg: 'input new_sensitive' } }],
		[200, { base_resp: { status_code: 1027, status_msg: 'output new_sensitive' } }],
	],
	'refused, permanent (invalidKey)': [
		[401, { error: { code: 401, message: 'Invalid token', type: 'authentication_error' } }],
		[401, { detail: 'Could not validate credentials' }],
		[401, ''],
		[401, page('401')],
		[400, { error: { code: 'invalid_api_key', message: 'Incorrect API key' } }],
		[403, { error: { code: 'key_disabled', message: 'disabled' } }],
		[403, { error: { code: 'KEY_EXPIRED', message: 'expired' } }],
		[200, { error: { code: 401, message: 'Invalid token' } }],
		[200, { base_resp: { status_code: 1004, status_msg: 'login fail' } }],
		[200, { base_resp: { status_code: 2049, status_msg: 'invalid api key' } }],
		[401, { error: { message: 'Invalid token', type: 'new_api_error' } }],
	],
	'refused, permanent (noCredit)': [
		[402, { error: { code: 402, message: 'Insufficient quota', type: 'insufficient_quota_error' } }],
		[402, ''],
		[400, { error: { code: 'insufficient_balance', message: 'low' } }],
		[403, { error: { code: 'insufficient_user_quota', message: 'not enough', type: 'new_api_error' } }],
		[403, { error: { code: 'insufficient_credits', message: 'low' } }],
		[403, { error: { code: 'insufficient_funds', message: 'low' } }],
		[429, { error: { code: 429, message: 'low', type: 'insufficient_quota_error' } }],
		[403, { error: { code: 'key_quota_exhausted', message: 'used up' } }],
		[429, { error: { code: 'insufficient_quota', message: 'You exceeded your current quota' } }],
		[429, { error: { code: 429, message: 'used up', type: 'insufficient_quota' } }],
		[500, { error: { code: 'insufficient_user_quota', message: 'used up', type: 'new_api_error' } }],
		[200, { error: { code: 'insufficient_quota', message: 'No quota' } }],
		[200, { success: false, code: '402', msg: 'No credit' }],
		[200, { task_id: '', base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }],
		[402, { error: { code: 'quota_exceeded', message: 'No credits' } }],
		[402, page('402')],
	],
	'refused, permanent (forbidden)': [
		[403, { error: { code: 'model_access_denied', message: 'no access to model', type: 'permission_error' } }],
		[403, { error: { message: 'no quota for this model' } }],
		[200, { code: 403, message: 'no access to model' }],
		[403, { error: { code: 'permission_denied', message: 'not yours' } }],
	],
	'refused, notFound (noSuchRoute)': [
		[404, { error: { message: 'Invalid URL (POST /v1/v1/videos/generations)', type: 'invalid_request_error' } }],
		[404, { error: 'Not Found', message: 'Cannot POST /v1/v1/videos/generations', statusCode: 404 }],
		[404, { message: 'no Route matched with those values' }],
		[404, { status: 404, error: 'Not Found', message: 'No static resource v1/v1/videos/generations.' }],
		[404, { message: 'No handler of POST /v1/models' }],
		[405, { detail: 'Method Not Allowed' }],
		[404, { error: { message: 'Invalid URL (GET /v1/v1/tasks/x)', type: 'invalid_request_error' } }],
		[404, { error: 'Not Found', message: `Route GET:/v1/v1/tasks/${ID} not found`, statusCode: 404 }],
		[404, { error: { code: 404, message: `Not Found: GET /v1/v1/tasks/${ID}` } }],
		[404, { message: 'no such endpoint' }],
		[404, { message: 'Invalid path' }],
		[404, { message: 'The requested URL was not found' }],
	],
	'refused, permanent (tooLarge)': [
		[413, page('Request Entity Too Large')],
		[413, { error: { code: 413, message: 'too large', type: 'request_too_large_error' } }],
	],
};

/**
 * Other answers to a create: `created` and the ID, or the conclusion and the reason. Where an ID can stand
 * is in `task.test.ts`, the dialects of errors in `apiError.test.ts`.
 */
// prettier-ignore
export const CREATES: Record<string, Answer[]> = {
	[`created ${ID}`]: [
		[200, { created: 1757169743, id: ID, model: 'MiniMax-Hailuo-02', object: 'video.generation.task', progress: 0, status: 'pending' }],
		[201, { id: ID, status: 'processing' }],
		[200, { code: 0, data: { task_id: ID } }],
		[200, { id: ID, error: { code: 'late', message: 'late' } }],
		[200, { id: ID, status: 'failed', error: { code: 'service_error', message: 'x' } }],
		[200, { task_id: ID, base_resp: { status_code: 0, status_msg: 'success' } }],
		[200, `{"id": "${ID}"}\n--\n`],
		[201, '', location(`https://api.example.com/v1/tasks/${ID}?view=full`)],
		[202, '', location(`/apiv1/v1/tasks/${ID}#top`)],
		[202, { message: 'accepted' }, location(`/v1/tasks/${ID}/`)],
		[303, '', location(`/apiv1/v1/tasks/${ID}`)],
		[201, { id: ID }, location('/v1/tasks/other-0001')],
		[303, { id: ID }, location('/v1/tasks/other-0001')],
	],
	'created 90071992547409931234': [[200, '{"id": 90071992547409931234}']],
	'created gen-8f3a2b71': [[202, '', location('/v1/videos/generations/gen-8f3a2b71')]],
	'created org/task-1': [[202, '', location('/v1/tasks/org%2Ftask-1')]],
	'created task-%E0%A4%A-1': [[202, '', location('/v1/tasks/task-%E0%A4%A-1')]],

	'indeterminate (unexpectedFormat)': [
		[200, { status: 'ok', version: '1.2.3' }],
		[200, { status: 'succeeded', output: 'https://files.example.com/12345678.mp4' }],
	],
	'refused (invalid)': [
		[400, { error: { message: 'task_id is unknown' } }],
		[400, page('Bad Request')],
		[404, { error: { code: 404, message: 'model not found', type: 'not_found_error', param: 'model' } }],
		// In a 200: a status, a field, or a code that speaks of the request.
		[200, { error: { code: 404, message: 'model not found', param: 'model' } }],
		[200, { error: { message: 'No', param: 'duration' } }],
		[200, { error: { message: 'timeout must not be sent', param: 'timeout' } }],
		[200, { error: { message: 'No', type: 'invalid_request_error' } }],
		[200, { success: false, code: 'UNSUPPORTED_MODEL', msg: 'No' }],
		[200, { code: 'InvalidParameter', message: 'No' }],
		[200, { base_resp: { status_code: 2013, status_msg: 'quality' } }],
		[200, { base_resp: { status_code: 2056, status_msg: 'usage limit' } }],
	],
	'refused (forbidden)': [[403, page('Attention Required!')]],
	'refused (noSuchRoute)': [
		[404, '404 page not found'],
		[404, ''],
		[404, page('Not Found')],
		[404, { detail: 'Not Found' }],
		[404, { message: 'Nothing at /v1/models/create' }],
	],
};

/** Other answers to a read of one task: its status, or the conclusion and the reason. */
// prettier-ignore
export const READS: Record<string, Answer[]> = {
	completed: [
		[200, { id: ID, status: 'completed', progress: 100, results: ['https://cdn.example.com/v.mp4'] }],
		[200, { code: 200, data: { task_id: ID, status: 'SUCCESS', progress: '100%', video_url: 'https://cdn.example.com/v.mp4' } }],
	],
	processing: [
		[200, { id: ID, status: 'queued_eu' }],
		[200, { request_id: '8f3a', output: { task_id: ID, task_status: 'RUNNING' } }],
		[200, [{ id: ID, status: 'processing' }]],
		[200, { status: 'processing', progress: 20 }],
		[200, { id: 'req_0007', data: { id: ID, status: 'processing' } }],
		[200, { id: 'another', status: 'processing' }],
		[200, { id: ID, status: 'processing', error: null }],
		[200, { id: ID, status: 'running', error: { code: '', message: '' } }],
	],
	failed: [
		[200, { id: ID, status: 'FAILED', error: { code: 'content_policy_violation', message: 'policy' } }],
		[200, { id: ID, status: 'ended', error: { message: 'no frames' } }],
		[200, { id: ID, status: 'failed', error: null }],
		[200, { status: 'failed', error: { code: 'service_error', message: 'x' } }],
		[200, { data: { task_id: ID, status: 'FAILURE', fail_reason: 'no frames' } }],
		[200, { task_id: ID, status: 'Fail', base_resp: { status_code: 1027, status_msg: 'output new_sensitive' } }],
	],
	cancelled: [[200, { id: ID, status: 'canceled' }]],

	'notFound (notFound)': [
		[404, { error: { code: 'task_not_found', message: 'The requested task could not be found', type: 'invalid_request_error' } }],
		[404, { error: { code: 404, message: 'Not found', type: 'not_found_error', param: 'task_id' } }],
		[404, { code: 'task_not_exist', message: 'not exist' }],
		[404, { message: 'Task not found' }],
		[404, { message: 'Cannot get task' }],
		[404, { message: 'No such job' }],
		[404, { message: 'Video not found' }],
		[404, { message: 'Model not found' }],
		[404, { error: { code: 'not_found_error', message: 'No' } }],
		[404, { error: { code: 'resource_not_found', message: 'No' } }],
		[400, { error: { code: 'invalid_task_id', message: 'Bad ID' } }],
		[400, { error: { message: 'taskId is malformed' } }],
		// A task that does not exist, as a failed one.
		[200, { id: ID, status: 'failed', error: { code: 'resource_not_found', message: 'Task not found' } }],
		[200, { id: ID, status: 'failed', error: { code: 'task_not_found', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'NOT_FOUND', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 404, message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 404, type: 'not_found_error', message: 'no' } }],
		[200, { code: 404, message: 'task not exist' }],
	],
	'permanent (forbidden)': [
		[200, { id: ID, status: 'failed', error: { code: 403, message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'permission_denied', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'permission_error', message: 'no' } }],
	],
	'permanent (invalidKey)': [
		[200, { id: ID, status: 'failed', error: { code: 401, message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'unauthorized', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'authentication_error', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'key_expired', message: 'no' } }],
	],
	'retry (rateLimited)': [
		[200, { id: ID, status: 'failed', error: { code: 'rate_limit_exceeded', message: 'no' } }],
		[200, { id: ID, status: 'failed', error: { code: 'rate_limit_error', message: 'no' } }],
	],
	'retry (unclear)': [
		// The error of an envelope, not of the task.
		[200, { id: 'another', status: 'failed', error: { code: 'service_error', message: 'x' } }],
	],
	// Nobody says that there is no such task.
	'retry (unclearNotFound)': [
		[404, '404 page not found'],
		[404, ''],
		[404, { detail: 'Not Found' }],
		[404, { status: 404, error: 'Not Found' }],
	],
	'retry (unexpectedFormat)': [
		[400, page('Bad Request')],
		[403, '<!doctype html><title>Just a moment...</title>'],
		[404, {}],
		[404, { data: [] }],
		[404, page('Not Found')],
		[404, '<html>nginx'],
		[404, '<body>nginx'],
	],
};
