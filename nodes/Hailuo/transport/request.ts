import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import { asRecord, isRecord } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { bareKey } from './credential';
import { fromNetworkError } from './networkError';
import { parseErrorResponse, type RequestError } from './responseError';

/** Identifies the package to every host. Some storage hosts reject the defaults of HTTP libraries. */
export const USER_AGENT = 'n8n-nodes-hailuo';

/** A success response of the API. */
export interface ApiResponse {
	body: Record<string, unknown>;
	headers: Readonly<Record<string, unknown>>;
}

/**
 * Sends one request with the API key, without retries.
 *
 * @param data the credential resolved for the item; n8n by default uses the one of item 0
 */
export async function sendRequest(
	context: IExecuteFunctions | IPollFunctions,
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<Result<ApiResponse, RequestError>> {
	const credentialsDecrypted: ICredentialsDecrypted = {
		id: '',
		name: 'hailuoApi',
		type: 'hailuoApi',
		// A copy, since n8n may modify it.
		data: { ...data },
	};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'hailuoApi',
			{
				json: true,
				// n8n would also send the key to the target of a redirect.
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				...options,
				headers: { 'User-Agent': USER_AGENT, ...options.headers },
			},
			{ credentialsDecrypted },
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		const { statusCode: status, headers } = response;
		const body = redactKey(response.body, data.apiKey);
		const error = parseErrorResponse({ status, headers, body }, Date.now());
		return error === undefined ? ok({ body: asRecord(body), headers }) : err(error);
	} catch (error) {
		return err(fromNetworkError(error));
	}
}

/** Shorter keys do not exist, and could occur in any text by chance. */
const MIN_KEY_LENGTH = 8;

/**
 * Replaces the API key wherever a provider repeats it in a response, e.g. "Incorrect API key provided:
 * sk-…", so that it never appears in items, errors or logs.
 *
 * @param apiKey as in the credential, possibly with surrounding spaces or a leading "Bearer "
 */
export function redactKey<T>(value: T, apiKey: unknown): T {
	const key = bareKey(apiKey);
	return key.length < MIN_KEY_LENGTH ? value : (redact(value, key) as T);
}

function redact(value: unknown, key: string): unknown {
	if (typeof value === 'string') return value.replaceAll(key, '[API key]');
	if (Array.isArray(value)) return value.map((entry) => redact(entry, key));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [redact(name, key), redact(entry, key)]),
	);
}
