import type { Issue } from '../domain/issue';
import { RateLimiter } from '../scheduling/rateLimiter';
import { TaskReader } from '../scheduling/taskReader';
import { HailuoClient } from '../transport/client';
import { accountKey, readCredential, type Credential } from '../transport/credential';
import { ok, type Result } from '../utils/result';
import type { RunContext } from './runContext';

/** An API key at one address, which has its own rate limits: one for reads, and one for creates (`CreateQueue`). */
export interface Account {
	client: HailuoClient;
	/** For all reads: of tasks, the task list and the credits. */
	readLimiter: RateLimiter;
	/** Reads its tasks, in batches if possible. */
	reader: TaskReader;
}

/** The accounts of one run: items with the same key and address share one. */
export class Accounts {
	private readonly accounts = new Map<string, Account>();

	constructor(private readonly run: RunContext) {}

	/** The credential of one item, which can contain expressions, and its account. */
	async resolve(
		itemIndex: number,
	): Promise<Result<{ credential: Credential; account: Account }, Issue>> {
		const resolved = await readCredential(this.run.context, itemIndex);
		if (!resolved.ok) return resolved;
		const credential = resolved.value;
		const key = accountKey(credential.baseUrl, credential.data.apiKey);
		const account = this.accounts.get(key) ?? this.newAccount(credential);
		this.accounts.set(key, account);
		return ok({ credential, account });
	}

	private newAccount(credential: Credential): Account {
		const { context, clock, signal } = this.run;
		const client = new HailuoClient(context, credential);
		const readLimiter = new RateLimiter(clock);
		const reader = new TaskReader({ clock, signal, rateLimiter: readLimiter }, client);
		return { client, readLimiter, reader };
	}
}
