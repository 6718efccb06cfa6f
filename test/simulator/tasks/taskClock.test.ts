import { completeLife, stateAt, type TaskLife } from '../../../simulator/tasks/taskClock';

const life = (changes: TaskLife = {}) =>
	completeLife({ durationMs: 1000, pendingMs: 200, ...changes });

it('lives from pending through processing to its end', () => {
	const ages = [0, 199, 200, 600, 999, 1000, 5000];
	const states = ages.map((age) => stateAt(life(), age));

	expect(states).toEqual([
		{ status: 'pending', progress: 0 },
		{ status: 'pending', progress: 0 },
		{ status: 'processing', progress: 0 },
		{ status: 'processing', progress: 49 },
		{ status: 'processing', progress: 98 },
		{ status: 'completed', progress: 100 },
		{ status: 'completed', progress: 100 },
	]);
});

it.each([
	['completed' as const, 'completed'],
	['cancelled' as const, 'cancelled'],
	[{ code: 'service_error', message: 'Try later' }, 'failed'],
])('ends as planned: %j', (outcome, status) => {
	expect(stateAt(life({ outcome }), 1000).status).toBe(status);
});

it('may say no progress', () => {
	expect(stateAt(life({ progress: 'none' }), 999).progress).toBe(10);
});

it('may say a list of progresses, one per read, the last again and again', () => {
	const progress = [5, 50, 20];
	const said = [0, 1, 2, 3].map((reads) => stateAt(life({ progress }), 500, reads).progress);

	expect(said).toEqual([5, 50, 20, 20]);
});

it('may be seen processing by some reads, however old it is', () => {
	const slow = life({ processingReads: 2 });

	expect([0, 1, 2].map((reads) => stateAt(slow, 5000, reads))).toEqual([
		{ status: 'processing', progress: 99 },
		{ status: 'processing', progress: 99 },
		{ status: 'completed', progress: 100 },
	]);
});

it('may be over at once', () => {
	expect(stateAt(completeLife({ durationMs: 0 }), 0).status).toBe('completed');
});

it('has no field it does not know', () => {
	expect(() => completeLife({ duration: 5 } as TaskLife)).toThrow("no field 'duration'");
});
