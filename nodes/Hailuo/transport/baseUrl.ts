import { isPrivateHost } from '../utils/privateHost';
import { parseUrl } from '../utils/url';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';

/** A URL of the credential, without a slash at its end, or what is wrong with it. */
export type BaseUrl = Result<string, string>;

/** The URL of the API. A path prefix is kept; blanks around it and trailing slashes are removed. */
export function readBaseUrl(value: unknown): BaseUrl {
	return readUrl('Base URL', value, 'https://ai.odkkk.com/apiv1');
}

/** The URL of the file host, in the same form; undefined if there is none. */
export function readFilesBaseUrl(value: unknown): BaseUrl | undefined {
	if (nonEmptyString(value) === undefined) return undefined;
	return readUrl('Files Base URL', value, 'https://files-api.evolink.ai');
}

/** The message does not contain the value: it may be the key, pasted into the wrong field. */
function readUrl(field: string, value: unknown, example: string): BaseUrl {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	// The form by hand, since URL accepts more; host and port by URL.
	const hasShape = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text);
	if (hasShape && parseUrl(text)) return ok(text);
	return err(
		`${field} in the credential is ${text === '' ? 'empty' : 'not a valid URL'}. Enter a URL such as ${example}`,
	);
}

/** What the user should know of a Base URL that can be used. */
export function hintsForBaseUrl(baseUrl: string): string[] {
	const { protocol, hostname } = new URL(baseUrl);
	if (protocol !== 'http:' || isPrivateHost(hostname)) return [];
	return [
		'Base URL in the credential begins with http://, so the API key is sent unencrypted. Use https:// if the provider supports it.',
	];
}
