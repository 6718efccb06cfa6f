import { parseUrl } from '../utils/url';
import type { RequestError } from './responseError';

/** What the credential can say of its provider. */
export const IDEMPOTENT_CREATE = ['auto', 'yes', 'no'] as const;

/**
 * Hosts known to answer the same `Idempotency-Key` with the same task. Source: the client of the
 * public host's own vendor sends a create of unknown outcome once more with the same key.
 */
const HONORING_HOSTS = ['api.evolink.ai'];

export function honorsIdempotencyKey(
	setting: (typeof IDEMPOTENT_CREATE)[number],
	baseUrl: string,
): boolean {
	if (setting !== 'auto') return setting === 'yes';
	return HONORING_HOSTS.includes(parseUrl(baseUrl)?.hostname ?? '');
}

/** Whether a refusal is about the key: then an earlier request with it may have created a task. */
export function namesIdempotencyKey({ message, code = '', param = '' }: RequestError): boolean {
	return /idempoten/i.test(`${message} ${code} ${param}`);
}
