import { VirtualClock } from '../../../tools/simulation/virtualClock';

describe('VirtualClock', () => {
	it('wakes sleepers by time, and those of the same time in the order of their calls', async () => {
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

	it('wakes a sleeper when the signal aborts', async () => {
		const clock = new VirtualClock();
		const abortController = new AbortController();
		void clock.at(20, () => abortController.abort());

		await clock.run(clock.sleep(1_000, abortController.signal));

		expect(clock.now()).toBe(20);
	});

	it.each([NaN, Infinity])('rejects a sleep of %d ms', async (ms) => {
		await expect(new VirtualClock().sleep(ms)).rejects.toThrow('Cannot sleep for');
	});

	it('rejects a run that waits for nothing', async () => {
		const clock = new VirtualClock();
		await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('No code sleeps');
	});

	it('rejects a run that never ends', async () => {
		const clock = new VirtualClock();
		const endless = async () => {
			for (;;) await clock.sleep(3_600_000);
		};
		await expect(clock.run(endless())).rejects.toThrow('Sixty days have passed');
	});
});
