import type { INode } from 'n8n-workflow';

import { digest } from '../execution/idempotencyKey';
import { bareKey, type Credential } from '../transport/credential';

/**
 * Identifies what an account trigger watches: the model, and a digest of Base URL and API key. n8n does not
 * inform a workflow of a changed credential. The digest is salted with the node's ID: no salt has to be
 * stored, the digest is the same after restarts, restored backups and imports, and the same key has a
 * different digest in another trigger.
 */
export function accountScope(
	{ id }: Pick<INode, 'id'>,
	{ baseUrl, data }: Pick<Credential, 'baseUrl' | 'data'>,
	model = '',
): string {
	return `${model} ${digest([id, baseUrl, bareKey(data.apiKey)])}`;
}
