import type { INode } from 'n8n-workflow';

import type { KnownTask } from '../domain/task';
import { digest } from '../execution/idempotencyKey';
import { bareKey, type Credential } from '../transport/credential';
import { NOT_FOUND_AFTER_MS, type EventRules, type Reading } from './evaluateTask';
import type { PollSession } from './pollSession';
import type { WatchedAccount } from './reduceAccount';

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

type Tasks = ReadonlyMap<string, number>;

/**
 * Finds out which tasks that were pending before watching started anew this account has, too. They are
 * pending from now on; those that could not be read are read again by a later poll.
 *
 * @param processed tasks that were emitted, whatever account was watched
 * @param model the filter of what is watched now
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
	const open = [...inherited].filter(
		([taskId, createdS]) =>
			!account.pending.has(taskId) && !processed.has(taskId) && wallMs - createdS * 1000 < giveUpMs,
	);
	const readings = await session.read(open.map(([taskId]) => ({ taskId })));
	const pending = new Map(account.pending);
	const undecided = new Map<string, number>();
	for (const [taskId, createdS] of open) {
		const reading = readings.get(taskId);
		if (reading?.ok) {
			if (isOfModel(reading.value.task, model)) pending.set(taskId, createdS);
		} else if (!isUnknown(reading, wallMs - createdS * 1000)) undecided.set(taskId, createdS);
	}
	return { ...adopting, pending, ...(undecided.size > 0 && { inherited: undecided }) };
}

function isOfModel(task: KnownTask, model: string | undefined): boolean {
	return model === undefined || (task.model ?? model) === model;
}

/** Whether the account does not have the task. It may answer 404 for one that was just created. */
function isUnknown(reading: Reading | undefined, ageMs: number): boolean {
	if (reading === undefined || reading.ok) return false;
	const { status = 0 } = reading.error;
	return status === 404 ? ageMs >= NOT_FOUND_AFTER_MS : status === 400 || status === 403;
}
