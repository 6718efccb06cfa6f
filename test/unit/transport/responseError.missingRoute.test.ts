import {
	lacksRoute,
	NOT_A_LIST_CODE,
	NOT_CREDITS_CODE,
	type RequestError,
} from '../../../nodes/Hailuo/transport/responseError';

describe('missingRoute', () => {
	it.each<[string, Partial<RequestError>, boolean]>([
		['404', { status: 404 }, true],
		['405', { status: 405 }, true],
		['a web page', { status: 200, isWebPage: true }, true],
		['a web page without a status', { isWebPage: true }, true],
		['another answer than the list', { status: 200, code: NOT_A_LIST_CODE }, true],
		['another answer than the credits', { status: 200, code: NOT_CREDITS_CODE }, true],
		['the page of a server in trouble', { status: 502, isWebPage: true }, false],
		['the page of a server with an error', { status: 500, isWebPage: true }, false],
		['401', { status: 401 }, false],
		['500', { status: 500 }, false],
		['a lost connection', { kind: 'connectionLost' }, false],
	])('a provider that answers with %s lacks the route: %#', (_, error, isMissing) => {
		expect(lacksRoute({ kind: 'rejected', message: 'No', ...error })).toBe(isMissing);
	});
});
