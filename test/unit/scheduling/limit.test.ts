import { createLimit } from '../../../nodes/Hailuo/scheduling/limit';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

/** Runs one job per duration; a negative one fails when its time is over. */
async function work(count: number, durations: number[]) {
	const clock = new VirtualClock();
	const place = createLimit(count);
	const started: Array<[job: number, at: number]> = [];
	let running = 0;
	let most = 0;

	const results = await clock.run(
		Promise.allSettled(
			durations.map(
				async (ms, job) =>
					await place(async () => {
						started.push([job, clock.now()]);
						most = Math.max(most, (running += 1));
						await clock.sleep(Math.abs(ms));
						running -= 1;
						if (ms < 0) throw new Error(`job ${job}`);
						return job;
					}),
			),
		),
	);
	return { started, most, results, endedAt: clock.now() };
}

describe('limit', () => {
	it.each([
		[1, 10, 1],
		[3, 10, 3],
		[10, 10, 10],
		[10, 4, 4],
	])('%d places and %d jobs: %d run at once', async (count, jobs, most) => {
		expect((await work(count, Array<number>(jobs).fill(100))).most).toBe(most);
	});

	it('gives a free place to whoever waits longest, at once', async () => {
		const { started } = await work(2, [300, 100, 100, 100, 50]);

		expect(started).toEqual([
			[0, 0],
			[1, 0],
			[2, 100],
			[3, 200],
			[4, 300],
		]);
	});

	it('gives each caller the result of its own job', async () => {
		const { results } = await work(2, [30, 10, 20]);
		expect(results).toEqual([0, 1, 2].map((value) => ({ status: 'fulfilled', value })));
	});

	it('frees the place of a job that fails, and tells its caller', async () => {
		const { results, endedAt } = await work(1, [-100, 100, -100, 100]);

		expect(results.map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'rejected',
			'fulfilled',
		]);
		expect(endedAt).toBe(400);
	});

	it('frees the place of a job that throws before its first wait', async () => {
		const place = createLimit(1);
		const broken = place(() => {
			throw new Error('broken');
		});

		await expect(broken).rejects.toThrow('broken');
		await expect(place(async () => await Promise.resolve('next'))).resolves.toBe('next');
	});

	it('lets no newcomer in before those who wait, nor beside the one who runs', async () => {
		const clock = new VirtualClock();
		const place = createLimit(1);
		let running = 0;
		const job = async () => {
			running += 1;
			expect(running).toBe(1);
			await clock.sleep(10);
			running -= 1;
		};

		const first = [place(job), place(job)];
		// Before, at and after the moment at which the place is freed and goes on to the second job.
		const newcomers = [5, 10, 15].map(async (ms) => {
			await clock.sleep(ms);
			await place(job);
		});
		await clock.run(Promise.all([...first, ...newcomers]));

		expect(clock.now()).toBe(50);
	});
});
