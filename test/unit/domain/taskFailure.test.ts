import {
	isAboutRequest,
	isGenerationCode,
	parseFailure,
} from '../../../nodes/Hailuo/domain/taskFailure';

/** Source: the API's list of failure codes. */
const CODES: Array<[code: string, retryable: boolean, isAboutRequest: boolean, hint: RegExp]> = [
	['content_policy_violation', false, true, /content policy/],
	['base_resp_1026', false, true, /content policy/],
	['base_resp_1027', false, false, /content policy/],
	['invalid_parameters', false, true, /Mode, Quality, Duration/],
	['image_processing_error', false, true, /public.*the picture itself/],
	['image_dimension_mismatch', false, true, /2:5 to 5:2.*300 px/],
	['request_cancelled', false, false, /cancelled/],
	['generation_failed_no_content', false, false, /[Cc]hange the prompt/],
	['resource_not_found', false, false, /task ID/],
	['unknown_error', false, false, /no reason/],
	['service_error', true, false, /had an error.*create a new one/],
	['generation_timeout', true, false, /too long.*create a new one/],
	['resource_exhausted', true, false, /1 to 5 minutes.*create a new one/],
	['quota_exceeded', true, false, /Check the credits.*create a new one/],
	['service_unavailable', true, false, /unavailable.*create a new one/],
	...['aliens_landed', '__proto__', 'constructor', 'toString'].map(
		(code): [string, boolean, boolean, RegExp] => [code, false, false, /error code is unknown/],
	),
];

describe('parseFailure', () => {
	it.each(CODES)('of %s: retryable %s, about the request %s', (code, retryable, isAbout, hint) => {
		const failure = parseFailure('failed', { code, message: 'In the words of the API' });
		expect(failure).toEqual({
			code,
			message: 'In the words of the API',
			retryable,
			hint: expect.stringMatching(hint),
		});
		expect(failure.hint).toMatch(/not charged\.$/);
		expect(isAboutRequest(failure)).toBe(isAbout);
		const isKnown = !/unknown/.test(failure.hint) && code !== 'unknown_error';
		const isAlsoOfRequests = /^(service_unavailable|resource_exhausted|quota_exceeded)$/.test(code);
		expect(isGenerationCode(code)).toBe(isKnown && !isAlsoOfRequests);
	});

	it('uses the HTTP status as the code if there is no other', () => {
		expect(parseFailure('failed', { status: 500, message: 'Odd' })).toMatchObject({ code: '500' });
		expect(parseFailure('failed', { code: 'x', status: 500 })).toMatchObject({ code: 'x' });
	});

	it.each([
		['failed', 'unknown_error', /reason/, /not charged/],
		['cancelled', 'request_cancelled', /cancelled/, /if you still want the video\.$/],
	] as const)(
		'has a code and a message for a %s task without an error',
		(status, code, message, hint) => {
			for (const error of [undefined, {}]) {
				expect(parseFailure(status, error)).toEqual({
					code,
					message: expect.stringMatching(message),
					hint: expect.stringMatching(hint),
					retryable: false,
				});
			}
		},
	);
});
