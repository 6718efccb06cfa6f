import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import { asRecord } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { parseErrorResponse, type RequestError } from './responseError';
import { redactKey } from './redact';
import { fromNetworkError } from './networkError';

/** Identifies the package to every host; some storage hosts reject the defaults of libraries. */
export const USER_AGENT = 'n8n-nodes-hailuo';

/** A success response of the API. */
export interface ApiResponse {
	body: Record<string, unknown>;
	headers: Readonly<Record<string, unknown>>;
}

/**
 * Sends one request with the API key, once.
 *
 * @param data the credential resolved for the item; n8n itself would use that of item 0
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
		// n8n may write into it.
		data: { ...data },
	};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'hailuoApi',
			{
				json: true,
				// n8n would send the key along to wherever a redirect points.
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
