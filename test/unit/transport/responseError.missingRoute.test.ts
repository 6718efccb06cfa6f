import {
	lacksRoute,
	NOT_A_LIST_CODE,
	NOT_CREDITS_CODE,
	type RequestError,
} from '../../../nodes/Hailuo/transport/evidence';

describe('lacksRoute', () => {
	it.each<[boolean, string, Partial<RequestError>]>([
		[true, 'HTTP 404', { status: 404 }],
		[true, 'HTTP 405', { status: 405 }],
		[true, 'a web page with HTTP 200', { status: 200, isWebPage: true }],
		[true, 'a web page without a status', { isWebPage: true }],
		[true, 'a response that is not the task list', { status: 200, code: NOT_A_LIST_CODE }],
		[true, 'a response that is not the credits', { status: 200, code: NOT_CREDITS_CODE }],
		[false, 'a web page with HTTP 502', { status: 502, isWebPage: true }],
		[false, 'a web page with HTTP 500', { status: 500, isWebPage: true }],
		[false, 'HTTP 401', { status: 401 }],
		[false, 'HTTP 500', { status: 500 }],
		[false, 'a lost connection', { kind: 'connectionLost' }],
	])('returns %s for %s', (expected, _, error) => {
		expect(lacksRoute({ kind: 'rejected', message: 'No', ...error })).toBe(expected);
	});
});
