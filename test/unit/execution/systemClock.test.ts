import * as n8nWorkflow from 'n8n-workflow';

import { systemClock } from '../../../nodes/Hailuo/execution/systemClock';

jest.mock('n8n-workflow', () => ({ __esModule: true, ...jest.requireActual('n8n-workflow') }));

const DAY_MS = 86_400_000;
const { sleep } = jest.requireActual<typeof n8nWorkflow>('n8n-workflow');

describe('systemClock', () => {
	beforeEach(() => void jest.useFakeTimers());
	afterEach(() => {
		jest.useRealTimers();
		jest.restoreAllMocks();
	});

	describe.each([
		['accepts a signal (n8n 2.35 and later)', sleep],
		['accepts no signal (older n8n)', async (ms: number) => await sleep(ms)],
	])('with a sleep function of n8n that %s', (_, sleepOfN8n) => {
		beforeEach(() => void jest.spyOn(n8nWorkflow, 'sleep').mockImplementation(sleepOfN8n));

		it('ends the sleep immediately when the signal aborts, or is already aborted', async () => {
			const controller = new AbortController();
			const sleeping = systemClock.sleep(DAY_MS, controller.signal);
			controller.abort();

			await expect(sleeping).resolves.toBeUndefined();
			await expect(systemClock.sleep(DAY_MS, controller.signal)).resolves.toBeUndefined();
		});

		it.each([
			['no signal', undefined],
			['a signal that does not abort', new AbortController().signal],
		])('sleeps for the full duration with %s', async (__, signal) => {
			const startMs = systemClock.now();
			const sleeping = systemClock.sleep(DAY_MS, signal);

			await jest.advanceTimersToNextTimerAsync();
			await sleeping;

			expect(systemClock.now() - startMs).toBe(DAY_MS);
		});
	});

	it('does not end a sleep of 90 days immediately, as Node would with a timer of that length', async () => {
		const controller = new AbortController();
		let isOver = false;
		const sleeping = systemClock.sleep(90 * DAY_MS, controller.signal).then(() => (isOver = true));

		await jest.advanceTimersByTimeAsync(20 * DAY_MS);

		expect(isOver).toBe(false);
		controller.abort();
		await sleeping;
	});
});
