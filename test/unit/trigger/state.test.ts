import { readState, writeState } from '../../../nodes/Hailuo/trigger/state';

const times = (entries: Record<string, number>) => new Map(Object.entries(entries));
const account = {
	scope: ' digest',
	floorS: 5,
	seen: times({ 'task-1': 6 }),
	waiting: times({ __proto__x: 7 }),
};

describe('The saved state of the trigger', () => {
	it.each([
		['of an account', { revision: 3, emitted: times({}), account }],
		['of task IDs', { revision: 1, emitted: times({ 'task-2': 9 }) }],
	])('%s is the same after it has been saved as JSON', (_, state) => {
		expect(readState(JSON.parse(JSON.stringify(writeState(state))))).toEqual(state);
	});

	it.each([
		['nothing', undefined],
		['text', 'x'],
		['invalid values', { revision: 'x', emitted: ['task-1', 1], account: 5 }],
	])('is empty if n8n has saved %s', (_, saved) => {
		expect(readState(saved)).toEqual({ revision: 0, emitted: times({}) });
	});
});
