import { jsonAnswer, type Answer } from '../http/answer';
import type { Simulator } from '../simulator';

const ACCOUNT_CREDITS = 10_000;

/** `GET /v1/credits`: the remaining credits. */
export function readCredits({ store, credits }: Simulator, key: string): Answer {
	const { account = ACCOUNT_CREDITS, key: ofKey = account, dailyLimit } = credits;
	const used_credits = store
		.paid()
		.filter((task) => task.key === key)
		.reduce((sum, { creditsReserved }) => sum + creditsReserved, 0);
	const token = {
		remaining_credits: ofKey === null ? 0 : ofKey - used_credits,
		used_credits,
		unlimited_credits: ofKey === null,
		...(dailyLimit !== undefined && {
			daily_limit: dailyLimit,
			daily_remaining_credits: dailyLimit - used_credits,
		}),
	};
	const user = { remaining_credits: account - used_credits, used_credits };
	return jsonAnswer(200, { data: { token, user }, message: '', success: true });
}
