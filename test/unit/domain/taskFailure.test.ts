import { parseFailure } from '../../../nodes/Hailuo/domain/taskFailure';

/** Source: the API's list of failure codes. */
const CODES: Array<[code: string, retryable: boolean, hint: RegExp]> = [
	['content_policy_violation', false, /content policy/],
	['invalid_parameters', false, /Mode, Quality, Duration/],
	['image_processing_error', false, /public.*the picture itself/],
	['image_dimension_mismatch', false, /2:5 to 5:2.*300 px/],
	['request_cancelled', false, /cancelled/],
	['generation_failed_no_content', false, /[Cc]hange the prompt/],
	['resource_not_found', false, /task ID/],
	['unknown_error', false, /no reason/],
	['service_error', true, /again later/],
	['generation_timeout', true, /again later/],
	['resource_exhausted', true, /1 to 5 minutes/],
	['quota_exceeded', true, /Check the credits/],
	['service_unavailable', true, /again later/],
];

describe('parseFailure', () => {
	it.each(CODES)(
		'parses %s as retryable: %s, with a hint that matches %p',
		(code, retryable, hint) => {
			const failure = parseFailure({ code, message: 'In the words of the API' }, 'failed');

			expect(failure).toEqual({
				code,
				message: 'In the words of the API',
				retryable,
				hint: expect.stringMatching(hint),
			});
		},
	);

	it('returns a different hint for each code', () => {
		expect(new Set(CODES.map(([code]) => parseFailure({ code }, 'failed').hint)).size).toBe(
			CODES.length,
		);
	});

	it('states in each hint of a retryable failure that a retry creates a new task', () => {
		const hints = CODES.filter(([, retryable]) => retryable).map(
			([code]) => parseFailure({ code }, 'failed').hint,
		);

		for (const hint of hints) expect(hint).toMatch(/create a new one.*not charged/);
	});

	it.each(['aliens_landed', '__proto__', 'constructor', 'toString'])(
		'keeps the unknown code %s and marks it as not retryable',
		(code) => {
			expect(parseFailure({ code, message: 'Odd' }, 'failed')).toEqual({
				code,
				message: 'Odd',
				retryable: false,
				hint: expect.stringMatching(/error code is unknown/),
			});
		},
	);

	it.each(['base_resp_1026', 'base_resp_1027'])(
		"reads MiniMax's own code %s as a violation of the content policy",
		(code) => {
			expect(parseFailure({ code, message: 'sensitive' }, 'failed')).toEqual({
				code,
				message: 'sensitive',
				retryable: false,
				hint: expect.stringMatching(/content policy/),
			});
		},
	);

	it('uses the HTTP status as the code if there is no other', () => {
		expect(parseFailure({ status: 500, message: 'Odd' }, 'failed')).toMatchObject({ code: '500' });
		expect(parseFailure({ code: 'x', status: 500 }, 'failed')).toMatchObject({ code: 'x' });
	});

	it.each([
		['failed', 'unknown_error', /reason/],
		['cancelled', 'request_cancelled', /cancelled/],
	] as const)(
		'has a code and a message for a %s task without an error',
		(status, code, message) => {
			for (const error of [undefined, {}]) {
				expect(parseFailure(error, status)).toMatchObject({
					code,
					message: expect.stringMatching(message),
					retryable: false,
				});
			}
		},
	);
});
