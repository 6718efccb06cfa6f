import { readState, writeState } from '../../../nodes/Hailuo/trigger/state';

const times = (entries: Record<string, number>) => new Map(Object.entries(entries));
const account = {
	scope: ' digest',
	startS: 4,
	floorS: 5,
	listedPages: 30,
	nextFloorS: 6,
	seen: times({ 'task-1': 6 }),
	waiting: times({ __proto__x: 7 }),
};

describe('The saved state of the trigger', () => {
	it.each([
		['of an account', { revision: 3, emitted: times({}), account }],
		['of task IDs', { revision: 1, emitted: times({ 'task-2': 9 }) }],
	])('%s is the same after it has been saved as JSON', (_, state) => {
		expect(readState(JSON.parse(JSON.stringify(writeState(state))), undefined)).toEqual(state);
	});

	it.each([
		['nothing', undefined, undefined],
		['text', 'x', 'y'],
		['invalid values', { version: 2, revision: 'x', emitted: ['task-1', 1], account: 5 }, {}],
	])('is empty if n8n has saved %s', (_, saved, formerly) => {
		expect(readState(saved, formerly)).toEqual({ revision: 0, emitted: times({}) });
	});

	it('of version 1 is continued, for an account', () => {
		const formerly = {
			revision: 8,
			processed: { 'task-1': 50 },
			account: {
				scope: 'credential model digest',
				watermarkS: 40,
				pending: { 'task-2': 45 },
				inherited: { 'task-3': 30 },
				resumePage: 2,
			},
		};
		expect(readState(undefined, formerly).account).toEqual({
			scope: 'model digest',
			floorS: 40,
			seen: times({ 'task-1': 50 }),
			waiting: times({ 'task-2': 45, 'task-3': 30 }),
		});
	});

	it('of version 1 is continued, for task IDs, until there is one of version 2', () => {
		const formerly = { revision: 8, processed: { 'task-1': 50 } };
		const next = writeState({ revision: 9, emitted: times({}) });

		expect(readState(undefined, formerly)).toEqual({
			revision: 8,
			emitted: times({ 'task-1': 50 }),
		});
		expect(readState(next, formerly)).toEqual({ revision: 9, emitted: times({}) });
	});
});
