import { recordTaskId, type CustomData } from '../../../nodes/Hailuo/execution/customData';

describe('recordTaskId', () => {
	let stored: Record<string, string>;
	let customData: CustomData;
	beforeEach(() => {
		stored = {};
		customData = { get: (key) => stored[key], set: (key, value) => void (stored[key] = value) };
	});
	const id = (n: number) => `task-unified-1700000000-${String(n).padStart(8, '0')}`;

	it('appends each task ID to the value, separated by a comma', () => {
		recordTaskId(customData, id(1));
		recordTaskId(customData, id(2));

		expect(stored).toEqual({ hailuoTasks: `${id(1)},${id(2)}` });
	});

	it('starts a new key before a value exceeds 255 characters, and never splits an ID', () => {
		for (let n = 1; n <= 20; n += 1) recordTaskId(customData, id(n));

		expect(Object.keys(stored)).toEqual(['hailuoTasks', 'hailuoTasks2', 'hailuoTasks3']);
		expect(Object.values(stored).every((value) => value.length <= 255)).toBe(true);
		expect(Object.values(stored).flatMap((value) => value.split(','))).toEqual(
			Array.from({ length: 20 }, (_, i) => id(i + 1)),
		);
	});

	it('writes an ID only once when its task is resumed', () => {
		for (let n = 1; n <= 10; n += 1) recordTaskId(customData, id(n));
		const before = { ...stored };
		recordTaskId(customData, id(1));

		expect(stored).toEqual(before);
	});

	it('leaves two of ten keys to the workflow and skips IDs that do not fit', () => {
		for (let n = 1; n <= 200; n += 1) recordTaskId(customData, id(n));
		recordTaskId(customData, 'x'.repeat(256));

		expect(Object.keys(stored)).toHaveLength(8);
		expect(Object.values(stored).join()).not.toContain('x');
	});
});
