import { titleOf, type FaultCase } from './case';
import { CASES } from './cases';
import { startMatrix, type RowResult } from './run/matrix';

/** Time limit of a test, ms. All rows run in parallel, so that one may have to wait for all others. */
const ALL_MS = 15 * 60_000;

/** Each row is titled as in the table, and fails with its issues. */
describe('Fault matrix', () => {
	let results: Map<FaultCase, Promise<RowResult>>;
	beforeAll(() => {
		results = startMatrix(CASES);
	});

	it.each(CASES.map((row) => [titleOf(row), row] as const))(
		'has the expected result: %s',
		async (_, row) => {
			expect((await results.get(row))?.issues).toEqual([]);
		},
		ALL_MS,
	);

	it('contains each row once', () => {
		const titles = CASES.map(titleOf);
		expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
	});
});
