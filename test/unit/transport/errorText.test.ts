import { formatError, suggestionFor } from '../../../nodes/Hailuo/transport/errorText';
import type { Reason, RequestError, RequestKind } from '../../../nodes/Hailuo/transport/evidence';

const errorOf = (reason: Reason, more: Partial<RequestError> = {}): RequestError => ({
	reason,
	message: 'No',
	...more,
});

describe('suggestionFor', () => {
	// prettier-ignore
	const ROWS: Array<[Reason, RequestKind, RegExp, Partial<RequestError>?]> = [
		['notSent', 'create', /^Check Base URL.*network is down/],
		['notSent', 'upload', /^Check Files Base URL.*network is down/],
		['blocked', 'read', /^Nothing was sent/],
		['blocked', 'read', /^Ask an administrator\.$/, { suggestion: 'Ask an administrator.' }],
		['aborted', 'read', /^Stopped by a user/],
		['rateLimited', 'create', /Wait a minute/],
		['rateLimited', 'upload', /Wait a minute/, { retryAfterMs: 120_000 }],
		['rateLimited', 'create', /^Rate limited\. Try again in 2 min 5 s\.$/, { retryAfterMs: 125_000 }],
		['unclear', 'create', /^Rate limited\. Try again in 1 h\.$/, { retryAfterMs: 3_600_000 }],
		['invalidKey', 'create', /API key.*your provider.*key from MiniMax does not work/],
		['invalidKey', 'read', /a key of ai\.odkkk\.com\. A key from MiniMax/, { host: 'ai.odkkk.com' }],
		['invalidKey', 'create', /API key/, { retryAfterMs: 3_600_000 }],
		['noCredit', 'create', /account has no credits left\. Top up/],
		['noCredit', 'read', /account at ai\.odkkk\.com has no credits/, { host: 'ai.odkkk.com' }],
		['forbidden', 'create', /key may not use the model/],
		['forbidden', 'read', /another account/],
		['forbidden', 'upload', /may not upload files/],
		['invalid', 'create', /^Correct the field duration\.$/, { param: 'duration', retryAfterMs: 3_600_000 }],
		['invalid', 'create', /^This is the message of the API/],
		['contentPolicy', 'create', /content policy\. Change it/],
		['tooLarge', 'create', /too large\. Use smaller files/],
		['notFound', 'read', /^Check the task ID/],
		['noSuchRoute', 'create', /does not offer this model, or the URL is wrong\. Check Base URL/],
		['noSuchRoute', 'read', /^Check Base URL.*\(without \/v1\)/],
		['noSuchRoute', 'upload', /^Check Files Base URL/],
		['redirected', 'create', /^Check Base URL/],
		['redirected', 'upload', /^Check Files Base URL/],
		['unexpectedFormat', 'create', /^Check Base URL/],
		['unexpectedFormat', 'upload', /^Check Files Base URL/],
		['unclearNotFound', 'read', /^Check Base URL/],
		['unclear', 'read', /again later/],
		['invalidKey', 'download', /^Another download of it fails as well/],
		['forbidden', 'download', /^Another download of it fails as well/],
		['invalid', 'download', /^Another download of it fails as well/],
		['notFound', 'download', /Get Status with Download Video to try again at no extra cost/],
		['unclear', 'download', /Get Status with Download Video to try again at no extra cost/],
	];

	it.each(ROWS)('after %s (request: %s) matches %p', (reason, request, suggestion, ...[more]) => {
		const text = suggestionFor(errorOf(reason, more), request);
		expect(text).toMatch(suggestion);
		expect(text).toMatch(/^[A-Z].*\.$/);
	});
});

describe('formatError', () => {
	it.each<[string, Partial<RequestError>]>([
		['The request timed out', { message: 'The request timed out' }],
		['Down (HTTP 503)', { status: 503, message: 'Down' }],
		[
			'Bad value (field duration, invalid_request, HTTP 400)',
			{ status: 400, message: 'Bad value.', code: 'invalid_request', param: 'duration' },
		],
		// The code only once, no final period, no blanks around it.
		['forbidden (HTTP 403)', { status: 403, message: 'forbidden', code: 'forbidden' }],
		['No (HTTP 400, task gen-7)', { status: 400, taskId: 'gen-7' }],
		['gen-7 exists', { message: 'gen-7 exists', taskId: 'gen-7' }],
		['Not 6.5 s. Use 6', { message: 'Not 6.5 s. Use 6.' }],
		['Down', { message: ' Down.\n' }],
		['Down', { message: 'Down', excerpt: 'x', location: '/login' }],
	])('returns "%s" for %j', (expected, error) => {
		expect(formatError(errorOf('unclear', error))).toBe(expected);
	});

	it('adds on request the start of the body, and where a redirect leads', () => {
		const error = { status: 302, message: 'Redirects', location: '/login', excerpt: '{"a":1}' };
		expect(formatError(errorOf('unclear', error), true)).toBe(
			'Redirects (HTTP 302, Location: /login, response: {"a":1})',
		);
	});
});
