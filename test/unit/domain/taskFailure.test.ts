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
			const failure = parseFailure(
				{ code, message: 'In the words of the API', type: 'task_error' },
				'failed',
			);

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

		for (const hint of hints) expect(hint).toMatch(/new task.*not charged/);
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

	it('converts an unknown numeric code to text', () => {
		expect(parseFailure({ code: 1026, message: 'Odd' }, 'failed')).toMatchObject({
			code: '1026',
			message: 'Odd',
		});
	});

	it.each([
		['null', null],
		['undefined', undefined],
		['an empty object', {}],
		['a number', 5],
		['an object without code and message', { code: '', message: ' ' }],
	])('returns unknown_error with a message when the error of a failed task is %s', (_, error) => {
		expect(parseFailure(error, 'failed')).toEqual({
			code: 'unknown_error',
			message: expect.stringMatching(/\w+/),
			retryable: false,
			hint: expect.stringMatching(/your provider/),
		});
	});

	it.each([[null], [undefined]])(
		'returns request_cancelled when the error of a cancelled task is %s',
		(error) => {
			expect(parseFailure(error, 'cancelled')).toMatchObject({
				code: 'request_cancelled',
				message: expect.stringContaining('cancelled'),
				retryable: false,
			});
		},
	);
});
