import {
	adviceFor,
	adviceForCreate,
	formatError,
	formatEvidence,
} from '../../../nodes/Hailuo/transport/advice';
import type { Reason, RequestError } from '../../../nodes/Hailuo/transport/evidence';

type Request = Parameters<typeof adviceFor>[1];

const errorOf = (reason: Reason, more: Partial<RequestError> = {}): RequestError => ({
	reason,
	message: 'No',
	...more,
});
const REASONS: Record<Reason, true> = {
	notSent: true,
	blocked: true,
	aborted: true,
	rateLimited: true,
	invalidKey: true,
	noCredit: true,
	forbidden: true,
	invalid: true,
	contentPolicy: true,
	tooLarge: true,
	notFound: true,
	noSuchRoute: true,
	redirected: true,
	unexpectedFormat: true,
	unclear: true,
};

describe('adviceFor', () => {
	it.each<[Reason, Request, RegExp, Partial<RequestError>?]>([
		['notSent', 'create', /^Check Base URL.*network is down/],
		['notSent', 'upload', /^Check Files Base URL.*network is down/],
		['blocked', 'read', /^Nothing was sent/],
		['aborted', 'read', /^Stopped by a user/],
		['rateLimited', 'create', /Wait a minute/],
		['rateLimited', 'upload', /Wait a minute/],
		['invalidKey', 'create', /API key.*your provider.*key from MiniMax does not work/],
		[
			'invalidKey',
			'read',
			/a key of ai\.odkkk\.com\. A key from MiniMax/,
			{ host: 'ai.odkkk.com' },
		],
		['noCredit', 'create', /no credits left\. Top up/],
		['noCredit', 'read', /account at ai\.odkkk\.com has no credits/, { host: 'ai.odkkk.com' }],
		['forbidden', 'create', /key may not use the model/],
		['forbidden', 'read', /another account/],
		['forbidden', 'upload', /may not upload files/],
		['invalid', 'create', /^Correct the field duration\.$/, { param: 'duration' }],
		['invalid', 'create', /^This is the message of the API/],
		['contentPolicy', 'create', /content policy\. Change it/],
		['tooLarge', 'create', /too large\. Use smaller files/],
		['notFound', 'read', /^Check the task ID/],
		['noSuchRoute', 'create', /does not offer this model, or the URL is wrong\. Check Base URL/],
		['noSuchRoute', 'read', /^Check Base URL.*\(without \/v1\)/],
		['noSuchRoute', 'upload', /^Check Files Base URL/],
		['unclear', 'read', /again later/],
		['unexpectedFormat', 'create', /^Check Base URL/],
		['unexpectedFormat', 'upload', /^Check Files Base URL/],
	])('after %s (request: %s) matches %p', (reason, request, advice, ...[more]) => {
		expect(adviceFor(errorOf(reason, more), request)).toMatch(advice);
	});

	it.each<[number | undefined, RegExp]>([
		[401, /private or has expired.*fails as well/],
		[403, /private or has expired.*fails as well/],
		[410, /private or has expired.*fails as well/],
		[404, /Get Status with Download Video to try again at no extra cost/],
		[500, /Get Status with Download Video to try again at no extra cost/],
		[undefined, /Get Status with Download Video to try again at no extra cost/],
	])('after a download with HTTP %s matches %p', (status, advice) => {
		expect(adviceFor(errorOf('unclear', { status }), 'download')).toMatch(advice);
	});

	it.each<[Reason, number, RegExp]>([
		['rateLimited', 120_000, /Wait a minute/],
		['rateLimited', 125_000, /^Rate limited\. Try again in 2 min 5 s\.$/],
		['unclear', 3_600_000, /in 1 h\.$/],
		['rateLimited', 7_200_000, /in 2 h\.$/],
		['rateLimited', 9_000_000, /in 2 h 30 min\.$/],
	])('after %s with a Retry-After of %d ms matches %p', (reason, retryAfterMs, advice) => {
		expect(adviceFor(errorOf(reason, { retryAfterMs }), 'create')).toMatch(advice);
	});

	it.each<[Reason, RegExp]>([
		['invalid', /^Correct the field/],
		['noCredit', /Top up/],
		['invalidKey', /API key/],
	])('after %s with a Retry-After of 1 h says what to correct', (reason, advice) => {
		const error = errorOf(reason, { retryAfterMs: 3_600_000, param: 'duration' });
		expect(adviceFor(error, 'create')).toMatch(advice);
	});

	it("prefers the error's own suggestion", () => {
		expect(adviceFor(errorOf('blocked', { suggestion: 'Ask an admin.' }), 'read')).toBe(
			'Ask an admin.',
		);
	});

	it.each(Object.keys(REASONS) as Reason[])('has advice in full sentences for %s', (reason) => {
		for (const request of ['create', 'read', 'upload', 'download'] as const) {
			expect(adviceFor(errorOf(reason), request)).toMatch(/^[A-Z].*\.$/);
		}
	});
});

describe('adviceForCreate', () => {
	it.each<[RegExp, RequestError, 'refused' | 'rateLimited' | 'queueTimeout']>([
		[
			/^Rate limited\. Try again in 1 h\.$/,
			errorOf('rateLimited', { retryAfterMs: 3_600_000 }),
			'rateLimited',
		],
		[/for 10 min.*increase Queue Timeout/, errorOf('rateLimited'), 'queueTimeout'],
		[/Top up/, errorOf('noCredit'), 'refused'],
		[/Base URL/, errorOf('noSuchRoute'), 'refused'],
	])('matches %p', (advice, error, reason) => {
		expect(adviceForCreate(error, reason, 600_000)).toMatch(advice);
	});
});

describe('formatError', () => {
	it.each<[string, Partial<RequestError>, string]>([
		['an error with only a message', { message: 'The request timed out' }, 'The request timed out'],
		['an error with its status', { status: 503, message: 'Down' }, 'Down (HTTP 503)'],
		[
			'an error with field, code and status',
			{ status: 400, message: 'Bad value.', code: 'invalid_request', param: 'duration' },
			'Bad value (field duration, invalid_request, HTTP 400)',
		],
		[
			'a code only once when the message contains it',
			{ status: 403, message: 'forbidden', code: 'forbidden' },
			'forbidden (HTTP 403)',
		],
		['a message without its final period', { message: 'Not 6.5 s. Use 6.' }, 'Not 6.5 s. Use 6'],
		['a message without blanks around it', { message: ' Down.\n' }, 'Down'],
	])('formats %s', (_, error, expected) => {
		expect(formatError(errorOf('unclear', error))).toBe(expected);
	});
});

describe('formatEvidence', () => {
	it.each([
		[
			{ status: 302, message: 'Redirects', location: '/login' },
			'Redirects (HTTP 302, Location: /login)',
		],
		[
			{ status: 200, message: 'Unexpected', excerpt: '{"a":1}' },
			'Unexpected (HTTP 200, response: {"a":1})',
		],
	])('adds to %j what shows where it came from', (error, expected) => {
		expect(formatEvidence(errorOf('unclear', error))).toBe(expected);
	});
});
