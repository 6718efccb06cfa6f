import { asRecord, isRecord } from '../utils/json';

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
	const account = camelValues('', user);
	const key = camelValues('key', asRecord(token));
	const { keyUnlimitedCredits: keyUnlimited, ...keyValues } = key;
	if (typeof account.remainingCredits !== 'number') return undefined;
	const credits = {
		...account,
		...keyValues,
		...(typeof keyUnlimited === 'boolean' && { keyUnlimited }),
	} as Credits;
	for (const name of AMOUNTS) {
		if (typeof credits[name] !== 'number') delete credits[name];
	}
	return credits;
}

const AMOUNTS = ['usedCredits', 'keyRemainingCredits', 'keyUsedCredits'] as const;

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
		if (/^[a-z]\w*$/i.test(key) && isPrimitive(value)) values[key] = parseNumeric(value);
	}
	return values;
}

function isPrimitive(value: unknown): value is number | boolean | string {
	return ['number', 'boolean', 'string'].includes(typeof value);
}

function parseNumeric<T>(value: T): T | number {
	const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
	return isNumeric ? Number(value) : value;
}
