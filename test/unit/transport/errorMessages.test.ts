import {
	adviceFor,
	adviceForCreate,
	formatError,
} from '../../../nodes/Hailuo/transport/advice';
import type { RequestError } from '../../../nodes/Hailuo/transport/evidence';

const rejected = (status: number): RequestError => ({ kind: 'rejected', status, message: 'No' });

describe('suggestionFor', () => {
	describe('with an HTTP error', () => {
		it.each([
			[400, 'create', /field/],
			[401, 'create', /API key/],
			[401, 'read', /API key/],
			[402, 'create', /[Tt]op .*up/],
			[403, 'create', /key.*model/],
			[403, 'read', /another account/],
			[404, 'create', /model.*Base URL/],
			[404, 'read', /task ID/],
			[401, 'upload', /API key/],
			[403, 'upload', /not upload/],
			[404, 'upload', /Files Base URL/],
			[302, 'upload', /Files Base URL/],
			[408, 'create', /again later/],
			[413, 'create', /20 MB/],
			[429, 'create', /Wait a minute/],
			[429, 'read', /Wait a minute/],
			[429, 'upload', /Wait a minute/],
			[200, 'create', /message of the API/],
			[300, 'create', /^Check Base URL/],
			[302, 'create', /^Check Base URL/],
			[500, 'read', /API has a problem.*again later/],
			[503, 'read', /API has a problem.*again later/],
			[599, 'read', /again later/],
		] as const)(
			'suggests after HTTP %d (request: %s) a text that matches %p',
			(status, request, suggestion) => {
				expect(adviceFor(rejected(status), request)).toMatch(suggestion);
			},
		);
	});

	it.each([
		['notSent', /^Check Base URL.*network/],
		['connectionLost', /network has a problem.*again later/],
		['unexpectedResponse', /^Check Base URL/],
	] as const)('suggests after an error of kind %s a text that matches %p', (kind, suggestion) => {
		expect(adviceFor({ kind, message: 'No' }, 'read')).toMatch(suggestion);
	});

	it.each([
		[429, 125_000, 'in 3 min'],
		[503, 3_600_000, 'in 60 min'],
		[429, 7_200_000, 'in 120 min'],
		[429, 9_000_000, 'in 3 h'],
	])(
		'suggests after HTTP %d with a Retry-After of %d ms to retry %s',
		(status, retryAfterMs, time) => {
			expect(adviceFor({ ...rejected(status), retryAfterMs }, 'create')).toContain(time);
		},
	);

	it.each([
		[429, 120_000, /Wait a minute/],
		[400, 3_600_000, /field/],
	])(
		'suggests after HTTP %d with a Retry-After of %d ms what fits the status: %p',
		(status, retryAfterMs, suggestion) => {
			expect(adviceFor({ ...rejected(status), retryAfterMs }, 'create')).toMatch(suggestion);
		},
	);

	it('refers to the message of the API for a status without a suggestion', () => {
		expect(adviceFor(rejected(418), 'create')).toMatch(/message of the API.*try again later/);
	});
});

describe('adviceForCreate', () => {
	it('suggests increasing Queue Timeout after a queue timeout, otherwise what fits the status', () => {
		expect(adviceForCreate(rejected(429), 'queueTimeout', 600_000)).toMatch(
			/for 10 min.*Queue Timeout/,
		);
		expect(adviceForCreate(rejected(402), 'refused', 600_000)).toMatch(/Top up/);
		expect(adviceForCreate(rejected(404), 'refused', 600_000)).toMatch(/model.*Base URL/);
	});
});

describe('formatError', () => {
	it.each([
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
		expect(formatError({ kind: 'rejected', ...error })).toBe(expected);
	});
});
