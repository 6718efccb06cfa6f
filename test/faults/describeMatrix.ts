import { titleOf, type FaultCase, type Place } from './case';
import { CASES } from './cases';
import { startMatrix, type RowResult } from './run/matrix';
import { sampleOf } from './run/sample';

/** Time limit of a test, ms. All rows run in parallel, so that one may have to wait for all others. */
const ALL_MS = 15 * 60_000;

/** Defines a test for each row of one place, titled as in the table. It fails with the issues of the row. */
export function describeMatrix(place: Place): void {
	const rows = CASES.filter(({ where }) => where === place);

	describe(`Fault matrix: ${place}`, () => {
		let results: Map<FaultCase, Promise<RowResult>>;
		beforeAll(() => {
			results = startMatrix(rows, sampleOf);
		});

		it.each(rows.map((row) => [titleOf(row), row] as const))(
			'has the expected result and ledger: %s',
			async (_, row) => {
				expect((await results.get(row))?.issues).toEqual([]);
			},
			ALL_MS,
		);

		it('contains each row once', () => {
			const titles = rows.map(titleOf);
			expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
		});
	});
}
