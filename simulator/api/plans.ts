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
	/** `total` in the response: of all matching tasks (default), or of this page. */
	total?: 'all' | 'ofPage';
	/** The spelling of the model. Default: as it was sent. */
	model?: 'asSent' | 'lowerCase';
	/** True: `status`, `type` and `model` of the request are ignored. */
	ignoresFilters?: boolean;
}
