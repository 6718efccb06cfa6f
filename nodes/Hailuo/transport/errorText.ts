import { CONTENT_POLICY_HINT } from '../domain/taskFailure';
import { formatDuration } from '../utils/format';
import { concludeRead, type Reason, type RequestError, type RequestKind } from './evidence';
import { exceedsMaxRetryAfter, shouldPauseAll } from './retryPolicy';

type Suggestion = string | ((error: RequestError, request: RequestKind) => string);

const CHECK_BASE_URL = 'Check Base URL in the credential (without /v1).';
const CHECK_FILES_BASE_URL = 'Check Files Base URL in the credential.';

const checkUrl = (request: RequestKind) =>
	request === 'upload' ? CHECK_FILES_BASE_URL : CHECK_BASE_URL;

/** What to do about each reason: one or two sentences. */
const SUGGESTIONS: Readonly<Record<Reason, Suggestion>> = {
	runEnded: 'Nothing was sent.',
	aborted: 'Stopped by a user or by the workflow timeout.',
	blocked: 'Nothing was sent.',
	notSent: (_, request) => `${checkUrl(request)} If it is correct, the API or the network is down.`,
	rateLimited: 'Too many requests. Wait a minute, or send fewer items.',
	invalidKey: ({ host }) =>
		`Check the API key in the credential: it must be a key of ${host ?? 'your provider'}. A key from MiniMax does not work there.`,
	noCredit: ({ host }) =>
		`The account${host ? ` at ${host}` : ''} has no credits left. Top up with your provider, then run again.`,
	forbidden: (_, request) =>
		request === 'upload'
			? 'This API key may not upload files.'
			: 'This API key may not use the model, or the task belongs to another account.',
	invalid: ({ param }) =>
		param === undefined
			? 'This is the message of the API. If it does not say what to correct, contact your provider.'
			: `Correct the field ${param}.`,
	contentPolicy: CONTENT_POLICY_HINT,
	tooLarge: 'The request is too large. Use smaller files.',
	notFound:
		'Check the task ID. Tasks expire, and only the account that created them can read them.',
	noSuchRoute: (_, request) =>
		request === 'create'
			? `The provider does not offer this model, or the URL is wrong. ${CHECK_BASE_URL}`
			: checkUrl(request),
	unclearNotFound: (_, request) => checkUrl(request),
	redirected: (_, request) => checkUrl(request),
	unexpectedFormat: (_, request) => checkUrl(request),
	unclear: 'The API or the network has a problem. Try again later.',
};

const DEAD_URL_STATUSES = [401, 403, 410];

/** What to do about an error that ends an item: one to three sentences. */
export function suggestionFor(error: RequestError, request: RequestKind): string {
	if (error.suggestion !== undefined) return error.suggestion;
	if (request === 'download') {
		if (concludeRead(error) !== 'permanent') {
			return 'Use Get Status with Download Video to try again at no extra cost.';
		}
		const isDead = DEAD_URL_STATUSES.includes(error.status ?? 0);
		return `${isDead ? 'The URL is private or has expired. ' : ''}Another download of it fails as well. If Get Status returns no new URL, ask your provider for the file.`;
	}
	if (shouldPauseAll(error) && exceedsMaxRetryAfter(error)) {
		return rateLimitedSuggestion(error.retryAfterMs);
	}
	const suggestion = SUGGESTIONS[error.reason];
	return typeof suggestion === 'string' ? suggestion : suggestion(error, request);
}

export function rateLimitedSuggestion(retryAfterMs = 0): string {
	return `Rate limited. Try again in ${formatDuration(retryAfterMs)}.`;
}

/** @param timeoutMs how long the queue of creates has retried, ms */
export function queueTimeoutSuggestion(timeoutMs: number): string {
	return `No request was accepted for ${formatDuration(timeoutMs)}. Retry later or increase Queue Timeout.`;
}

/**
 * The error in one line: its message, the request field, its code, the HTTP status, and the task that it names.
 *
 * @param withExcerpt also the start of a body of another format, and where a redirect leads
 */
export function formatError(error: RequestError, withExcerpt = false): string {
	const { message, param, code, status, taskId, location, excerpt } = error;
	const details = [
		param && `field ${param}`,
		code !== undefined && !message.includes(code) && code,
		status && `HTTP ${status}`,
		taskId !== undefined && !message.includes(taskId) && `task ${taskId}`,
		withExcerpt && location && `Location: ${location}`,
		withExcerpt && excerpt && `response: ${excerpt}`,
	].filter(Boolean);
	const sentence = message.trim().replace(/\.$/, '');
	return details.length > 0 ? `${sentence} (${details.join(', ')})` : sentence;
}
