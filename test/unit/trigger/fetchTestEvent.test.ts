import { fetchTestEvent } from '../../../nodes/Hailuo/trigger/fetchTestEvent';
import { freshLimits } from '../../../nodes/Hailuo/trigger/memory';
import type { Watch } from '../../../nodes/Hailuo/trigger/poll';
import { PollRequests } from '../../../nodes/Hailuo/trigger/pollRequests';
import { FakeAccount, NO_SUCH_TASK } from '../../../tools/simulation/fakeAccount';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-01-31T00:00:00Z');
const ACCOUNT = { scope: 'one' };
const IDS = { scope: 'ids', ids: ['first', 'second', 'third'] };
const OTHER = { model: 'Other' };
const DOWN = { reason: 'notSent', message: 'No such host' } as const;

/** Three tasks that were created in this order, and have finished if their time is over. */
async function fetchFrom(
	watch: object,
	ends: number[],
	rest: Partial<FakeAccount> = {},
	listedStatus?: (id: string) => string,
) {
	const clock = new VirtualClock(undefined, START_MS);
	const account = Object.assign(new FakeAccount(clock), rest);
	ends.forEach((endsInMinutes, index) =>
		account.add({
			id: IDS.ids[index],
			createdMs: START_MS - (10 - index) * MINUTE_MS,
			endsMs: START_MS + endsInMinutes * MINUTE_MS,
			...(index === 2 && OTHER),
			progressAt: () => 40,
			listedStatus: listedStatus && (() => listedStatus(IDS.ids[index])),
		}),
	);
	const dependencies = {
		client: account.client(),
		clock,
		wallNow: () => clock.now(),
		workMs: 30_000,
	};
	const requests = new PollRequests(dependencies, freshLimits(clock));
	const rules = { event: 'completed', giveUpMs: 1 };
	const result = await clock.run(fetchTestEvent({ ...rules, ...watch } as Watch, requests));
	return result.ok ? result.value.map(({ taskId }) => taskId) : result.error.message;
}

describe('fetchTestEvent', () => {
	// prettier-ignore
	it.each<[string, object, number[], string[] | string]>([
		['the newest finished video of the account', ACCOUNT, [-2, -1, 5], ['second']],
		['the newest one of the model', { ...ACCOUNT, model: 'other' }, [-2, -1, -1], ['third']],
		['all watched tasks that have finished', IDS, [-2, 5, -1], ['first', 'third']],
		['what the newest video does, if none has finished', ACCOUNT, [5, 5, 5], 'No completed video yet. third is processing'],
		['the status and progress of a watched task', IDS, [5, 5, 5], 'No completed video yet. first is processing (40 %)'],
		['the status of a video of another event', { ...ACCOUNT, event: 'failed' }, [-1, -1, -1], 'No failed video yet. third is completed'],
		['that there is no video', ACCOUNT, [], 'No completed video yet'],
	])('returns %s', async (_, watch, ends, expected) => {
		expect(await fetchFrom(watch, ends)).toEqual(expected);
	});

	it('returns an older video if the newest one has been deleted', async () => {
		const fault: FakeAccount['fault'] = (_, id) => (id === 'third' ? NO_SUCH_TASK : undefined);
		expect(await fetchFrom(ACCOUNT, [-3, -2, -1], { fault })).toEqual(['second']);
	});

	it('returns a finished video behind those whose status in the list is unknown', async () => {
		const listedStatus = (id: string) => (id === 'first' ? 'completed' : 'archived');
		expect(await fetchFrom(ACCOUNT, [-2, 5, 5], {}, listedStatus)).toEqual(['first']);
	});

	it('reads videos whose status in the list is unknown', async () => {
		const listedStatus = () => 'archived';
		expect(await fetchFrom(ACCOUNT, [-2, -1, 5], {}, listedStatus)).toEqual(['second']);
	});

	it('returns the error of a failed request', async () => {
		const message = await fetchFrom(ACCOUNT, [-1], { fault: () => DOWN });
		expect(message).toMatch(/^The tasks of the account could not be listed: /);
	});
});
