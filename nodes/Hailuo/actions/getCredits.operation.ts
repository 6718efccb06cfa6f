import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../execution/accounts';
import type { ItemResult } from '../execution/itemResult';
import type { Operation } from '../execution/operation';
import { ok } from '../utils/result';
import { readCredits } from './common/readAccount';

/** Reads the credits once per account and run. All items of an account share the result. */
export const getCredits: Operation<Record<string, never>> = {
	option: {
		name: 'Get Credits',
		value: 'getCredits',
		action: 'Get the credits of an account',
		description: 'Get the remaining credits of the account and the API key',
	},
	toolDescription:
		'Get the credits of the account. Costs nothing. remainingCredits is what is left in the account. keyRemainingCredits, if present, is what this API key may still spend, unless keyUnlimited is true. Call it before creating videos if it matters whether the credits suffice.',
	fields: [],

	validate: () => ({}),

	start(run) {
		const readings = new Map<Account, Promise<ItemResult>>();
		const read = async (account: Account): Promise<ItemResult> => {
			const credits = await readCredits(
				run,
				account,
				'Get Credits',
				'Check the credits on the website of your provider.',
			);
			return credits.ok ? ok({ json: { ...credits.value } as IDataObject }) : credits;
		};
		return {
			async execute({ account }) {
				const reading = readings.get(account) ?? read(account);
				readings.set(account, reading);
				return await reading;
			},
		};
	},
};
