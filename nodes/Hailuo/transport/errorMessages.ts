import type { RequestError } from './responseError';
import { exceedsMaxRetryAfter, shouldPauseAll } from './retryPolicy';

/** What the user can do, by HTTP status. Source: the API's error table. */
const SUGGESTIONS: Readonly<Record<number, string>> = {
	400: 'Correct the field named in the message.',
	401: 'Check the API key in the credential.',
	402: 'The account has no credits left. Top up with your provider, then run again.',
	403: 'This API key may not use the model, or the task belongs to another account.',
	408: 'The API took too long. Try again later.',
	413: 'An image is too large. The limit is 20 MB.',
	429: 'Too many requests. Wait a minute, or send fewer items.',
};

type RequestKind = 'create' | 'read' | 'upload';

const CHECK_BASE_URL = 'Check Base URL in the credential (without /v1).';
const CHECK_FILES_BASE_URL = 'Check Files Base URL in the credential.';

const NOT_FOUND_SUGGESTIONS: Readonly<Record<RequestKind, string>> = {
	create: `The provider does not offer this model, or the URL is wrong. ${CHECK_BASE_URL}`,
	read: 'Check the task ID. Tasks expire, and only the account that created them can read them.',
	upload: CHECK_FILES_BASE_URL,
};

/** What to do about an error that ends an item: one or two sentences. */
export function suggestionFor(error: RequestError, request: RequestKind): string {
	const { kind, status = 0, retryAfterMs = 0 } = error;
	if (error.suggestion !== undefined) return error.suggestion;
	if (exceedsMaxRetryAfter(error) && shouldPauseAll(error)) {
		return `Rate limited. Try again in ${formatMinutes(retryAfterMs)}.`;
	}
	const checkUrl = request === 'upload' ? CHECK_FILES_BASE_URL : CHECK_BASE_URL;
	if (kind === 'notSent') return `${checkUrl} If it is correct, the API or the network is down.`;
	if (kind === 'connectionLost') return 'The API or the network has a problem. Try again later.';
	if (kind === 'unexpectedResponse' || (status >= 300 && status < 400)) return checkUrl;
	if (status === 403 && request === 'upload') return 'This API key may not upload files.';
	if (status === 404) return NOT_FOUND_SUGGESTIONS[request];
	if (status >= 500) return 'The API has a problem. Try again later.';
	return (
		SUGGESTIONS[status] ??
		'This is the message of the API. If it does not say what to correct, try again later.'
	);
}

/**
 * What to do about a create that was rejected, or that timed out in the queue.
 *
 * @param queueTimeoutMs how long the queue retried, ms
 */
export function suggestionForCreate(
	error: RequestError,
	reason: 'refused' | 'queueTimeout',
	queueTimeoutMs: number,
): string {
	if (reason === 'refused') return suggestionFor(error, 'create');
	return `No request was accepted for ${formatMinutes(queueTimeoutMs)}. Retry later or increase Queue Timeout.`;
}

function formatMinutes(ms: number): string {
	const minutes = Math.ceil(ms / 60_000);
	return minutes <= 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** The error in one line: its message, the request field, its code and the HTTP status. */
export function formatError({ message, param, code, status }: RequestError): string {
	const details = [
		param && `field ${param}`,
		code !== undefined && !message.includes(code) && code,
		status && `HTTP ${status}`,
	].filter(Boolean);
	const sentence = message.trim().replace(/\.$/, '');
	return details.length > 0 ? `${sentence} (${details.join(', ')})` : sentence;
}
