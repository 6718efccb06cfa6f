import * as n8nWorkflow from 'n8n-workflow';

import { systemClock } from '../../../nodes/Hailuo/execution/systemClock';

jest.mock('n8n-workflow', () => ({ __esModule: true, ...jest.requireActual('n8n-workflow') }));

const DAY_MS = 86_400_000;
/** Longer than the test may take. */
const LONG_MS = 600_000;

describe('systemClock', () => {
	describe.each([
		[
			'that takes a signal (n8n 2.35 and later)',
			(ms: number, signal?: AbortSignal) => [ms, signal],
		],
		['that takes none (older n8n)', (ms: number) => [ms]],
	])('with a sleep of n8n %s', (_, argumentsTaken) => {
		const { sleep } = jest.requireActual<typeof n8nWorkflow>('n8n-workflow');
		beforeEach(() => {
			jest.useFakeTimers();
			jest
				.spyOn(n8nWorkflow, 'sleep')
				.mockImplementation(
					async (...all) => await sleep(...(argumentsTaken(...all) as Parameters<typeof sleep>)),
				);
		});
		afterEach(() => {
			jest.useRealTimers();
			jest.restoreAllMocks();
		});

		it('a stop ends the sleep at once', async () => {
			const stop = new AbortController();
			const slept = systemClock.sleep(LONG_MS, stop.signal);

			stop.abort();

			await expect(slept).resolves.toBeUndefined();
		});

		it('a stop before it leaves no sleep at all', async () => {
			await expect(systemClock.sleep(LONG_MS, AbortSignal.abort())).resolves.toBeUndefined();
		});

		it.each([[undefined], [new AbortController().signal]])(
			'it lasts its time without a stop',
			async (signal) => {
				const before = systemClock.now();
				const slept = systemClock.sleep(LONG_MS, signal);

				await jest.advanceTimersToNextTimerAsync();
				await slept;

				expect(systemClock.now() - before).toBe(LONG_MS);
			},
		);
	});

	it('a rest of months does not end at once, as a timer of that length would', async () => {
		jest.useFakeTimers();
		const stop = new AbortController();
		let isOver = false;
		const resting = systemClock.sleep(90 * DAY_MS, stop.signal).then(() => (isOver = true));

		await jest.advanceTimersByTimeAsync(20 * DAY_MS);

		expect(isOver).toBe(false);
		stop.abort();
		await resting;
		jest.useRealTimers();
	});
});
