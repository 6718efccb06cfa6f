import { VirtualClock } from '../../../tools/simulation/virtualClock';

describe('virtualClock', () => {
	it('wakes sleepers in the order of their time, and those of one moment in theirs', async () => {
		const clock = new VirtualClock();
		const woken: Array<[string, number]> = [];
		const sleeper = async (name: string, ms: number) => {
			await clock.sleep(ms);
			woken.push([name, clock.now()]);
		};

		await clock.run(
			Promise.all([
				sleeper('late', 3_600_000),
				sleeper('a', 10),
				sleeper('b', 10),
				sleeper('now', -5),
			]),
		);

		expect(woken).toEqual([
			['now', 0],
			['a', 10],
			['b', 10],
			['late', 3_600_000],
		]);
	});

	it('lets a sleeper go when the signal aborts', async () => {
		const clock = new VirtualClock();
		const stop = new AbortController();
		void clock.at(20, () => stop.abort());

		await clock.run(clock.sleep(1_000, stop.signal));

		expect(clock.now()).toBe(20);
	});

	it.each([NaN, Infinity])('notices a sleep of %d ms', async (ms) => {
		await expect(new VirtualClock().sleep(ms)).rejects.toThrow('Cannot sleep');
	});

	it('notices work that waits for nothing', async () => {
		const clock = new VirtualClock();
		await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('No code sleeps');
	});

	it('notices work that never ends', async () => {
		const clock = new VirtualClock();
		const endless = async () => {
			for (;;) await clock.sleep(3_600_000);
		};
		await expect(clock.run(endless())).rejects.toThrow('Sixty days have passed');
	});
});
