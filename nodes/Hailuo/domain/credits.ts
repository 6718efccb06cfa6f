import { asRecord, isRecord } from '../utils/json';

/** The credits of an account and of the API key, as the item of Get Credits shows them. */
export interface Credits {
	/** Left in the account. */
	remainingCredits: number;
	usedCredits?: number;
	/** Left for the API key. */
	keyRemainingCredits?: number;
	keyUsedCredits?: number;
	/** The key has no limit of its own. */
	keyUnlimited?: boolean;
	/** Whatever else the API tells, such as daily limits: `data.token.daily_limit` as `keyDailyLimit`. */
	[more: string]: number | boolean | string | undefined;
}

/** @returns undefined where the body does not say what is left in the account */
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

/** What can still be spent: the smaller of account and key, unless the key is unlimited. */
export function spendableCredits(credits: Credits): number {
	const { remainingCredits, keyRemainingCredits = Infinity, keyUnlimited } = credits;
	return keyUnlimited === true ? remainingCredits : Math.min(remainingCredits, keyRemainingCredits);
}

/** The plain values of a record under camel-cased names; numbers may be written as text. */
function camelValues(
	prefix: string,
	record: Record<string, unknown>,
): Record<string, number | boolean | string> {
	const values: Record<string, number | boolean | string> = {};
	for (const [name, value] of Object.entries(record)) {
		const [first = '', ...words] = `${prefix}_${name}`.split('_').filter(Boolean);
		const key = [first, ...words.map((word) => word[0].toUpperCase() + word.slice(1))].join('');
		if (/^[a-z]\w*$/i.test(key) && isPlain(value)) values[key] = numberIfOne(value);
	}
	return values;
}

function isPlain(value: unknown): value is number | boolean | string {
	return ['number', 'boolean', 'string'].includes(typeof value);
}

function numberIfOne<T>(value: T): T | number {
	const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
	return isNumeric ? Number(value) : value;
}
