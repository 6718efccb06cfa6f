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
const AT_ONCE = 100;
const MINUTE = 60_000;

/** Makes and waits for a thousand videos of about 3 minutes, as a run of Create does. */
async function wholeRun(clock: VirtualClock) {
	const gate = new RateLimiter(clock);
	const place = createLimit(AT_ONCE);
	const { signal } = new AbortController();
	const readAt: number[] = [];
	const made: string[] = [];
	let unfinished = 0;
	let mostUnfinished = 0;

	const jobs = videos(COUNT, 3 * MINUTE, 'noisy').map(
		async ({ durationMs, progressAt }, index) =>
			await place(async () => {
				const task = { taskId: `task-${index}` };
				await clock.sleep(500);
				made.push(task.taskId);
				const madeAt = clock.now();
				mostUnfinished = Math.max(mostUnfinished, (unfinished += 1));
				const end = await pollTask(
					{ task, timeoutMs: 60 * MINUTE, readAtOnce: false },
					{
						clock,
						rateLimiter: gate,
						signal,
						onTask: () => undefined,
						reader: new TaskReader(
							{ clock, rateLimiter: gate, signal },
							{
								async getTask() {
									readAt.push(clock.now());
									const ageMs = clock.now() - madeAt;
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
				return end;
			}),
	);
	const ends = await clock.run(Promise.all(jobs));
	return { ends, made, readAt, mostUnfinished };
}

describe('trigger with a thousand tasks', () => {
	it('a thousand tasks all end, in order, with 100 unfinished and five reads a second at most', async () => {
		const { ends, made, readAt, mostUnfinished } = await wholeRun(new VirtualClock(seeded(3)));

		const ids = Array.from({ length: COUNT }, (_, index) => `task-${index}`);
		expect(made).toEqual(ids);
		expect(ends).toEqual(
			ids.map((taskId) => ({ outcome: 'finished', task: { taskId, status: 'completed' } })),
		);
		expect(mostUnfinished).toBe(AT_ONCE);
		expect(readAt.filter((at, i) => i >= 5 && at - readAt[i - 5] < 1_000)).toEqual([]);
	});
});
