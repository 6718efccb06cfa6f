import { parseAddress } from '../video/address';

/**
 * The credential's Base URL as requests use it: a path prefix is kept, blanks around it and slashes
 * at its end are forgiven.
 *
 * @returns the address, or what is wrong with it; the value itself is not told, for it may be the
 * key, pasted into the wrong field
 */
export function readBaseUrl(value: unknown): { url: string } | { complaint: string } {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	// The shape by hand, since URL takes more than an address; host and port by URL.
	const hasShape = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text);
	if (hasShape && parseAddress(text)) return { url: text };
	return {
		complaint: `Base URL in the credential is ${text === '' ? 'empty. It must be' : 'not'} an address such as https://ai.odkkk.com/apiv1`,
	};
}
