import { parseCredits, spendableCredits } from '../../../nodes/Hailuo/domain/credits';

const user = { remaining_credits: 500, used_credits: 20 };
const account = { remainingCredits: 500, usedCredits: 20 };

describe('parseCredits', () => {
	it('parses the documented response', () => {
		const token = { remaining_credits: 80, unlimited_credits: false, used_credits: 5 };
		expect(parseCredits({ data: { token, user }, message: '', success: true })).toStrictEqual({
			...account,
			keyRemainingCredits: 80,
			keyUsedCredits: 5,
			keyUnlimited: false,
		});
	});

	it.each<[title: string, user: object, credits: object]>([
		['only the balance', { remaining_credits: 0 }, { remainingCredits: 0 }],
		['a negative balance', { remaining_credits: -3.5 }, { remainingCredits: -3.5 }],
		['numbers as text', { remaining_credits: '12.5', used_credits: '0.25' }, { remainingCredits: 12.5, usedCredits: 0.25 }], // prettier-ignore
		['other fields, and omits them', { ...user, plan: 'v2', daily_limit: 7 }, account],
		['used credits that are no number, and omits them', { remaining_credits: 500, used_credits: 'some' }, { remainingCredits: 500 }], // prettier-ignore
	])('parses an account with %s', (_, values, credits) => {
		expect(parseCredits({ data: { user: values } })).toStrictEqual(credits);
	});

	it.each<[title: string, token: object, credits: object]>([
		['daily limits, and omits them', { daily_limit: 100, used_credits: 7 }, { keyUsedCredits: 7 }],
		['no limit', { unlimited_credits: true }, { keyUnlimited: true }],
		['invalid values, and omits them', { remaining_credits: 'many', used_credits: true, unlimited_credits: 1 }, {}], // prettier-ignore
	])('parses a key with %s', (_, token, credits) => {
		expect(parseCredits({ data: { user, token } })).toStrictEqual({ ...account, ...credits });
	});

	it.each([
		{ data: { user }, success: false },
		{ data: { token: { remaining_credits: 5 } } },
		{ data: { user: { used_credits: 5 } } },
		{ data: { user: { remaining_credits: 'many' } } },
		{ id: 'task-1' },
		[],
		null,
	])('rejects %j', (body) => {
		expect(parseCredits(body)).toBeUndefined();
	});
});

describe('spendableCredits', () => {
	it.each([
		[{ remainingCredits: 500 }, 500],
		[{ remainingCredits: 500, keyRemainingCredits: 80 }, 80],
		[{ remainingCredits: 50, keyRemainingCredits: 80 }, 50],
		[{ remainingCredits: 500, keyRemainingCredits: 0, keyUnlimited: true }, 500],
		[{ remainingCredits: 500, keyRemainingCredits: 0, keyUnlimited: false }, 0],
	])('computes for %j a spendable balance of %d', (credits, spendable) => {
		expect(spendableCredits(credits)).toBe(spendable);
	});
});
