import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { formatValue } from '../utils/format';
import { nonEmptyString } from '../utils/json';
import { isPrivateHost, parseUrl } from '../utils/url';
import { err, ok, type Result } from '../utils/result';
import type { ByteStream } from './byteStream';
import { USER_AGENT } from './request';
import type { RequestError } from './evidence';

type Context = Pick<IExecuteFunctions, 'helpers'>;

/** The location of a video. */
export interface VideoLink {
	url: string;
	/** Base URL of the credential that the task was read with. */
	baseUrl: string;
}

/** A response of any status. Its body is not read yet. */
export interface VideoResponse {
	statusCode: number;
	headers: IDataObject;
	body: ByteStream;
}

/** RFC 2068 recommended a maximum of five. */
const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Requests a video without the API key. Redirects are followed here because n8n would follow them to any
 * host.
 *
 * @param timeoutMs maximum time until each response starts, ms
 * @returns an error if a URL is not allowed
 * @throws the error of n8n's request helper if there is no response
 */
export async function requestVideo(
	context: Context,
	{ url, baseUrl }: VideoLink,
	timeoutMs: number,
	abortSignal: AbortSignal,
): Promise<Result<VideoResponse, RequestError>> {
	let link = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const verb = redirects === 0 ? 'points' : 'redirects';
		const error = await validateLink(context, { url: link, baseUrl }, verb, abortSignal);
		if (error !== undefined) return err(error);
		const response = (await context.helpers.httpRequest({
			url: link,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			// Videos are already compressed, and the length of a compressed response cannot be verified.
			headers: { 'User-Agent': USER_AGENT, 'Accept-Encoding': 'identity' },
			timeout: timeoutMs,
			abortSignal,
		})) as VideoResponse;
		const location = nonEmptyString(response.headers.location);
		if (!REDIRECTS.includes(response.statusCode) || location === undefined) return ok(response);
		response.body.destroy();
		link = parseUrl(location, link)?.href ?? location;
	}
	return err({ reason: 'unclear', message: 'Too many redirects' });
}

/**
 * Validates a URL from the provider or its storage host before it is requested. A malicious URL could
 * target hosts that only the n8n host can reach.
 *
 * @param verb used in messages: "points" for the video URL itself, "redirects" for a redirect
 * @returns undefined if the URL may be requested
 */
async function validateLink(
	context: Context,
	{ url, baseUrl }: VideoLink,
	verb: 'points' | 'redirects',
	abortSignal: AbortSignal,
): Promise<RequestError | undefined> {
	const parsed = parseUrl(url);
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
		return blocked(`The video URL ${verb} to ${formatValue(url)}, which is not http or https`);
	}
	if (!(await isPrivate(context, parsed, abortSignal))) return undefined;
	// A provider in a private network also stores its videos there.
	if (await isPrivate(context, new URL(baseUrl), abortSignal)) return undefined;
	return blocked(`The video URL ${verb} to a private network (${parsed.hostname})`);
}

function blocked(message: string): RequestError {
	const suggestion = 'It was not requested. Ask your provider for a public URL.';
	return { reason: 'blocked', message, suggestion };
}

/** Whether a host is private by its name, or by its resolved address if n8n exposes that to nodes. */
async function isPrivate(
	{ helpers }: Context,
	url: URL,
	abortSignal: AbortSignal,
): Promise<boolean> {
	if (isPrivateHost(url.hostname)) return true;
	// Older n8n versions have no filter.
	const { getSecureEgressFilter } = helpers as Partial<typeof helpers>;
	const lookup = getSecureEgressFilter?.('enforced').validateUrl(url);
	try {
		const result = await Promise.race([lookup, aborted(abortSignal)]);
		return result?.ok === false && result.error.name === 'SsrfBlockedIpError';
	} catch {
		// The name cannot be resolved here, which is common behind a proxy.
		return false;
	}
}

/** Resolves on abort. The lookup itself cannot be aborted, and must not delay a Stop. */
async function aborted(signal: AbortSignal): Promise<undefined> {
	if (signal.aborted) return;
	await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
