import type { FunctionsBase, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { newIssue, withSubject, mustBe, type Issue } from '../domain/issue';
import { formatChoices, shorten } from '../utils/format';
import { err, ok, type Result } from '../utils/result';
import { isPrivateHost, parseUrl } from '../utils/url';

/** A credential, resolved for one item: its fields may be expressions. */
export interface Credential {
	/** The API's URL, without a trailing slash. */
	baseUrl: string;
	/** Required only to upload files. */
	filesBaseUrl: BaseUrl;
	/** Whether an indeterminate create may be retried with the same `Idempotency-Key`. */
	honorsIdempotencyKey: boolean;
	/** Passed to n8n, which adds the key to requests. */
	data: ICredentialDataDecryptedObject;
}

/**
 * Reads the credential, with its expressions resolved for one item.
 *
 * @param itemIndex absent in a trigger, which has no items
 * @returns the credential, or the issue if it cannot be used
 */
export async function readCredential(
	context: Pick<FunctionsBase, 'getCredentials'>,
	itemIndex?: number,
): Promise<Result<Credential, Issue>> {
	try {
		const data = await context.getCredentials('hailuoApi', itemIndex);
		const baseUrl = readBaseUrl(data.baseUrl);
		if (!baseUrl.ok) return baseUrl;
		const setting = IDEMPOTENT_CREATE.find((one) => one === (data.idempotentCreate ?? 'auto'));
		if (setting === undefined) {
			const issue = mustBe(formatChoices(IDEMPOTENT_CREATE), data.idempotentCreate);
			return err(withSubject('Provider Honors Idempotency-Key in the credential', issue));
		}
		return ok({
			baseUrl: baseUrl.value,
			filesBaseUrl: readFilesBaseUrl(data.filesBaseUrl),
			honorsIdempotencyKey: honorsIdempotencyKey(setting, baseUrl.value),
			data,
		});
	} catch (error) {
		return err(newIssue(shorten((error as Error).message)));
	}
}

/** A URL of the credential without a trailing slash, or the issue with it. */
export type BaseUrl = Result<string, Issue>;

/** What is often pasted behind a base URL: the route of a request, a query, or trailing slashes. */
export const AFTER_BASE_URL = /(?:\/+v1(?:\/+(?:videos|tasks|credits)\b[^?#]*)?)?\/*(?:[?#].*)?$/i;

/** The URL of the API. A path prefix is kept; surrounding spaces and what follows it are removed. */
export function readBaseUrl(value: unknown): BaseUrl {
	return readUrl('Base URL', value, 'https://ai.odkkk.com/apiv1');
}

/** The URL of the file host, in the same format. */
export function readFilesBaseUrl(value: unknown): BaseUrl {
	return readUrl('Files Base URL', value, 'https://files-api.evolink.ai (for api.evolink.ai)');
}

/** The message does not contain the value, which may be the API key in the wrong field. */
function readUrl(field: string, value: unknown, example: string): BaseUrl {
	const text = typeof value === 'string' ? value.trim().replace(AFTER_BASE_URL, '') : '';
	// The regular expression checks the format, since URL accepts more; URL checks host and port.
	const hasFormat = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text);
	if (hasFormat && parseUrl(text)) return ok(text);
	const message = `${field} in the credential is ${text === '' ? 'empty' : 'not a valid URL'}`;
	return err(newIssue(message, `Enter a URL such as ${example}.`));
}

/** Warnings about a valid Base URL. */
export function hintsForBaseUrl(baseUrl: string): string[] {
	const { protocol, hostname } = new URL(baseUrl);
	if (protocol !== 'http:' || isPrivateHost(hostname)) return [];
	return [
		'Base URL in the credential begins with http://, so the API key is sent unencrypted. Use https:// if the provider supports it.',
	];
}

/** Values of the credential's field. */
const IDEMPOTENT_CREATE = ['auto', 'yes', 'no'] as const;

/**
 * Hosts known to return the same task for the same `Idempotency-Key`. Source: the provider's own client
 * sends an indeterminate create once more with the same key.
 */
const HONORING_HOSTS = ['api.evolink.ai'];

export function honorsIdempotencyKey(
	setting: (typeof IDEMPOTENT_CREATE)[number],
	baseUrl: string,
): boolean {
	if (setting !== 'auto') return setting === 'yes';
	return HONORING_HOSTS.includes(parseUrl(baseUrl)?.hostname ?? '');
}

/** Characters that a header cannot contain. n8n removes them when it sends the key. */
export const NOT_IN_HEADERS = /[^\t\x20-\x7E\x80-\xFF]/g;
/** Keys are often copied together with the "Bearer " prefix of the header. */
export const BEARER = /^\s*bearer\s+/i;

/** The API key as the credential sends it. */
export function bareKey(apiKey: unknown): string {
	return String(apiKey ?? '')
		.replace(NOT_IN_HEADERS, '')
		.replace(BEARER, '')
		.trim();
}

/**
 * Identifies an account, or what a file host knows of it: the same URL and API key, however the key was
 * typed. It contains the key, so it is only compared in memory, and never stored or shown.
 */
export function accountKey(baseUrl: string, apiKey: unknown): string {
	return JSON.stringify([baseUrl, bareKey(apiKey)]);
}
