import { limitConcurrency } from '../../../nodes/Hailuo/scheduling/limit';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

describe('limitConcurrency', () => {
	it('runs so many jobs in parallel, the others in order as soon as a slot is free', async () => {
		const clock = new VirtualClock();
		const limit = limitConcurrency(2);
		const started: Array<[job: number, at: number]> = [];
		const jobs = [300, 100, 100, 100, 50].map(
			async (ms, job) =>
				await limit(async () => {
					started.push([job, clock.now()]);
					await clock.sleep(ms);
					return job;
				}),
		);

		expect(await clock.run(Promise.all(jobs))).toEqual([0, 1, 2, 3, 4]);
		expect(started).toEqual([
			[0, 0],
			[1, 0],
			[2, 100],
			[3, 200],
			[4, 300],
		]);
	});

	it('frees the slot of a job that fails, also synchronously, and rejects its call', async () => {
		const clock = new VirtualClock();
		const limit = limitConcurrency(1);
		const jobs = [
			limit(() => {
				throw new Error('at once');
			}),
			limit(async () => await clock.sleep(100).then(() => Promise.reject(new Error('later')))),
			limit(() => 'done'),
		];

		expect(await clock.run(Promise.allSettled(jobs))).toMatchObject([
			{ reason: { message: 'at once' } },
			{ reason: { message: 'later' } },
			{ value: 'done' },
		]);
	});

	it.each([
		['overtake a waiting one or exceed the limit', false, 50],
		['exceed the limit after a slot was released early', true, 125],
	])('never lets a new job %s', async (_, releasesEarly, endsAt) => {
		const clock = new VirtualClock();
		const limit = limitConcurrency(1);
		let holding = 0;
		const job = async (releaseSlot: () => void) => {
			holding += 1;
			expect(holding).toBe(1);
			await clock.sleep(releasesEarly ? 5 : 10);
			holding -= 1;
			if (!releasesEarly) return;
			releaseSlot();
			await clock.sleep(100);
		};

		const first = [limit(job), limit(job)];
		// Before, at and after the time at which the slot is freed and passed to the second job.
		const later = [5, 10, 15].map(async (ms) => {
			await clock.sleep(ms);
			await limit(job);
		});
		await clock.run(Promise.all([...first, ...later]));

		expect(clock.now()).toBe(endsAt);
	});
});
