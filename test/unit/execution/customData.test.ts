import { recordTaskId, type CustomData } from '../../../nodes/Hailuo/execution/customData';

describe('recordTaskId', () => {
	let kept: Record<string, string>;
	let customData: CustomData;
	beforeEach(() => {
		kept = {};
		customData = { get: (key) => kept[key], set: (key, value) => void (kept[key] = value) };
	});
	const id = (n: number) => `task-unified-1700000000-${String(n).padStart(8, '0')}`;

	it('writes IDs one after the other', () => {
		recordTaskId(customData, id(1));
		recordTaskId(customData, id(2));

		expect(kept).toEqual({ hailuoTasks: `${id(1)},${id(2)}` });
	});

	it('begins another key before a value gets longer than n8n takes, and never splits an ID', () => {
		for (let n = 1; n <= 20; n += 1) recordTaskId(customData, id(n));

		expect(Object.keys(kept)).toEqual(['hailuoTasks', 'hailuoTasks2', 'hailuoTasks3']);
		expect(Object.values(kept).every((value) => value.length <= 255)).toBe(true);
		expect(Object.values(kept).flatMap((value) => value.split(','))).toEqual(
			Array.from({ length: 20 }, (_, i) => id(i + 1)),
		);
	});

	it('writes an ID once, though the task is resumed', () => {
		for (let n = 1; n <= 10; n += 1) recordTaskId(customData, id(n));
		const before = { ...kept };
		recordTaskId(customData, id(1));

		expect(kept).toEqual(before);
	});

	it('stops at ten keys, and leaves out an ID that fits into none', () => {
		for (let n = 1; n <= 200; n += 1) recordTaskId(customData, id(n));
		recordTaskId(customData, 'x'.repeat(256));

		expect(Object.keys(kept)).toHaveLength(10);
		expect(Object.values(kept).join()).not.toContain('x');
	});
});
