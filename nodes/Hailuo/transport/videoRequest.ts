import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { aborted } from '../utils/clock';
import { formatValue } from '../utils/format';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { isPrivateHost, parseUrl } from '../utils/url';
import type { ByteStream } from './byteStream';
import type { RequestError } from './evidence';
import { USER_AGENT } from './request';

type Helpers = IExecuteFunctions['helpers'];

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
	helpers: Helpers,
	{ url: videoUrl, baseUrl }: VideoLink,
	timeoutMs: number,
	abortSignal: AbortSignal,
): Promise<Result<VideoResponse, RequestError>> {
	let url = videoUrl;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const forbidden = await forbiddenTarget(helpers, { url, baseUrl }, abortSignal);
		if (forbidden !== undefined) {
			const message = `The video URL ${redirects === 0 ? 'points' : 'redirects'} to ${forbidden}`;
			const suggestion = 'It was not requested. Ask your provider for a public URL.';
			return err({ reason: 'blocked', message, suggestion });
		}
		const response = (await helpers.httpRequest({
			url,
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
		url = parseUrl(location, url)?.href ?? location;
	}
	return err({ reason: 'unclear', message: 'Too many redirects' });
}

/**
 * Validates a URL from the provider or its storage host before it is requested. A malicious URL could
 * target hosts that only the n8n host can reach.
 *
 * @returns what the URL must not lead to; undefined if it may be requested
 */
async function forbiddenTarget(
	helpers: Helpers,
	{ url, baseUrl }: VideoLink,
	abortSignal: AbortSignal,
): Promise<string | undefined> {
	const parsed = parseUrl(url);
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
		return `${formatValue(url)}, which is not http or https`;
	}
	if (!(await isPrivate(helpers, parsed, abortSignal))) return undefined;
	// A provider in a private network also stores its videos there.
	if (await isPrivate(helpers, new URL(baseUrl), abortSignal)) return undefined;
	return `a private network (${parsed.hostname})`;
}

/** Whether a host is private by its name, or by its resolved address if n8n exposes that to nodes. */
async function isPrivate(helpers: Helpers, url: URL, abortSignal: AbortSignal): Promise<boolean> {
	if (isPrivateHost(url.hostname)) return true;
	// Older n8n versions have no filter.
	const { getSecureEgressFilter } = helpers as Partial<Helpers>;
	const lookup = getSecureEgressFilter?.('enforced').validateUrl(url);
	try {
		// The lookup itself cannot be aborted, and must not delay a Stop.
		const result = await Promise.race([lookup, aborted(abortSignal)]);
		return result?.ok === false && result.error.name === 'SsrfBlockedIpError';
	} catch {
		// The name cannot be resolved here, which is common behind a proxy.
		return false;
	}
}
