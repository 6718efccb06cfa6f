import type { Effect } from '../../../simulator';

/** A transient fault that any request can get. */
export interface TransientFault {
	what: string;
	then: Effect;
	/** The request takes effect, although the response does not say so. */
	isAccepted?: true;
	isSlow?: true;
}

/** The same, with its message in an error. */
export type KnownFault = TransientFault & { message: RegExp };

export const WEB_PAGE = '<!doctype html><html><body>Bad gateway</body></html>';

/** What a middlebox writes into a connection that it ends. */
export const MIDDLEBOX = 'HTTP/1.1 502 Bad Gateway\r\n\r\n';

const limited: KnownFault = {
	what: '429, Retry-After in seconds',
	then: { status: 429, headers: { 'retry-after': '1' } },
	message: /Too many requests.*HTTP 429/,
};
const unavailable: KnownFault = {
	what: '503',
	then: { status: 503 },
	message: /The service is not available for the moment.*HTTP 503/,
};
const closed: KnownFault = {
	what: 'connection reset before the request is accepted',
	then: { reset: 'before' },
	message: /The connection was closed/,
};
const truncated: KnownFault = {
	what: 'truncated JSON',
	then: { cutBody: 30 },
	message: /The response is not valid JSON \(HTTP 200\)/,
	isAccepted: true,
};
const silent: KnownFault = {
	what: 'no response',
	then: { hang: true },
	message: /The request timed out/,
	isSlow: true,
};

/**
 * One error of each kind: they show what a request does about it. How a response is judged does not
 * depend on the request; that is tested at reads and creates, with the other errors below.
 */
export const ONE_OF_EACH: readonly KnownFault[] = [limited, unavailable, closed, truncated, silent];
/** Those of them that do not take a minute, several attempts of which would take several. */
export const QUICK = ONE_OF_EACH.filter(({ isSlow }) => !isSlow);

const inMessage = {
	type: 'rate_limit_error',
	code: 'rate_limit_exceeded',
	message: 'Slow down.',
	fallback_suggestion: 'Please retry after 2 seconds',
};

/** 429 with all forms of a retry time. */
export const RATE_LIMITED: readonly TransientFault[] = [
	limited,
	{ what: '429, Retry-After as a date', then: { status: 429, retryAfterDateS: 2 } },
	{ what: '429, Retry-After: 0', then: { status: 429, headers: { 'retry-after': '0' } } },
	{ what: '429, time in the message only', then: { status: 429, body: { error: inMessage } } },
	{ what: '429 without Retry-After', then: { status: 429 } },
];

export const SERVER_ERRORS: readonly TransientFault[] = [
	{ what: '408', then: { status: 408 } },
	{ what: '500', then: { status: 500 } },
	{ what: '502 with a web page', then: { status: 502, body: WEB_PAGE } },
	unavailable,
	{ what: '504', then: { status: 504 } },
];

/** No response, or an incomplete one. */
// prettier-ignore
export const CONNECTION_ERRORS: readonly TransientFault[] = [
	closed,
	{ what: 'connection reset after the request is accepted', then: { reset: 'afterAccepted' }, isAccepted: true },
	{ what: 'connection closed in the middle of the body', then: { reset: 'midBody' }, isAccepted: true },
	silent,
	{ what: 'no data after half of the body', then: { stall: true }, isAccepted: true, isSlow: true },
];

/** Responses that are not valid for this API. */
// prettier-ignore
export const INVALID_RESPONSES: readonly TransientFault[] = [
	truncated,
	{ what: 'empty body', then: { cutBody: 0 }, isAccepted: true },
	{ what: 'a web page with 200', then: { status: 200, body: WEB_PAGE } },
	{ what: 'success: false in a 200', then: { status: 200, body: { success: false, code: 'busy', msg: 'Come back later' } } },
];

/** Errors that no request retries, with message and suggestion. */
export const FINAL_ERRORS: ReadonlyArray<
	[what: string, Effect, message: RegExp, suggestion: RegExp]
> = [
	['400', { status: 400 }, /HTTP 400/, /message of the API/],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['403', { status: 403 }, /HTTP 403/, /another account|may not upload files/],
	['redirect to another host', { moved: 'localhost' }, /redirect/, /Check (?:Files )?Base URL/],
];

/** Responses of a provider that does not have the route. */
export const NO_ROUTE: ReadonlyArray<[what: string, Effect]> = [
	['404', { status: 404 }],
	['405', { status: 405 }],
	['a web page with 200', { status: 200, body: WEB_PAGE }],
	['unrelated JSON', { status: 200, body: { hello: 'world' } }],
];
