import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import { nonEmptyString, parseJson } from '../utils/json';
import { err, type Result } from '../utils/result';
import { parseUrl } from '../utils/url';
import { bareKey } from './credential';
import type { RequestError } from './evidence';
import { fromNetworkError } from './networkError';
import type { HttpResponse } from './response';

/** Identifies the package to every host. Some storage hosts reject the defaults of HTTP libraries. */
export const USER_AGENT = 'n8n-nodes-hailuo';

/**
 * Sends one request with the API key, without retries.
 *
 * @param data the credential resolved for the item; n8n by default uses the one of item 0
 * @param parse what the response proves; it is given without the API key
 */
export async function sendRequest<T>(
	context: IExecuteFunctions | IPollFunctions,
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	parse: (response: HttpResponse) => Result<T, RequestError>,
): Promise<Result<T, RequestError>> {
	const credentialsDecrypted: ICredentialsDecrypted = {
		id: '',
		name: 'hailuoApi',
		type: 'hailuoApi',
		// A copy, since n8n may modify it.
		data: { ...data },
	};
	let result: Result<T, RequestError>;
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'hailuoApi',
			{
				json: true,
				// Parsed here: n8n would lose digits of long IDs.
				encoding: 'text',
				// n8n would also send the key to the target of a redirect.
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				...options,
				headers: { 'User-Agent': USER_AGENT, ...options.headers },
			},
			{ credentialsDecrypted },
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		const redacted = redactKey(text, data.apiKey);
		const location = nonEmptyString(headers.location);
		const response = {
			status: statusCode,
			headers: { ...headers, ...(location && { location: redactKey(location, data.apiKey) }) },
			body: parseJson(redacted) ?? redacted,
			receivedMs: Date.now(),
		};
		result = parse(response);
	} catch (error) {
		result = err(fromNetworkError(error));
	}
	return result.ok ? result : err({ ...result.error, host: parseUrl(options.url)?.host });
}

/** Shorter keys do not exist, and could occur in any text by chance. */
const MIN_KEY_LENGTH = 8;
/** From this length on, a key cannot be part of another word, such as a task ID, by chance. */
const LONG_KEY_LENGTH = 20;

/**
 * Replaces the API key wherever a provider repeats it in a response, e.g. "Incorrect API key provided:
 * sk-…", so that it never appears in items, errors or logs: as typed, as sent, and encoded for a URL.
 *
 * @param apiKey as in the credential, possibly with surrounding spaces or a leading "Bearer "
 */
export function redactKey(text: string, apiKey: unknown): string {
	const typed = String(apiKey ?? '').trim();
	const sent = bareKey(apiKey);
	if (sent.length < MIN_KEY_LENGTH) return text;
	const spellings = [typed, sent, encodeURIComponent(sent), JSON.stringify(sent).slice(1, -1)]
		.sort((a, b) => b.length - a.length)
		.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const anySpelling = `(?:${spellings.join('|')})`;
	const isLong = sent.length >= LONG_KEY_LENGTH;
	const key = new RegExp(isLong ? anySpelling : `(?<![\\w-])${anySpelling}(?![\\w-])`, 'g');
	return text.replace(key, '[API key]');
}
