import { groupByResult, groupBy } from '../../../../nodes/Hailuo/actions/common/displayOptions';

const ROWS = ['r1', 'r2', 'r3'];
const COLUMNS = ['c1', 'c2', 'c3'];

/** The results of the blocks that contain a state. */
const resultsAt = <T>(
	blocks: Array<{ rows: string[]; columns: string[]; result: T }>,
	state: string[],
) =>
	blocks
		.filter(({ rows, columns }) => rows.includes(state[0]) && columns.includes(state[1]))
		.map(({ result }) => result);

const TABLES: Array<[string, Array<Array<string | undefined>>]> = [
	[
		'with the same result everywhere',
		[
			['a', 'a', 'a'],
			['a', 'a', 'a'],
			['a', 'a', 'a'],
		],
	],
	[
		'with one result per row',
		[
			['a', 'a', 'a'],
			['b', 'b', 'b'],
			['a', 'a', 'a'],
		],
	],
	[
		'with one result per column',
		[
			['a', 'b', 'a'],
			['a', 'b', 'a'],
			['a', 'b', 'a'],
		],
	],
	[
		'with mixed results',
		[
			['a', 'b', 'c'],
			['b', 'a', 'c'],
			['c', 'c', 'c'],
		],
	],
	[
		'with missing results',
		[
			['a', undefined, 'a'],
			[undefined, undefined, undefined],
			['a', 'b', undefined],
		],
	],
];

describe('groupByResult', () => {
	it.each(TABLES)(
		'puts each state of a table %s into exactly one block, with its result',
		(_, table) => {
			const blocks = groupByResult(
				ROWS,
				COLUMNS,
				(row, column) => table[ROWS.indexOf(row)][COLUMNS.indexOf(column)],
			);

			for (const [r, row] of ROWS.entries()) {
				for (const [c, column] of COLUMNS.entries()) {
					const result = table[r][c];
					expect(resultsAt(blocks, [row, column])).toEqual(result === undefined ? [] : [result]);
				}
			}
		},
	);

	it('returns one block when all states have the same result', () => {
		expect(groupByResult(ROWS, COLUMNS, () => 'a')).toEqual([
			{ rows: ROWS, columns: COLUMNS, result: 'a' },
		]);
	});
});

describe('groupBy', () => {
	it('groups values by key, in the order of first appearance', () => {
		expect(groupBy(['b1', 'a1', 'b2', 'a2'], ([letter]) => letter)).toEqual([
			['b1', 'b2'],
			['a1', 'a2'],
		]);
	});
});
