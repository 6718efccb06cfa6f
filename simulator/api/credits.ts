import { jsonAnswer, type Answer } from '../http/answer';
import type { ApiCall } from './api';

const ACCOUNT_CREDITS = 10_000;

/** `GET /v1/credits`: what is left after the tasks that did not fail. */
export function readCredits({ simulation: { tasks }, key }: ApiCall): Answer {
	const used_credits = tasks
		.ownedBy(key)
		.filter((task) => tasks.isPaid(task))
		.reduce((sum, { creditsReserved }) => sum + creditsReserved, 0);
	const account = { remaining_credits: ACCOUNT_CREDITS - used_credits, used_credits };
	return jsonAnswer(200, {
		data: { token: { ...account, unlimited_credits: false }, user: account },
		message: '',
		success: true,
	});
}
