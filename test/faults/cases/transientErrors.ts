import type { Effect } from '../../../simulator';

/** A transient fault that any request can get. */
export interface PassingFault {
	what: string;
	then: Effect;
	/** Its message in an error. */
	says: RegExp;
	/** Minimum pause until the next request, ms, reduced by the resolution of clocks. */
	restMs?: number;
	/** The request takes effect, although the response does not say so. */
	isAccepted?: true;
	isSlow?: true;
}

export const WEB_PAGE = '<!doctype html><html><body>Bad gateway</body></html>';
export const REJECTED_IN_200 = { success: false, code: 'busy', msg: 'Come back later' };

const rateLimit = (fields: object) => ({ error: { type: 'rate_limit_error', ...fields } });

/** 429 with all forms of a retry time. */
export const RATE_LIMITED: readonly PassingFault[] = [
	{
		what: '429, Retry-After in seconds',
		then: { status: 429, headers: { 'retry-after': '1' } },
		says: /Too many requests.*HTTP 429/,
		restMs: 990,
	},
	{
		what: '429, Retry-After as a date',
		then: { status: 429, retryAfterDateS: 2 },
		says: /Too many requests.*HTTP 429/,
		// An HTTP date has no fractions of a second.
		restMs: 900,
	},
	{
		what: '429, time in the message only',
		then: {
			status: 429,
			body: rateLimit({
				code: 'rate_limit_exceeded',
				message: 'Slow down.',
				fallback_suggestion: 'Please retry after 2 seconds',
			}),
		},
		says: /Slow down.*HTTP 429/,
		restMs: 1_990,
	},
	{
		what: '429 without Retry-After',
		then: { status: 429 },
		says: /Too many requests.*HTTP 429/,
		restMs: 700,
	},
	{
		what: '429, Retry-After: 0',
		then: { status: 429, headers: { 'retry-after': '0' } },
		says: /Too many requests.*HTTP 429/,
		restMs: 700,
	},
];

/** Server errors. */
export const SERVER_ERRORS: readonly PassingFault[] = [
	{ what: '408', then: { status: 408 }, says: /HTTP 408/ },
	{ what: '500', then: { status: 500 }, says: /Something broke inside.*HTTP 500/ },
	{
		what: '502 with a web page',
		then: { status: 502, body: WEB_PAGE },
		says: /Received a web page instead of an API response \(HTTP 502\)/,
	},
	{
		what: '503',
		then: { status: 503 },
		says: /The service is not available for the moment.*HTTP 503/,
	},
	{ what: '504', then: { status: 504 }, says: /HTTP 504/ },
];

/** No response, or an incomplete one. */
export const CONNECTION_ERRORS: readonly PassingFault[] = [
	{
		what: 'connection reset before the request is accepted',
		then: { reset: 'before' },
		says: /The connection was closed/,
	},
	{
		what: 'connection reset after the request is accepted',
		then: { reset: 'afterAccepted' },
		says: /The connection was closed/,
		isAccepted: true,
	},
	{
		what: 'connection closed in the middle of the body',
		then: { reset: 'midBody' },
		says: /The connection was closed/,
		isAccepted: true,
	},
	{ what: 'no response', then: { hang: true }, says: /The request timed out/, isSlow: true },
	{
		what: 'no data after half of the body',
		then: { stall: true },
		says: /The request timed out|The connection was closed/,
		isAccepted: true,
		isSlow: true,
	},
];

/** Responses that are not valid for this API. */
export const INVALID_RESPONSES: readonly PassingFault[] = [
	{
		what: 'truncated JSON',
		then: { cutBody: 30 },
		says: /The response is not valid JSON \(HTTP 200\)/,
		isAccepted: true,
	},
	{
		what: 'empty body',
		then: { cutBody: 0 },
		says: /The response is empty \(HTTP 200\)/,
		isAccepted: true,
	},
	{
		what: 'a web page with 200',
		then: { status: 200, body: WEB_PAGE },
		says: /Received a web page instead of an API response \(HTTP 200\)/,
	},
	{
		what: 'success: false in a 200',
		then: { status: 200, body: REJECTED_IN_200 },
		says: /Come back later \(busy, HTTP 200\)/,
	},
];

/** Transient errors of any request to the API. */
export const TRANSIENT: readonly PassingFault[] = [
	...RATE_LIMITED,
	...SERVER_ERRORS,
	...CONNECTION_ERRORS,
	...INVALID_RESPONSES,
];

/** The same for a route that not every provider has: without it, a provider returns a web page with 200. */
export const OF_OPTIONAL_ROUTE = TRANSIENT.filter(({ what }) => what !== 'a web page with 200');
