/**
 * The credential's Base URL as requests use it: a path prefix is kept, blanks around it and slashes
 * at its end are forgiven.
 *
 * @returns the address, or what is wrong with it
 */
export function readBaseUrl(value: unknown): { url: string } | { complaint: string } {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	const isAddress = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text);
	if (isAddress) return { url: text };
	return {
		complaint: `Base URL in the credential is ${text === '' ? 'empty' : `"${text.slice(0, 60)}"`}, not an address such as https://ai.odkkk.com/apiv1`,
	};
}
