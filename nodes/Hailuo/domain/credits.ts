import { asRecord, isRecord, omitUndefined } from '../utils/json';

/** The credits of the account and the API key, as output by Get Credits. */
export interface Credits {
	/** Remaining credits of the account. */
	remainingCredits: number;
	usedCredits?: number;
	/** Remaining credits of the API key. */
	keyRemainingCredits?: number;
	keyUsedCredits?: number;
	/** Whether the key has no separate limit. */
	keyUnlimited?: boolean;
	/** Other values from the API, such as daily limits: `data.token.daily_limit` is `keyDailyLimit`. */
	[name: string]: number | boolean | string | undefined;
}

/** @returns undefined if the body does not contain the remaining credits of the account */
export function parseCredits(body: unknown): Credits | undefined {
	const { success, data } = asRecord(body);
	const { user, token } = asRecord(data);
	if (success === false || !isRecord(user)) return undefined;
	const { remainingCredits, ...account } = camelValues('', user);
	const { keyUnlimitedCredits, ...key } = camelValues('key', asRecord(token));
	if (typeof remainingCredits !== 'number') return undefined;
	return omitUndefined<Credits>({
		remainingCredits,
		...account,
		...key,
		usedCredits: numberOf(account.usedCredits),
		keyRemainingCredits: numberOf(key.keyRemainingCredits),
		keyUsedCredits: numberOf(key.keyUsedCredits),
		keyUnlimited: typeof keyUnlimitedCredits === 'boolean' ? keyUnlimitedCredits : undefined,
	});
}

/** The credits that can be spent: the smaller of account and key, or the account's if the key is unlimited. */
export function spendableCredits(credits: Credits): number {
	const { remainingCredits, keyRemainingCredits = Infinity, keyUnlimited } = credits;
	return keyUnlimited === true ? remainingCredits : Math.min(remainingCredits, keyRemainingCredits);
}

/** The primitive values of a record, with camel-cased names. Numeric strings become numbers. */
function camelValues(
	prefix: string,
	record: Record<string, unknown>,
): Record<string, number | boolean | string> {
	const values: Record<string, number | boolean | string> = {};
	for (const [name, value] of Object.entries(record)) {
		const [first = '', ...words] = `${prefix}_${name}`.split('_').filter(Boolean);
		const key = [first, ...words.map((word) => word[0].toUpperCase() + word.slice(1))].join('');
		if (!/^[a-z]\w*$/i.test(key)) continue;
		if (typeof value === 'string') values[key] = NUMERIC.test(value) ? Number(value) : value;
		else if (typeof value === 'number' || typeof value === 'boolean') values[key] = value;
	}
	return values;
}

const NUMERIC = /^-?\d+(\.\d+)?$/;

function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' ? value : undefined;
}
