import type { Effect } from '../../../simulator';

/** A transient fault that any request can get. */
export interface TransientFault {
	what: string;
	then: Effect;
	/** Its message in an error. */
	message: RegExp;
	/** Minimum pause until the next request, ms, reduced by the resolution of clocks. */
	minPauseMs?: number;
	/** The request takes effect, although the response does not say so. */
	isAccepted?: true;
	isSlow?: true;
}

export const WEB_PAGE = '<!doctype html><html><body>Bad gateway</body></html>';
const BUSY_IN_200 = { success: false, code: 'busy', msg: 'Come back later' };

const rateLimit = (fields: object) => ({ error: { type: 'rate_limit_error', ...fields } });

/** 429 with all forms of a retry time. */
export const RATE_LIMITED: readonly TransientFault[] = [
	{
		what: '429, Retry-After in seconds',
		then: { status: 429, headers: { 'retry-after': '1' } },
		message: /Too many requests.*HTTP 429/,
		minPauseMs: 990,
	},
	{
		what: '429, Retry-After as a date',
		then: { status: 429, retryAfterDateS: 2 },
		message: /Too many requests.*HTTP 429/,
		// An HTTP date has no fractions of a second.
		minPauseMs: 900,
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
		message: /Slow down.*HTTP 429/,
		minPauseMs: 1_990,
	},
	{
		what: '429 without Retry-After',
		then: { status: 429 },
		message: /Too many requests.*HTTP 429/,
		minPauseMs: 700,
	},
	{
		what: '429, Retry-After: 0',
		then: { status: 429, headers: { 'retry-after': '0' } },
		message: /Too many requests.*HTTP 429/,
		minPauseMs: 700,
	},
];

/** Server errors. */
export const SERVER_ERRORS: readonly TransientFault[] = [
	{ what: '408', then: { status: 408 }, message: /HTTP 408/ },
	{ what: '500', then: { status: 500 }, message: /Something broke inside.*HTTP 500/ },
	{
		what: '502 with a web page',
		then: { status: 502, body: WEB_PAGE },
		message: /Received a web page instead of an API response \(HTTP 502\)/,
	},
	{
		what: '503',
		then: { status: 503 },
		message: /The service is not available for the moment.*HTTP 503/,
	},
	{ what: '504', then: { status: 504 }, message: /HTTP 504/ },
];

/** No response, or an incomplete one. */
export const CONNECTION_ERRORS: readonly TransientFault[] = [
	{
		what: 'connection reset before the request is accepted',
		then: { reset: 'before' },
		message: /The connection was closed/,
	},
	{
		what: 'connection reset after the request is accepted',
		then: { reset: 'afterAccepted' },
		message: /The connection was closed/,
		isAccepted: true,
	},
	{
		what: 'connection closed in the middle of the body',
		then: { reset: 'midBody' },
		message: /The connection was closed/,
		isAccepted: true,
	},
	{ what: 'no response', then: { hang: true }, message: /The request timed out/, isSlow: true },
	{
		what: 'no data after half of the body',
		then: { stall: true },
		message: /The request timed out|The connection was closed/,
		isAccepted: true,
		isSlow: true,
	},
];

/** Responses that are not valid for this API. */
export const INVALID_RESPONSES: readonly TransientFault[] = [
	{
		what: 'truncated JSON',
		then: { cutBody: 30 },
		message: /The response is not valid JSON \(HTTP 200\)/,
		isAccepted: true,
	},
	{
		what: 'empty body',
		then: { cutBody: 0 },
		message: /The response is empty \(HTTP 200\)/,
		isAccepted: true,
	},
	{
		what: 'a web page with 200',
		then: { status: 200, body: WEB_PAGE },
		message: /Received a web page instead of an API response \(HTTP 200\)/,
	},
	{
		what: 'success: false in a 200',
		then: { status: 200, body: BUSY_IN_200 },
		message: /Come back later \(busy, HTTP 200\)/,
	},
];

/** Transient errors of any request to the API. */
export const TRANSIENT: readonly TransientFault[] = [
	...RATE_LIMITED,
	...SERVER_ERRORS,
	...CONNECTION_ERRORS,
	...INVALID_RESPONSES,
];

/** The same for a route that not every provider has: without it, a provider returns a web page with 200. */
export const OF_OPTIONAL_ROUTE = TRANSIENT.filter(({ what }) => what !== 'a web page with 200');
