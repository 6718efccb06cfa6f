import { VideoWaits } from '../../../../nodes/Hailuo/actions/common/videoWaits';
import type { RunItem } from '../../../../nodes/Hailuo/execution/operation';
import type { RunContext } from '../../../../nodes/Hailuo/execution/runContext';
import { TaskStore } from '../../../../nodes/Hailuo/execution/taskStore';
import { RateLimiter } from '../../../../nodes/Hailuo/scheduling/rateLimiter';
import { TaskReader } from '../../../../nodes/Hailuo/scheduling/taskReader';
import { FakeAccount } from '../../../../tools/simulation/fakeAccount';
import { VirtualClock } from '../../../../tools/simulation/virtualClock';

/** When each video ends, s, and how. */
type Videos = Array<[endsS: number, end?: 'failed']>;

/** The hints after a run that waits for new videos. */
async function hintsAfter(videos: Videos) {
	const clock = new VirtualClock(() => 0);
	const api = new FakeAccount(clock);
	const context = { clock, signal: new AbortController().signal };
	const reader = new TaskReader({ ...context, rateLimiter: new RateLimiter(clock) }, api.client());
	const account = { reader };
	const run = { clock, store: new TaskStore({}, '1', 0, false) } as unknown as RunContext;
	const waits = new VideoWaits(run);
	const waiting = videos.map(async ([endsS, end], itemIndex) => {
		const { id: taskId } = api.add({ id: `task-${itemIndex}`, endsMs: endsS * 1_000, end });
		const item = { itemIndex, account } as unknown as RunItem;
		const options = { timeoutMs: 1_800_000, onTimeout: 'error' as const };
		return await waits.wait({ task: { taskId }, origin: 'created' }, options, item);
	});
	await clock.run(Promise.all(waiting));
	return waits.hints().map((hint) => hint.replace(`sent: ${api.requests.length}.`, 'sent: all.'));
}

describe('The hint about waiting time and requests', () => {
	it.each<[string, Videos, string[]]>([
		['of several videos', [[40], [240]], ['2 videos were ready after 46 s to 4 min 8 s. Status requests sent: all.']], // prettier-ignore
		['of one video that took long', [[400]], ['The video was ready after 6 min 49 s. Status requests sent: all.']], // prettier-ignore
		['is absent if one video took less than 5 minutes', [[240]], []],
		['is absent if all videos were completed within a minute', [[30], [40]], []],
		['does not count a failed task', [[40], [400, 'failed']], []],
	])('%s', async (_, videos, hints) => {
		expect(await hintsAfter(videos)).toEqual(hints);
	});
});
