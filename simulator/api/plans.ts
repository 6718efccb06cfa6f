/** Initial credits of the accounts and their keys. Tasks that did not fail are deducted. */
export interface CreditsPlan {
	/** Of each account. Default 10 000. */
	account?: number;
	/** Of each key; null: no limit of its own. Default: the credits of the account. */
	key?: number | null;
	/** Daily limit of a key, as reported by newer providers. Default: not reported. */
	dailyLimit?: number;
}

/** How a provider lists the tasks of an account. */
export interface ListPlan {
	/** Default newestFirst. */
	order?: 'newestFirst' | 'oldestFirst';
	/** `total` in the response: of all matching tasks (default), of this page, or absent. */
	total?: 'all' | 'ofPage' | 'absent';
	/** Unit or format of `created_at`. Default: seconds. */
	createdAt?: 's' | 'ms' | 'us' | 'ns' | 'iso' | 'text';
	/** The spelling of the model. Default: as it was sent. */
	model?: 'asSent' | 'lowerCase';
	/** True: `status`, `type` and `model` of the request are ignored. */
	ignoresFilters?: boolean;
}
