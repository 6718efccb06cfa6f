import type { ApiError } from '../domain/apiError';
import { concludeCreate, type Reason, type RequestKind } from './evidence';

/** What a response says. */
export interface ErrorResponse extends ApiError {
	/** The HTTP status, or with HTTP 200 the one in the body. */
	status: number;
	/** The body is a web page, as a proxy sends it. */
	isWebPage: boolean;
}

/**
 * The reason in a response that is not a success. Rules in this order: a code counts more than the status,
 * and without proof that the request was refused the reason is `unclear`.
 */
export function reasonFor(response: ErrorResponse, request: RequestKind): Reason {
	const { status, code = '', param = '', message = '', isWebPage } = response;
	const text = `${code} ${param} ${message}`;
	const byStatus = reasonForStatus(status);
	const isRefused = concludeCreate({ reason: byStatus }) !== 'indeterminate';
	const byCode = reasonForCode(code, 'response');
	const canHaveCode = isSuccess(status) || isRefused || byCode === 'noCredit';
	if (byCode !== undefined && canHaveCode) return byCode;
	if (byStatus === 'rateLimited') return byStatus;
	// An earlier request with the same key may have created a task.
	if (/idempoten/i.test(text)) return 'unclear';
	if (isSuccess(status)) {
		// A text proves nothing: gateways use the same words for an outage. A read may succeed the next time.
		const isAboutRequest = param !== '' || REQUEST_CODES.test(code.toLowerCase());
		return request === 'create' && isAboutRequest ? 'invalid' : 'unclear';
	}
	if (status >= 300 && status < 400) return 'redirected';
	if (!isRefused) return byStatus;
	// A proxy's page says nothing about a task, but its status proves that a create was not accepted.
	if (isWebPage && request === 'read' && !FIRM_STATUSES.includes(status)) return 'unclear';
	if (status === 404) return notFoundReason(text, request);
	if (status === 400 && request === 'read' && /task_?id/i.test(text)) return 'notFound';
	return byStatus;
}

export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/**
 * Codes that refuse a create with status 200: those about the request itself, and all of MiniMax, except its
 * unknown and internal errors and its timeout.
 */
const REQUEST_CODES =
	/^((?!\w*(response|output|result)$)(invalid|bad|unsupported|missing)_?(request|param|prompt|model|image)\w*|base_resp_(?!10(00|01|13|24|33)$)\d+)$/;

/** What a status alone says. Any other 4xx is `invalid`, and everything else `unclear`. */
const STATUS_REASONS: Readonly<Record<number, Reason | undefined>> = {
	401: 'invalidKey',
	402: 'noCredit',
	403: 'forbidden',
	404: 'noSuchRoute',
	405: 'noSuchRoute',
	413: 'tooLarge',
	429: 'rateLimited',
	501: 'unclearNotFound',
	// The request can have been accepted by another server, or by an earlier attempt.
	408: 'unclear',
	409: 'unclear',
	425: 'unclear',
	499: 'unclear',
};

export function reasonForStatus(status: number): Reason {
	return STATUS_REASONS[status] ?? (status >= 400 && status < 500 ? 'invalid' : 'unclear');
}

/** A proxy that answers with one of these has also refused the request. */
const FIRM_STATUSES = [401, 402, 413];

/**
 * What codes say in a response with any status, in the failure of a task (which then could not be read: any
 * other failure is one of its generation), or in both.
 */
const CODE_REASONS: ReadonlyArray<[codes: RegExp, reason: Reason, place: Place | 'both']> = [
	[/^insufficient_(\w+_)?(quota|balance|credits?|funds)(_error)?$/, 'noCredit', 'response'],
	[/^((key_)?quota_exhausted|base_resp_1008)$/, 'noCredit', 'response'],
	[/^(invalid_api_key|key_(disabled|expired)|base_resp_(1004|2049))$/, 'invalidKey', 'both'],
	[/^(unauthorized|authentication_error|401)$/, 'invalidKey', 'failure'],
	[/^(permission_(denied|error)|403)$/, 'forbidden', 'failure'],
	[/^((resource_|task_)?not_found|not_found_error|404)$/, 'notFound', 'failure'],
	// Not an outage of the moderation itself, such as `moderation_timeout`.
	[
		/^(?!.*(timeout|unavailable|error$)).*(content_policy|moderation|sensitive)/,
		'contentPolicy',
		'response',
	],
	[/^base_resp_(1026|1027)$/, 'contentPolicy', 'response'],
	// MiniMax: rate limits of requests, tokens and connections.
	[/^base_resp_(1002|1039|1041)$/, 'rateLimited', 'response'],
	[/^rate_limit_(error|exceeded)$/, 'rateLimited', 'failure'],
];
type Place = 'response' | 'failure';

/** @returns undefined if the code says nothing about the request */
export function reasonForCode(code: string, where: Place): Reason | undefined {
	const row = CODE_REASONS.find(
		([codes, , place]) => (place === where || place === 'both') && codes.test(code.toLowerCase()),
	);
	return row?.[1];
}

/** How gateways say that a route does not exist. */
const ROUTE_WORDS = /\b(route|endpoint|path|url|static resource)\b|\b(get|post) \//i;
/** How APIs say that a task, or a model, does not exist. */
const OBJECT_WORDS = /task|model|video|job|resource_not_found|not_found_error/i;

function notFoundReason(text: string, request: RequestKind): Reason {
	if (ROUTE_WORDS.test(text)) return 'noSuchRoute';
	// A message can repeat the path of the request, which contains these words.
	const words = text.replace(/\S*\/\S*/g, '');
	if (request === 'read') return OBJECT_WORDS.test(words) ? 'notFound' : 'unclearNotFound';
	return /model/i.test(words) ? 'invalid' : 'noSuchRoute';
}
