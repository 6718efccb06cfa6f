import { parseCredits, spendableCredits } from '../../../nodes/Hailuo/domain/credits';

const user = { remaining_credits: 500, used_credits: 20 };

describe('parseCredits', () => {
	it.each<[title: string, body: unknown, credits: object | undefined]>([
		[
			'the documented response',
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
			'a newer response with daily limits',
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
		[
			'an account without key limits',
			{ data: { user } },
			{ remainingCredits: 500, usedCredits: 20 },
		],
		['a balance of 0', { data: { user: { remaining_credits: 0 } } }, { remainingCredits: 0 }],
		[
			'a negative balance',
			{ data: { user: { remaining_credits: -3.5 } } },
			{ remainingCredits: -3.5 },
		],
		[
			'a decimal number in text',
			{ data: { user: { remaining_credits: '12.5' } } },
			{ remainingCredits: 12.5 },
		],
		[
			'whole numbers and cents in text',
			{ data: { user: { remaining_credits: '120', used_credits: '0.25' } } },
			{ remainingCredits: 120, usedCredits: 0.25 },
		],
		[
			'text that only contains numbers, unchanged',
			{ data: { user: { ...user, plan: 'v2', until: '2027-01-31' } } },
			{ remainingCredits: 500, usedCredits: 20, plan: 'v2', until: '2027-01-31' },
		],
		[
			'a response with names that are not identifiers, and omits them',
			{ data: { user: { ...user, '1st': 1, 'a-b': 2, '': 3, _: 4 } } },
			{ remainingCredits: 500, usedCredits: 20 },
		],
		[
			'a response with lists and invalid numbers, and omits them',
			{ data: { user: { ...user, list: [1] }, token: { remaining_credits: 'many' } } },
			{ remainingCredits: 500, usedCredits: 20 },
		],
		[
			'the name __proto__ as proto',
			{ data: { user: JSON.parse('{"remaining_credits":1,"__proto__":2}') as object } },
			{ remainingCredits: 1, proto: 2 },
		],
		['success: false as undefined', { data: { user }, success: false }, undefined],
		[
			'a response without an account as undefined',
			{ data: { token: { remaining_credits: 5 } } },
			undefined,
		],
		[
			'an account without a balance as undefined',
			{ data: { user: { used_credits: 5 } } },
			undefined,
		],
		['another object as undefined', { id: 'task-1' }, undefined],
		['a list as undefined', [], undefined],
		['null as undefined', null, undefined],
	])('parses %s', (_, body, credits) => {
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
	])('computes for %j a spendable balance of %d', (credits, spendable) => {
		expect(spendableCredits(credits)).toBe(spendable);
	});
});
