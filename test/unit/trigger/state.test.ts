import { readState, writeState, type TriggerState } from '../../../nodes/Hailuo/trigger/state';

const FULL: TriggerState = {
	revision: 3,
	processed: new Map([
		['task-1', 1_700_000_000],
		['__proto__', 1_700_000_001],
	]),
	account: {
		scope: 'credential ',
		watermarkS: 1_700_000_000,
		pending: new Map([['constructor', 1_700_000_002]]),
		inherited: new Map([['task-2', 1_700_000_003]]),
		resumePage: 4,
	},
};

describe('readState', () => {
	it.each<[string, TriggerState]>([
		['a state with every field', FULL],
		[
			'an account without tasks',
			{ ...FULL, account: { scope: 'x', watermarkS: 0, pending: new Map<string, number>() } },
		],
		['a state without an account', { revision: 0, processed: new Map() }],
		[
			'an account whose pending tasks are unknown',
			{ ...FULL, account: { scope: 'x', watermarkS: 5 } },
		],
	])('restores what writeState returned: %s', (_, state) => {
		expect(readState(JSON.parse(JSON.stringify(writeState(state))))).toEqual(state);
	});

	it.each([
		undefined,
		null,
		'text',
		[],
		{},
		{ revision: -1, processed: [], account: 'x' },
		{ revision: 'NaN', processed: { a: 'b' }, account: { scope: '', watermarkS: 1 } },
		{ lastTimeChecked: '2026-01-31', account: { scope: 'x', watermarkS: 'yesterday' } },
	])('ignores unknown values of earlier versions: %j', (saved) => {
		expect(readState(saved)).toEqual({ revision: 0, processed: new Map() });
	});
});
