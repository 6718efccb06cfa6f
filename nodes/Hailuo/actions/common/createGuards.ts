import { spendableCredits } from '../../domain/credits';
import type { Account } from '../../execution/accounts';
import type { ItemFailure } from '../../execution/itemResult';
import type { ValidItem } from '../../execution/operation';
import type { RunContext } from '../../execution/runContext';
import type { StoredInput } from '../../execution/storedItem';
import { isRecord } from '../../utils/json';
import { readCredits } from './readAccount';
import type { CreatedTask } from './taskCreator';

/** Limits for a run of Create. If one is exceeded, nothing is sent. */
export interface CreateGuards {
	maxVideosPerRun?: number;
	/** Credits that must be available in the account and to the API key before the first create. */
	minimumCredits?: number;
}

type GuardedItem = ValidItem<StoredInput & { guards: CreateGuards }>;

/**
 * Checks the guards before the creates of a run: the number of videos in each of its tries, the credits in the
 * first. Items whose video an earlier try has created are resumed and not counted. If items have different
 * values for a guard, the strictest applies to all.
 *
 * @param creditsBefore receives the credits of each account that were read
 * @returns why no item may create a video; undefined if all may
 */
export async function checkCreateGuards(
	run: RunContext,
	items: readonly GuardedItem[],
	creditsBefore: Map<Account, number>,
): Promise<ItemFailure | undefined> {
	const creating = items.filter(({ itemIndex, input }) => !run.store.hasCreated(itemIndex, input));
	const limits = creating.flatMap(({ input: { guards } }) => guards.maxVideosPerRun ?? []);
	const maxVideos = limits.reduce((least, limit) => Math.min(least, limit), Infinity);
	if (creating.length > maxVideos) {
		return {
			message: `This run would create ${creating.length} ${creating.length === 1 ? 'video' : 'videos'}; Max Videos per Run is ${maxVideos}`,
			suggestion: 'Send fewer items, or increase Max Videos per Run.',
		};
	}
	// The creates of an earlier try have reduced the credits.
	if (run.store.hasCreatedInEarlierTry()) return undefined;
	for (const account of new Set(creating.map((one) => one.account))) {
		const ofAccount = creating.filter((one) => one.account === account);
		const minimums = ofAccount.flatMap(({ input: { guards } }) => guards.minimumCredits ?? []);
		const minimum = minimums.reduce((most, credits) => Math.max(most, credits), 0);
		const failure = minimum > 0 && (await checkCredits(run, account, minimum, creditsBefore));
		if (failure) return failure;
	}
	return undefined;
}

async function checkCredits(
	run: RunContext,
	account: Account,
	minimum: number,
	creditsBefore: Map<Account, number>,
): Promise<ItemFailure | undefined> {
	const credits = await readCredits(
		run,
		account,
		'Minimum Credits',
		'Remove Minimum Credits, and use Max Videos per Run to limit what a run can cost.',
	);
	if (!credits.ok) return credits.error;
	const balance = spendableCredits(credits.value);
	creditsBefore.set(account, balance);
	if (balance >= minimum) return undefined;
	return {
		message: `${balance} credits are left; Minimum Credits is ${minimum}`,
		suggestion: 'Top up with your provider, or lower Minimum Credits.',
	};
}

/** For each account whose balance was read: the balance before the run, and the credits that new tasks reserved. */
export function creditHints(
	created: readonly CreatedTask[],
	creditsBefore: ReadonlyMap<Account, number>,
): string[] {
	return [...creditsBefore].flatMap(([account, before]) => {
		const tasks = created.filter((one) => one.account === account).map(({ task }) => task);
		if (tasks.length === 0) return [];
		const reserved = tasks.flatMap(({ usage }) => {
			const credits = isRecord(usage) ? usage.credits_reserved : undefined;
			return typeof credits === 'number' ? [credits] : [];
		});
		const sum = Number(reserved.reduce((total, credits) => total + credits, 0).toFixed(6));
		const count =
			reserved.length < tasks.length ? `${reserved.length} of ${tasks.length}` : tasks.length;
		const reservation =
			reserved.length > 0
				? `Reserved by ${count} new ${tasks.length === 1 ? 'task' : 'tasks'}: ${sum}.`
				: 'The provider does not report what the new tasks reserved.';
		return [`Credits before this run: ${before}. ${reservation}`];
	});
}
