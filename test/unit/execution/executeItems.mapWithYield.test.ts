/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { mapWithYield } from '../../../nodes/Hailuo/execution/executeItems';

const numbers = Array.from({ length: 1_000 }, (_, index) => index);

describe('mapWithYield', () => {
	it('maps every item, in order', async () => {
		expect(await mapWithYield(numbers, (number, index) => [number, index])).toEqual(
			numbers.map((number) => [number, number]),
		);
		expect(await mapWithYield([], String)).toEqual([]);
	});

	it('lets other work of the process have its turn meanwhile', async () => {
		let turns = 0;
		const other = setInterval(() => (turns += 1), 0);

		const turnsBefore = await mapWithYield(numbers, () => turns);

		clearInterval(other);
		expect(turnsBefore[0]).toBe(0);
		expect(turnsBefore[999]).toBeGreaterThanOrEqual(10);
	});
});
