import type { INode } from 'n8n-workflow';

import { digest } from '../execution/digest';
import type { Credential } from '../transport/credential';
import { bareKey } from '../transport/redact';

/** What an account trigger watches. Watching starts anew when it changes. */
export interface AccountScope {
	/** Credential, model filter, and a digest of Base URL and API key. */
	scope: string;
	/** The same without the digest, as earlier versions have saved it. */
	formerScope: string;
}

/**
 * Identifies the account by the credential, its Base URL and its API key, of which only a digest is
 * kept. The digest is salted with the ID of the node: nothing has to be stored for it, it stays the same
 * over restarts, restored backups and imports, and the same key has another digest in another trigger.
 */
export function accountScope(
	node: Pick<INode, 'id' | 'credentials'>,
	{ baseUrl, data }: Credential,
	model = '',
): AccountScope {
	const formerScope = `${node.credentials?.hailuoApi?.id ?? ''} ${model}`;
	const account = digest([node.id, baseUrl, bareKey(data.apiKey)]);
	return { scope: `${formerScope} ${account}`, formerScope };
}
