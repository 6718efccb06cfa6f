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
}

/** @returns undefined if the body does not contain the remaining credits of the account */
export function parseCredits(body: unknown): Credits | undefined {
	const { success, data } = asRecord(body);
	const { user, token } = asRecord(data);
	if (success === false || !isRecord(user)) return undefined;
	const remainingCredits = parseNumber(user.remaining_credits);
	if (remainingCredits === undefined) return undefined;
	const key = asRecord(token);
	const isUnlimited = key.unlimited_credits;
	return omitUndefined<Credits>({
		remainingCredits,
		usedCredits: parseNumber(user.used_credits),
		keyRemainingCredits: parseNumber(key.remaining_credits),
		keyUsedCredits: parseNumber(key.used_credits),
		keyUnlimited: typeof isUnlimited === 'boolean' ? isUnlimited : undefined,
	});
}

/** The credits that can be spent: the smaller of account and key, or the account's if the key is unlimited. */
export function spendableCredits(credits: Credits): number {
	const { remainingCredits, keyRemainingCredits = Infinity, keyUnlimited } = credits;
	return keyUnlimited === true ? remainingCredits : Math.min(remainingCredits, keyRemainingCredits);
}

/** Some providers return numbers as text. */
function parseNumber(value: unknown): number | undefined {
	const isNumeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
	const number = isNumeric ? Number(value) : value;
	return typeof number === 'number' ? number : undefined;
}
