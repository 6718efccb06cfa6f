import type { Effect } from '../../../simulator';

/** A transient fault that any request can get. */
export interface TransientFault {
	what: string;
	then: Effect;
	/** Its message in an error. */
	message: RegExp;
	/** The request takes effect, although the response does not say so. */
	isAccepted?: true;
	isSlow?: true;
}

export const WEB_PAGE = '<!doctype html><html><body>Bad gateway</body></html>';

/** What a middlebox writes into a connection that it ends. */
export const MIDDLEBOX = 'HTTP/1.1 502 Bad Gateway\r\n\r\n';

const limited = /Too many requests.*HTTP 429/;
const inMessage = {
	type: 'rate_limit_error',
	code: 'rate_limit_exceeded',
	message: 'Slow down.',
	fallback_suggestion: 'Please retry after 2 seconds',
};

/** 429 with all forms of a retry time. */
export const RATE_LIMITED: readonly TransientFault[] = [
	{
		what: '429, Retry-After in seconds',
		then: { status: 429, headers: { 'retry-after': '1' } },
		message: limited,
	},
	{
		what: '429, Retry-After as a date',
		then: { status: 429, retryAfterDateS: 2 },
		message: limited,
	},
	{
		what: '429, time in the message only',
		then: { status: 429, body: { error: inMessage } },
		message: /Slow down.*HTTP 429/,
	},
	{ what: '429 without Retry-After', then: { status: 429 }, message: limited },
	{
		what: '429, Retry-After: 0',
		then: { status: 429, headers: { 'retry-after': '0' } },
		message: limited,
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

const closed = /The connection was closed/;

/** No response, or an incomplete one. */
export const CONNECTION_ERRORS: readonly TransientFault[] = [
	{
		what: 'connection reset before the request is accepted',
		then: { reset: 'before' },
		message: closed,
	},
	{
		what: 'connection reset after the request is accepted',
		then: { reset: 'afterAccepted' },
		message: closed,
		isAccepted: true,
	},
	{
		what: 'connection closed in the middle of the body',
		then: { reset: 'midBody' },
		message: closed,
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
		then: { status: 200, body: { success: false, code: 'busy', msg: 'Come back later' } },
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

const COMMON = ['429, Retry-After in seconds', '503', 'no response', 'truncated JSON'];

/**
 * One error of each kind. All of them are tested at a read; how a response is judged does not depend on
 * the request, so that one of each kind shows what another request does about it.
 */
export const ONE_OF_EACH = TRANSIENT.filter(
	({ what, then }) => COMMON.includes(what) || ('reset' in then && then.reset === 'before'),
);
/** Those of them that do not take a minute, several attempts of which would take several. */
export const QUICK = ONE_OF_EACH.filter(({ isSlow }) => !isSlow);
