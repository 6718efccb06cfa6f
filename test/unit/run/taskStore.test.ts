import type { IContextObject } from 'n8n-workflow';

import { TaskMemory } from '../../../nodes/Hailuo/run/taskMemory';

const KEY = '0.request';
const TASK = { taskId: 'task-unified-1700000000-a1b2c3d4' };

describe('what a run has paid for', () => {
	let nodeContext: IContextObject;
	const inRun = (runIndex: number) => new TaskMemory(nodeContext, runIndex);
	beforeEach(() => {
		nodeContext = {};
	});

	it('is known to the next try of the run, also after n8n has saved and loaded it', () => {
		inRun(0).remember(KEY, TASK);
		nodeContext = JSON.parse(JSON.stringify(nodeContext));

		expect(inRun(0).recall(KEY)).toEqual(TASK);
	});

	it('is not taken by another run that goes on beside it, nor forgotten with that', () => {
		inRun(0).remember(KEY, TASK);

		expect(inRun(1).recall(KEY)).toBeUndefined();
		inRun(1).forget();
		expect(inRun(0).recall(KEY)).toEqual(TASK);
	});

	it('goes to one later run, and no further, where it was left behind', () => {
		inRun(0).remember(KEY, TASK);
		inRun(0).leaveBehind();

		expect(inRun(1).recall(KEY)).toEqual(TASK);
		expect(inRun(2).recall(KEY)).toBeUndefined();
		inRun(1).forget();
		expect(inRun(3).recall(KEY)).toBeUndefined();
	});

	it('goes on to the run after next where the next one fails before it is asked for', () => {
		inRun(0).rememberUnclear(KEY, 'The connection broke');
		inRun(0).leaveBehind();
		inRun(1).leaveBehind();

		expect(inRun(2).unclear(KEY)).toBe('The connection broke');
	});
});
