import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import { recordOf } from '../video/json';
import { faultOf, type Fault } from './fault';
import { faultFromThrown } from './thrown';

/** Told to every host, so that an operator can see who is calling; some media hosts refuse library defaults. */
export const USER_AGENT = 'n8n-nodes-hailuo';

/**
 * Sends one request with the API key, once. Whatever goes wrong is a value: what to do about it is
 * decided elsewhere.
 */
export async function send(
	context: IExecuteFunctions | IPollFunctions,
	options: IHttpRequestOptions,
): Promise<{ body: Record<string, unknown> } | { fault: Fault }> {
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'hailuoApi',
			{
				json: true,
				// n8n would carry the key along to wherever a redirect points.
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				...options,
				headers: { 'User-Agent': USER_AGENT, ...options.headers },
			},
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		const { statusCode: status, headers, body } = response;
		const fault = faultOf({ status, headers, body }, Date.now());
		return fault === undefined ? { body: recordOf(body) } : { fault };
	} catch (error) {
		return { fault: faultFromThrown(error) };
	}
}
