import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { ok } from '../../../nodes/Hailuo/utils/result';
import { TaskReader } from '../../../nodes/Hailuo/scheduling/taskReader';
import { pollTask } from '../../../nodes/Hailuo/scheduling/pollTask';
import { seeded } from '../../../tools/simulation/seeded';
import { videos } from '../../../tools/simulation/videos';
import { VirtualClock } from '../../../tools/simulation/virtualClock';
import { rejected } from './requestErrors';

const COUNT = 1_000;
const MAX_CONCURRENCY = 100;
const MINUTE = 60_000;

/** Creates 1,000 videos of about 3 minutes and polls each, as a run of Create does. */
async function createAndPollAll(clock: VirtualClock) {
	const rateLimiter = new RateLimiter(clock);
	const limit = createLimit(MAX_CONCURRENCY);
	const { signal } = new AbortController();
	const readAt: number[] = [];
	const created: string[] = [];
	let unfinished = 0;
	let maxUnfinished = 0;

	const jobs = videos(COUNT, 3 * MINUTE, 'noisy').map(
		async ({ durationMs, progressAt }, index) =>
			await limit(async () => {
				const task = { taskId: `task-${index}` };
				await clock.sleep(500);
				created.push(task.taskId);
				const createdAt = clock.now();
				maxUnfinished = Math.max(maxUnfinished, (unfinished += 1));
				const outcome = await pollTask(
					{ task, timeoutMs: 60 * MINUTE, readAtOnce: false },
					{
						clock,
						rateLimiter,
						signal,
						onTask: () => undefined,
						reader: new TaskReader(
							{ clock, rateLimiter, signal },
							{
								async getTask() {
									readAt.push(clock.now());
									const ageMs = clock.now() - createdAt;
									return ageMs < durationMs
										? ok({ task: { ...task, status: 'processing', progress: progressAt(ageMs) } })
										: ok({ task: { ...task, status: 'completed' } });
								},
								getTasks: async () => rejected(404),
							},
						),
					},
				);
				unfinished -= 1;
				return outcome;
			}),
	);
	const outcomes = await clock.run(Promise.all(jobs));
	return { outcomes, created, readAt, maxUnfinished };
}

describe('pollTask', () => {
	it('finishes 1,000 tasks with at most 100 unfinished and five reads per second', async () => {
		const { outcomes, created, readAt, maxUnfinished } = await createAndPollAll(
			new VirtualClock(seeded(3)),
		);

		const ids = Array.from({ length: COUNT }, (_, index) => `task-${index}`);
		expect(created).toEqual(ids);
		expect(outcomes).toEqual(
			ids.map((taskId) => ({ outcome: 'finished', task: { taskId, status: 'completed' } })),
		);
		expect(maxUnfinished).toBe(MAX_CONCURRENCY);
		expect(readAt.filter((at, i) => i >= 5 && at - readAt[i - 5] < 1_000)).toEqual([]);
	});
});
