import { parseUrl } from '../utils/url';
import type { RequestError } from './responseError';

/** Values of the credential's field. */
export const IDEMPOTENT_CREATE = ['auto', 'yes', 'no'] as const;

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

/** Whether an error is about the key: then an earlier request with it may have created a task. */
export function namesIdempotencyKey({ message, code = '', param = '' }: RequestError): boolean {
	return /idempoten/i.test(`${message} ${code} ${param}`);
}
