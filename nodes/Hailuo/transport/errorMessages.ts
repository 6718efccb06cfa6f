import type { RequestError } from './responseError';
import { shouldPauseAll, QUEUE_TIMEOUT_MS, exceedsMaxRetryAfter } from './retryPolicy';

/** What the person can do next, by HTTP status. Source: the API's error table. */
const SUGGESTIONS: Readonly<Record<number, string>> = {
	400: 'Correct the field that the message names.',
	401: 'Check the API key in the credential.',
	402: 'The account has no credit left. Top it up with the vendor, then run again.',
	403: 'This key may not use the model, or the task belongs to another account.',
	408: 'The service was too slow. Try again later.',
	413: 'An image is too large. At most 20 MB are allowed.',
	429: 'Too many requests at once. Wait a minute, or send fewer items.',
};

type RequestKind = 'create' | 'read' | 'upload';

const CHECK_BASE_URL =
	'Check Base URL in the credential: the address must be that of the API, without /v1.';
const CHECK_FILES_BASE_URL =
	'Check Files Base URL in the credential: the address must be that of the host that takes files.';

const NOT_FOUND_SUGGESTIONS: Readonly<Record<RequestKind, string>> = {
	create: `The model is not known there, or the address is wrong. ${CHECK_BASE_URL}`,
	read: 'Check the task ID. The API forgets tasks after a time, and knows only those of the account that made them.',
	upload: CHECK_FILES_BASE_URL,
};

/** One or two sentences on what to do after a fault that ends an item. */
export function suggestionFor(fault: RequestError, request: RequestKind): string {
	const { kind, status = 0, retryAfterMs = 0 } = fault;
	if (exceedsMaxRetryAfter(fault) && shouldPauseAll(fault)) {
		return `The API asks to be left alone for ${formatMinutes(retryAfterMs)}. Try again after that.`;
	}
	if (status === 429 && request === 'create') {
		return `It took no video of this run for ${formatMinutes(QUEUE_TIMEOUT_MS)}. Run again later, with fewer at once (Max Concurrency).`;
	}
	const checkAddress = request === 'upload' ? CHECK_FILES_BASE_URL : CHECK_BASE_URL;
	if (kind === 'unreached')
		return `${checkAddress} If it is right, the service or the network is down.`;
	if (kind === 'interrupted') return 'The network or the service is in trouble. Try again later.';
	if (kind === 'unreadable' || (status >= 300 && status < 400)) return checkAddress;
	if (status === 403 && request === 'upload') return 'This key may not upload files there.';
	if (status === 404) return NOT_FOUND_SUGGESTIONS[request];
	if (status >= 500) return 'The service is in trouble. Try again later.';
	return (
		SUGGESTIONS[status] ??
		'The message is the API’s own. If it names nothing to correct, try again later.'
	);
}

function formatMinutes(ms: number): string {
	const minutes = Math.ceil(ms / 60_000);
	return minutes <= 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** The fault in one line: the API's words, the field it names, and the status. */
export function formatError({ message, param, code, status }: RequestError): string {
	const details = [
		param && `field ${param}`,
		code !== undefined && !message.includes(code) && code,
		status && `HTTP ${status}`,
	].filter(Boolean);
	const sentence = message.trim().replace(/\.$/, '');
	return details.length > 0 ? `${sentence} (${details.join(', ')})` : sentence;
}
