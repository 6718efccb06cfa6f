import {
	suggestionFor,
	suggestionForCreate,
	formatError as inOneLine,
} from '../../../nodes/Hailuo/transport/errorMessages';
import type { RequestError } from '../../../nodes/Hailuo/transport/responseError';

const refused = (status: number): RequestError => ({ kind: 'rejected', status, message: 'No' });

describe('errorMessages', () => {
	describe('what to do after HTTP', () => {
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
		] as const)('%d on a %s', (status, request, words) => {
			expect(suggestionFor(refused(status), request)).toMatch(words);
		});
	});

	it('after a create that the queue gave up', () => {
		expect(suggestionForCreate(refused(429), 'queueTimeout', 600_000)).toMatch(
			/for 10 min.*Queue Timeout/,
		);
		expect(suggestionForCreate(refused(402), 'refused', 600_000)).toMatch(/Top up/);
		expect(suggestionForCreate(refused(404), 'refused', 600_000)).toMatch(/model.*Base URL/);
	});

	it.each([
		['notSent', /^Check Base URL.*network/],
		['connectionLost', /network has a problem.*again later/],
		['unexpectedResponse', /^Check Base URL/],
	] as const)('what to do after an answer that is %s', (kind, words) => {
		expect(suggestionFor({ kind, message: 'No' }, 'read')).toMatch(words);
	});

	it.each([
		[429, 125_000, 'in 3 min'],
		[503, 3_600_000, 'in 60 min'],
		[429, 7_200_000, 'in 120 min'],
		[429, 9_000_000, 'in 3 h'],
	])('a %d that asks for %d ms of rest names the time', (status, retryAfterMs, time) => {
		expect(suggestionFor({ ...refused(status), retryAfterMs }, 'create')).toContain(time);
	});

	it.each([
		[429, 120_000, /Wait a minute/],
		[400, 3_600_000, /field/],
	])('a %d with %d ms has its usual advice', (status, retryAfterMs, words) => {
		expect(suggestionFor({ ...refused(status), retryAfterMs }, 'create')).toMatch(words);
	});

	it('says that there is no advice, for a status without', () => {
		expect(suggestionFor(refused(418), 'create')).toMatch(/message of the API.*try again later/);
	});

	describe('a fault in one line', () => {
		it.each([
			['the words alone', { message: 'The request timed out' }, 'The request timed out'],
			['the status', { status: 503, message: 'Down' }, 'Down (HTTP 503)'],
			[
				'the code and the field',
				{ status: 400, message: 'Bad value.', code: 'invalid_request', param: 'duration' },
				'Bad value (field duration, invalid_request, HTTP 400)',
			],
			[
				'the code only once',
				{ status: 403, message: 'forbidden', code: 'forbidden' },
				'forbidden (HTTP 403)',
			],
			['no dot at its end', { message: 'Not 6.5 s. Use 6.' }, 'Not 6.5 s. Use 6'],
			['no blanks around', { message: ' Down.\n' }, 'Down'],
		])('%s', (_, fault, line) => {
			expect(inOneLine({ kind: 'rejected', ...fault })).toBe(line);
		});
	});
});
