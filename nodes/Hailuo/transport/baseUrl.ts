import { isPrivateHost } from '../utils/privateHost';
import { parseUrl } from '../utils/url';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';

/** A URL of the credential, without a slash at its end, or what is wrong with it. */
export type BaseUrl = Result<string, string>;

/** The API's own address: a path prefix is kept, blanks around it and slashes at its end are forgiven. */
export function readBaseUrl(value: unknown): BaseUrl {
	return readUrl('Base URL', value, 'https://ai.odkkk.com/apiv1');
}

/** The address of the host that takes files, in the same form; undefined where there is none. */
export function readFilesBaseUrl(value: unknown): BaseUrl | undefined {
	if (nonEmptyString(value) === undefined) return undefined;
	return readUrl('Files Base URL', value, 'https://files-api.evolink.ai');
}

/** The value itself is not told, for it may be the key, pasted into the wrong field. */
function readUrl(field: string, value: unknown, example: string): BaseUrl {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	// The shape by hand, since URL takes more than an address; host and port by URL.
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
