import { addEmitted, unemittedTasks } from '../../../nodes/Hailuo/trigger/watchTaskIds';

const watch = (...ids: string[]) => ({ event: 'completed', giveUpMs: 1, scope: '', ids }) as const;
const emittedAt = (s: number, ...ids: string[]) => new Map(ids.map((id) => [id, s]));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => `old-${index}`);

describe('unemittedTasks', () => {
	it('are the watched tasks that were not emitted, as last read', () => {
		const task = { taskId: 'b', status: 'processing' } as const;
		const memories = new Map([['b', { firstSeenMs: 0, task }]]);
		const tasks = unemittedTasks(watch('a', 'b', 'c'), emittedAt(1, 'a'), memories);

		expect(tasks).toEqual([task, { taskId: 'c' }]);
	});
});

describe('addEmitted', () => {
	const times = { nowMs: 0, wallMs: 9_900 };

	it('adds what is emitted now, and keeps what is no longer watched', () => {
		const items = [{ taskId: 'b', status: 'completed' } as const];
		expect(addEmitted(emittedAt(5, 'a'), items, watch('b'), times)).toEqual(
			new Map([...emittedAt(9, 'b'), ...emittedAt(5, 'a')]),
		);
	});

	it('forgets the oldest beyond 1,000, but none that is watched', () => {
		const before = new Map([
			...emittedAt(1, 'watched', 'forgotten'),
			...emittedAt(5, ...upTo(1_000)),
		]);
		const after = addEmitted(before, [], watch('watched'), times);

		expect(after.size).toBe(1_001);
		expect(after.has('watched')).toBe(true);
		expect(after.has('forgotten')).toBe(false);
	});
});
