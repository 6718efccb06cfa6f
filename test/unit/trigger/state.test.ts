import { readState, writeState, type TriggerState } from '../../../nodes/Hailuo/trigger/state';

const FULL: TriggerState = {
	revision: 3,
	settled: new Map([
		['task-1', 1_700_000_000],
		['__proto__', 1_700_000_001],
	]),
	account: {
		scope: 'credential ',
		sinceS: 1_700_000_000,
		open: new Map([['constructor', 1_700_000_002]]),
		behindPage: 4,
	},
};

it.each<[string, TriggerState]>([
	['all of it', FULL],
	['without an account', { revision: 0, settled: new Map() }],
	['open tasks not known yet', { ...FULL, account: { scope: 'x', sinceS: 5 } }],
])('survives being saved: %s', (_, state) => {
	expect(readState(JSON.parse(JSON.stringify(writeState(state))))).toEqual(state);
});

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ revision: -1, settled: [], account: 'x' },
	{ revision: 'NaN', settled: { a: 'b' }, account: { scope: '', sinceS: 1 } },
	{ lastTimeChecked: '2026-01-31', account: { scope: 'x', sinceS: 'yesterday' } },
])('what an earlier version may have left does no harm: %j', (saved) => {
	expect(readState(saved)).toEqual({ revision: 0, settled: new Map() });
});
