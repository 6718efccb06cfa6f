import { completeBehavior, stateAt, type TaskBehavior } from '../../../simulator/tasks/taskClock';

const behavior = (changes: TaskBehavior = {}) =>
	completeBehavior({ durationMs: 1000, pendingMs: 200, ...changes });

describe('stateAt', () => {
	it('returns pending, processing and completed by the age of the task', () => {
		const ages = [0, 199, 200, 600, 999, 1000, 5000];
		const states = ages.map((age) => stateAt(behavior(), age));

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
	])('returns the planned outcome %j as %s', (outcome, status) => {
		expect(stateAt(behavior({ outcome }), 1000).status).toBe(status);
	});

	it('returns a constant progress of 10 for a task without progress', () => {
		expect(stateAt(behavior({ progress: 'none' }), 999).progress).toBe(10);
	});

	it('returns one planned progress per read, and repeats the last', () => {
		const progress = [5, 50, 20];
		const reported = [0, 1, 2, 3].map(
			(reads) => stateAt(behavior({ progress }), 500, reads).progress,
		);

		expect(reported).toEqual([5, 50, 20, 20]);
	});

	it('returns processing for the planned number of reads, whatever the age', () => {
		const slow = behavior({ processingReads: 2 });

		expect([0, 1, 2].map((reads) => stateAt(slow, 5000, reads))).toEqual([
			{ status: 'processing', progress: 99 },
			{ status: 'processing', progress: 99 },
			{ status: 'completed', progress: 100 },
		]);
	});

	it('returns completed at once for a duration of 0', () => {
		expect(stateAt(completeBehavior({ durationMs: 0 }), 0).status).toBe('completed');
	});
});

describe('completeBehavior', () => {
	it('rejects an unknown field', () => {
		expect(() => completeBehavior({ duration: 5 } as TaskBehavior)).toThrow("no field 'duration'");
	});
});
