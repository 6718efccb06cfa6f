import { groupByResult, groupBy } from '../../../../nodes/Hailuo/actions/common/displayOptions';

const ROWS = ['r1', 'r2', 'r3'];
const COLUMNS = ['c1', 'c2', 'c3'];

/** Which blocks hold for a state, by their answers. */
const at = <T>(found: Array<{ rows: string[]; columns: string[]; result: T }>, state: string[]) =>
	found
		.filter(({ rows, columns }) => rows.includes(state[0]) && columns.includes(state[1]))
		.map(({ result }) => result);

const TABLES: Array<[string, Array<Array<string | undefined>>]> = [
	[
		'all the same',
		[
			['a', 'a', 'a'],
			['a', 'a', 'a'],
			['a', 'a', 'a'],
		],
	],
	[
		'by row',
		[
			['a', 'a', 'a'],
			['b', 'b', 'b'],
			['a', 'a', 'a'],
		],
	],
	[
		'by column',
		[
			['a', 'b', 'a'],
			['a', 'b', 'a'],
			['a', 'b', 'a'],
		],
	],
	[
		'mixed',
		[
			['a', 'b', 'c'],
			['b', 'a', 'c'],
			['c', 'c', 'c'],
		],
	],
	[
		'with gaps',
		[
			['a', undefined, 'a'],
			[undefined, undefined, undefined],
			['a', 'b', undefined],
		],
	],
];

describe('groupByResult', () => {
	it.each(TABLES)('%s: in every state exactly the block with its result holds', (_, table) => {
		const found = groupByResult(
			ROWS,
			COLUMNS,
			(row, column) => table[ROWS.indexOf(row)][COLUMNS.indexOf(column)],
		);

		for (const [r, row] of ROWS.entries()) {
			for (const [c, column] of COLUMNS.entries()) {
				const result = table[r][c];
				expect(at(found, [row, column])).toEqual(result === undefined ? [] : [result]);
			}
		}
	});

	it('makes one block of states that share everything', () => {
		expect(groupByResult(ROWS, COLUMNS, () => 'a')).toEqual([
			{ rows: ROWS, columns: COLUMNS, result: 'a' },
		]);
	});

	it('groups values by their key, in the order of first appearance', () => {
		expect(groupBy(['b1', 'a1', 'b2', 'a2'], ([letter]) => letter)).toEqual([
			['b1', 'b2'],
			['a1', 'a2'],
		]);
	});
});
