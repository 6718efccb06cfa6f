import type { INode } from 'n8n-workflow';

import { isOfModel } from '../domain/modelOptions';
import { digest } from '../execution/idempotencyKey';
import { bareKey, type Credential } from '../transport/credential';
import { NOT_FOUND_AFTER_MS, type EventRules, type Reading } from './evaluateTask';
import type { PollSession } from './pollSession';
import type { WatchedAccount } from './reduceAccount';

/** What an account trigger watches. When it changes, watching restarts. */
export interface AccountScope {
	/** Credential, model filter, and a digest of Base URL and API key. */
	scope: string;
	/** The scope without the digest, as saved by earlier versions. */
	formerScope: string;
}

/**
 * Identifies the account by the credential and a digest of its Base URL and API key. The digest is salted
 * with the node's ID: no salt has to be stored, the digest is the same after restarts, restored backups
 * and imports, and the same key has a different digest in another trigger.
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

type Tasks = ReadonlyMap<string, number>;

/**
 * Determines which tasks that were pending before watching restarted also exist in this account. These
 * become pending; tasks that could not be read are read again by a later poll.
 *
 * @param processed tasks that were emitted, from any account
 * @param model the current model filter
 */
export async function adoptInherited(
	account: WatchedAccount,
	processed: Tasks,
	model: string | undefined,
	{ giveUpMs }: EventRules,
	session: PollSession,
): Promise<WatchedAccount> {
	const { inherited, ...adopting } = account;
	if (inherited === undefined) return account;
	const { wallMs } = session;
	const candidates = [...inherited].filter(
		([taskId, createdS]) =>
			!account.pending.has(taskId) && !processed.has(taskId) && wallMs - createdS * 1000 < giveUpMs,
	);
	const readings = await session.read(candidates.map(([taskId]) => ({ taskId })));
	const pending = new Map(account.pending);
	const unread = new Map<string, number>();
	for (const [taskId, createdS] of candidates) {
		const reading = readings.get(taskId);
		if (reading?.ok) {
			if (isOfModel(reading.value.task.model, model)) pending.set(taskId, createdS);
		} else if (!isUnknown(reading, wallMs - createdS * 1000)) unread.set(taskId, createdS);
	}
	return { ...adopting, pending, ...(unread.size > 0 && { inherited: unread }) };
}

/** Whether the account does not have the task. A task that was just created may return 404. */
function isUnknown(reading: Reading | undefined, ageMs: number): boolean {
	if (reading === undefined || reading.ok) return false;
	const { status = 0 } = reading.error;
	return status === 404 ? ageMs >= NOT_FOUND_AFTER_MS : status === 400 || status === 403;
}
