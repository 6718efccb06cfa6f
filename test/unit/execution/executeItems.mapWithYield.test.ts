/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mapWithYield } from '../../../nodes/Hailuo/execution/executeItems';

const numbers = Array.from({ length: 1_000 }, (_, index) => index);

describe('mapWithYield', () => {
	it('maps all items in order', async () => {
		expect(await mapWithYield(numbers, (number, index) => [number, index])).toEqual(
			numbers.map((number) => [number, number]),
		);
		expect(await mapWithYield([], String)).toEqual([]);
	});

	it('lets timers run at least 10 times while it maps 1,000 items', async () => {
		let timerRuns = 0;
		const timer = setInterval(() => (timerRuns += 1), 0);

		const timerRunsPerItem = await mapWithYield(numbers, () => timerRuns);

		clearInterval(timer);
		expect(timerRunsPerItem[0]).toBe(0);
		expect(timerRunsPerItem[999]).toBeGreaterThanOrEqual(10);
	});
});
