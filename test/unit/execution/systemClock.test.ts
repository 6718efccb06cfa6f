import * as n8nWorkflow from 'n8n-workflow';

import { systemClock } from '../../../nodes/Hailuo/execution/systemClock';

jest.mock('n8n-workflow', () => ({ __esModule: true, ...jest.requireActual('n8n-workflow') }));

const DAY_MS = 86_400_000;
/** Longer than the timeout of the test. */
const LONG_MS = 600_000;

describe('systemClock', () => {
	describe.each([
		[
			'that accepts a signal (n8n 2.35 and later)',
			(ms: number, signal?: AbortSignal) => [ms, signal],
		],
		['that accepts no signal (older n8n)', (ms: number) => [ms]],
	])('with a sleep function of n8n %s', (_, acceptedArguments) => {
		const { sleep } = jest.requireActual<typeof n8nWorkflow>('n8n-workflow');
		beforeEach(() => {
			jest.useFakeTimers();
			jest
				.spyOn(n8nWorkflow, 'sleep')
				.mockImplementation(
					async (...all) => await sleep(...(acceptedArguments(...all) as Parameters<typeof sleep>)),
				);
		});
		afterEach(() => {
			jest.useRealTimers();
			jest.restoreAllMocks();
		});

		it('ends the sleep immediately when the signal aborts', async () => {
			const controller = new AbortController();
			const sleeping = systemClock.sleep(LONG_MS, controller.signal);

			controller.abort();

			await expect(sleeping).resolves.toBeUndefined();
		});

		it('does not sleep when the signal is already aborted', async () => {
			await expect(systemClock.sleep(LONG_MS, AbortSignal.abort())).resolves.toBeUndefined();
		});

		it.each([
			['no signal', undefined],
			['a signal that does not abort', new AbortController().signal],
		])('sleeps for the full duration with %s', async (_, signal) => {
			const startMs = systemClock.now();
			const sleeping = systemClock.sleep(LONG_MS, signal);

			await jest.advanceTimersToNextTimerAsync();
			await sleeping;

			expect(systemClock.now() - startMs).toBe(LONG_MS);
		});
	});

	it('does not end a sleep of 90 days immediately, as Node would with a timer of that length', async () => {
		jest.useFakeTimers();
		const controller = new AbortController();
		let isOver = false;
		const sleeping = systemClock.sleep(90 * DAY_MS, controller.signal).then(() => (isOver = true));

		await jest.advanceTimersByTimeAsync(20 * DAY_MS);

		expect(isOver).toBe(false);
		controller.abort();
		await sleeping;
		jest.useRealTimers();
	});
});
