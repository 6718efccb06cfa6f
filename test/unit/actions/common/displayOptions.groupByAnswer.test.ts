import { groupByAnswer, groupBy } from '../../../../nodes/Hailuo/actions/common/displayOptions';

const ROWS = ['r1', 'r2', 'r3'];
const COLUMNS = ['c1', 'c2', 'c3'];

/** The answers of the blocks that contain a state. */
const answersAt = <T>(
	blocks: Array<{ rows: string[]; columns: string[]; answer: T }>,
	state: string[],
) =>
	blocks
		.filter(({ rows, columns }) => rows.includes(state[0]) && columns.includes(state[1]))
		.map(({ answer }) => answer);

const TABLES: Array<[string, Array<Array<string | undefined>>]> = [
	[
		'with the same answer everywhere',
		[
			['a', 'a', 'a'],
			['a', 'a', 'a'],
			['a', 'a', 'a'],
		],
	],
	[
		'with one answer per row',
		[
			['a', 'a', 'a'],
			['b', 'b', 'b'],
			['a', 'a', 'a'],
		],
	],
	[
		'with one answer per column',
		[
			['a', 'b', 'a'],
			['a', 'b', 'a'],
			['a', 'b', 'a'],
		],
	],
	[
		'with mixed answers',
		[
			['a', 'b', 'c'],
			['b', 'a', 'c'],
			['c', 'c', 'c'],
		],
	],
	[
		'with missing answers',
		[
			['a', undefined, 'a'],
			[undefined, undefined, undefined],
			['a', 'b', undefined],
		],
	],
];

describe('groupByAnswer', () => {
	it.each(TABLES)(
		'puts each state of a table %s into exactly one block, with its answer',
		(_, table) => {
			const blocks = groupByAnswer(
				ROWS,
				COLUMNS,
				(row, column) => table[ROWS.indexOf(row)][COLUMNS.indexOf(column)],
			);

			for (const [r, row] of ROWS.entries()) {
				for (const [c, column] of COLUMNS.entries()) {
					const answer = table[r][c];
					expect(answersAt(blocks, [row, column])).toEqual(answer === undefined ? [] : [answer]);
				}
			}
		},
	);

	it('returns one block when all states have the same answer', () => {
		expect(groupByAnswer(ROWS, COLUMNS, () => 'a')).toEqual([
			{ rows: ROWS, columns: COLUMNS, answer: 'a' },
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
