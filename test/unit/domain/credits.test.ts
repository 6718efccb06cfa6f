import { parseCredits, spendableCredits } from '../../../nodes/Hailuo/domain/credits';

const user = { remaining_credits: 500, used_credits: 20 };

describe('parseCredits', () => {
	it.each<[what: string, body: unknown, credits: object | undefined]>([
		[
			'the documented answer',
			{
				data: {
					token: { remaining_credits: 80, unlimited_credits: false, used_credits: 5 },
					user,
				},
				message: '',
				success: true,
			},
			{
				remainingCredits: 500,
				usedCredits: 20,
				keyRemainingCredits: 80,
				keyUsedCredits: 5,
				keyUnlimited: false,
			},
		],
		[
			'a newer answer, with daily limits under plain names',
			{
				data: {
					token: {
						unlimited_credits: true,
						daily_limit: 100,
						daily_used_credits: 7,
						resets_at: 'x',
					},
					user: { ...user, frozen: false },
				},
			},
			{
				remainingCredits: 500,
				usedCredits: 20,
				frozen: false,
				keyUnlimited: true,
				keyDailyLimit: 100,
				keyDailyUsedCredits: 7,
				keyResetsAt: 'x',
			},
		],
		['an account without a key', { data: { user } }, { remainingCredits: 500, usedCredits: 20 }],
		['nothing used yet', { data: { user: { remaining_credits: 0 } } }, { remainingCredits: 0 }],
		['a debt', { data: { user: { remaining_credits: -3.5 } } }, { remainingCredits: -3.5 }],
		[
			'numbers as text',
			{ data: { user: { remaining_credits: '12.5' } } },
			{ remainingCredits: 12.5 },
		],
		[
			'whole numbers and cents as text',
			{ data: { user: { remaining_credits: '120', used_credits: '0.25' } } },
			{ remainingCredits: 120, usedCredits: 0.25 },
		],
		[
			'texts with numbers in them as they are',
			{ data: { user: { ...user, plan: 'v2', until: '2027-01-31' } } },
			{ remainingCredits: 500, usedCredits: 20, plan: 'v2', until: '2027-01-31' },
		],
		[
			'no names that an expression could not use',
			{ data: { user: { ...user, '1st': 1, 'a-b': 2, '': 3, _: 4 } } },
			{ remainingCredits: 500, usedCredits: 20 },
		],
		[
			'what is no number where one is expected, and lists',
			{ data: { user: { ...user, list: [1] }, token: { remaining_credits: 'many' } } },
			{ remainingCredits: 500, usedCredits: 20 },
		],
		[
			'names that every object has',
			{ data: { user: JSON.parse('{"remaining_credits":1,"__proto__":2}') as object } },
			{ remainingCredits: 1, proto: 2 },
		],
		['success: false', { data: { user }, success: false }, undefined],
		['no account', { data: { token: { remaining_credits: 5 } } }, undefined],
		['an account without a balance', { data: { user: { used_credits: 5 } } }, undefined],
		['another object', { id: 'task-1' }, undefined],
		['a list', [], undefined],
		['nothing', null, undefined],
	])('reads %s', (_, body, credits) => {
		expect(parseCredits(body)).toEqual(credits);
	});
});

describe('spendableCredits', () => {
	it.each([
		[{ remainingCredits: 500 }, 500],
		[{ remainingCredits: 500, keyRemainingCredits: 80 }, 80],
		[{ remainingCredits: 50, keyRemainingCredits: 80 }, 50],
		[{ remainingCredits: 500, keyRemainingCredits: 0, keyUnlimited: true }, 500],
		[{ remainingCredits: 500, keyRemainingCredits: 0, keyUnlimited: false }, 0],
	])('of %j are %d', (credits, spendable) => {
		expect(spendableCredits(credits)).toBe(spendable);
	});
});
