import { assertKnownFields } from '../knownFields';

/** Initial credits of the accounts and their keys. Tasks that did not fail are deducted. */
export interface CreditsPlan {
	/** Of each account. Default 10 000. */
	account?: number;
	/** Of each key; null: no limit of its own. Default: the credits of the account. */
	key?: number | null;
	/** Daily limit of a key, as reported by newer providers. Default: not reported. */
	dailyLimit?: number;
}

const CREDITS_FIELDS: Readonly<Record<keyof CreditsPlan, true>> = {
	account: true,
	key: true,
	dailyLimit: true,
};

export function completeCredits(plan: CreditsPlan): CreditsPlan {
	assertKnownFields('credits', plan, CREDITS_FIELDS);
	return plan;
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
	/** Difference of the header `Date` of the response to the clock of `created_at`, ms. Default 0. */
	dateOffsetMs?: number;
}

const LIST_FIELDS: Readonly<Record<keyof ListPlan, true>> = {
	order: true,
	total: true,
	createdAt: true,
	model: true,
	ignoresFilters: true,
	dateOffsetMs: true,
};

export function completeList(plan: ListPlan): ListPlan {
	assertKnownFields('the list', plan, LIST_FIELDS);
	return plan;
}
