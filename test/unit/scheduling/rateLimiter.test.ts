import { RateLimiter } from '../../../nodes/Hailuo/scheduling/rateLimiter';
import { VirtualClock } from '../../../tools/simulation/virtualClock';

let clock: VirtualClock;
let gate: RateLimiter;
let stop: AbortController;

describe('rateLimiter', () => {
	beforeEach(() => {
		clock = new VirtualClock();
		gate = new RateLimiter(clock);
		stop = new AbortController();
	});

	/** The moments at which so many readers get their turn, in the order in which they stood in line. */
	async function turns(readers: number): Promise<number[]> {
		const reader = async () => {
			await gate.acquire(stop.signal);
			return clock.now();
		};
		return await clock.run(Promise.all(Array.from({ length: readers }, reader)));
	}

	async function opening(): Promise<number> {
		await clock.run(gate.waitUntilResumed(stop.signal));
		return clock.now();
	}

	it('lets the first reader through at once', async () => {
		expect(await turns(1)).toEqual([0]);
	});

	it('lets at most five readers through in any second, in the order of the line', async () => {
		const moments = await turns(30);

		for (const [i, moment] of moments.slice(5).entries()) {
			expect(moment - moments[i]).toBeGreaterThanOrEqual(1_000);
		}
		expect(moments).toEqual([...moments].sort((a, b) => a - b));
		expect(moments[29]).toBeLessThanOrEqual(6_000);
	});

	it('does not make up for a quiet time with a burst', async () => {
		await turns(1);
		await clock.run(clock.sleep(60_000));

		const moments = await turns(6);
		expect(moments[5] - moments[0]).toBeGreaterThanOrEqual(1_000);
	});

	it('is open at first', async () => {
		expect(await opening()).toBe(0);
	});

	it('stays closed as long as it is told', async () => {
		gate.pauseFor(5_000);
		expect(await opening()).toBe(5_000);
	});

	it.each([
		['a shorter time does not open it earlier', [5_000, 1_000], 5_000],
		['a longer time counts', [1_000, 5_000], 5_000],
	])('closed twice: %s', async (_, times, opensAt) => {
		for (const ms of times) gate.pauseFor(ms);
		expect(await opening()).toBe(opensAt);
	});

	it('holds those who wait already, if it is closed for longer meanwhile', async () => {
		gate.pauseFor(1_000);
		void clock.at(500, () => gate.pauseFor(9_500));

		expect(await opening()).toBe(10_000);
	});

	it('holds readers who stand in line, and lets them through one by one afterwards', async () => {
		void clock.at(300, () => gate.pauseFor(9_700));

		const moments = await turns(8);

		expect(moments.filter((moment) => moment < 300)).toEqual([0, 200]);
		const later = moments.filter((moment) => moment >= 300).sort((a, b) => a - b);
		expect(later).toHaveLength(6);
		expect(later[0]).toBeGreaterThanOrEqual(10_000);
		expect(later[5] - later[0]).toBeGreaterThanOrEqual(1_000);
	});

	it.each([
		['those at a closed gate', () => gate.pauseFor(120_000)],
		['those in line', () => undefined],
	])('a stop lets go %s', async (_, prepare) => {
		prepare();
		void clock.at(100, () => stop.abort());

		await turns(20);

		expect(clock.now()).toBe(100);
	});

	it('holds for 2 minutes and a tenth, the longest time the API may ask for', async () => {
		gate.pauseFor(132_000);
		expect(await opening()).toBe(132_000);
	});

	it('lets go at once whoever would have to wait for longer than 2 minutes', async () => {
		gate.pauseFor(132_001);

		const isTurn = await clock.run(gate.acquire(stop.signal));

		expect([isTurn, clock.now()]).toEqual([false, 0]);
	});

	it('lets everybody pass after a stop', async () => {
		gate.pauseFor(3_600_000);
		stop.abort();

		expect(await turns(3)).toEqual([0, 0, 0]);
		expect(await opening()).toBe(0);
	});

	describe('a deadline', () => {
		const turnBefore = async (deadline: number) => {
			const isTurn = await clock.run(gate.acquire(stop.signal, deadline));
			return [isTurn, clock.now()];
		};

		it.each([
			['a gate that is open', 0, [true, 0]],
			['a gate that opens before', 4_000, [true, 4_000]],
			['a gate that opens just then', 5_000, [true, 5_000]],
			['a gate that stays closed', 60_000, [false, 5_000]],
		])('ends the wait at %s', async (_, closedMs, expected) => {
			gate.pauseFor(closedMs);
			expect(await turnBefore(5_000)).toEqual(expected);
		});

		it('after more than 2 minutes is waited for', async () => {
			gate.pauseFor(600_000);
			expect(await turnBefore(700_000)).toEqual([true, 600_000]);
		});

		it('that has passed does not matter where the gate is open again', async () => {
			gate.pauseFor(2_000);
			await clock.run(clock.sleep(10_000));

			expect(await turnBefore(1_000)).toEqual([true, 10_000]);
		});

		it('ends the wait of one who is in line when the gate closes', async () => {
			void clock.at(100, () => gate.pauseFor(60_000));
			void gate.acquire(stop.signal);

			expect(await turnBefore(5_000)).toEqual([false, 5_000]);
		});

		it('is no turn after a stop in the line', async () => {
			void clock.at(100, () => stop.abort());
			void gate.acquire(stop.signal);

			expect(await turnBefore(5_000)).toEqual([false, 100]);
		});

		it('is no turn after a stop', async () => {
			void clock.at(100, () => stop.abort());
			gate.pauseFor(60_000);

			expect(await turnBefore(5_000)).toEqual([false, 100]);
		});
	});
});
