import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

/** Runs one job per duration; a job with a negative duration fails after that time. */
async function runJobs(slots: number, durations: number[]) {
	const clock = new VirtualClock();
	const limit = createLimit(slots);
	const started: Array<[job: number, at: number]> = [];
	let running = 0;
	let maxRunning = 0;

	const results = await clock.run(
		Promise.allSettled(
			durations.map(
				async (ms, job) =>
					await limit(async () => {
						started.push([job, clock.now()]);
						maxRunning = Math.max(maxRunning, (running += 1));
						await clock.sleep(Math.abs(ms));
						running -= 1;
						if (ms < 0) throw new Error(`job ${job}`);
						return job;
					}),
			),
		),
	);
	return { started, maxRunning, results, endedAt: clock.now() };
}

describe('createLimit', () => {
	it.each([
		[1, 10, 1],
		[3, 10, 3],
		[10, 10, 10],
		[10, 4, 4],
	])(
		'limits jobs that run in parallel (slots: %d, jobs: %d, in parallel: %d)',
		async (slots, jobs, expected) => {
			expect((await runJobs(slots, Array<number>(jobs).fill(100))).maxRunning).toBe(expected);
		},
	);

	it('starts the longest waiting job as soon as a slot is free', async () => {
		const { started } = await runJobs(2, [300, 100, 100, 100, 50]);

		expect(started).toEqual([
			[0, 0],
			[1, 0],
			[2, 100],
			[3, 200],
			[4, 300],
		]);
	});

	it('resolves each call with the result of its own job', async () => {
		const { results } = await runJobs(2, [30, 10, 20]);
		expect(results).toEqual([0, 1, 2].map((value) => ({ status: 'fulfilled', value })));
	});

	it('frees the slot of a job that fails, and rejects its call', async () => {
		const { results, endedAt } = await runJobs(1, [-100, 100, -100, 100]);

		expect(results.map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'rejected',
			'fulfilled',
		]);
		expect(endedAt).toBe(400);
	});

	it('frees the slot of a job that throws synchronously', async () => {
		const limit = createLimit(1);
		const broken = limit(() => {
			throw new Error('broken');
		});

		await expect(broken).rejects.toThrow('broken');
		await expect(limit(async () => await Promise.resolve('next'))).resolves.toBe('next');
	});

	it('never lets a new job overtake a waiting one or exceed the limit', async () => {
		const clock = new VirtualClock();
		const limit = createLimit(1);
		let running = 0;
		const job = async () => {
			running += 1;
			expect(running).toBe(1);
			await clock.sleep(10);
			running -= 1;
		};

		const first = [limit(job), limit(job)];
		// Before, at and after the time at which the slot is freed and passed to the second job.
		const later = [5, 10, 15].map(async (ms) => {
			await clock.sleep(ms);
			await limit(job);
		});
		await clock.run(Promise.all([...first, ...later]));

		expect(clock.now()).toBe(50);
	});
});
