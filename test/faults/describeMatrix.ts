import { titleOf, type FaultCase, type Place } from './case';
import { CASES } from './cases';
import { startMatrix, type RowResult } from './run/matrix';
import { sampleOf } from './run/sample';

/** All rows run side by side, and one may wait for all others. */
const ALL_MS = 15 * 60_000;

/** The rows of one place as tests: each is called as in the table, and names what is not as it must be. */
export function describeMatrix(place: Place): void {
	const rows = CASES.filter(({ where }) => where === place);

	describe('The fault matrix', () => {
		let results: Map<FaultCase, Promise<RowResult>>;
		beforeAll(() => {
			results = startMatrix(rows, sampleOf);
		});

		it.each(rows.map((row) => [titleOf(row), row] as const))(
			'%s',
			async (_, row) => {
				expect((await results.get(row))?.issues).toEqual([]);
			},
			ALL_MS,
		);

		it('has each row once', () => {
			const titles = rows.map(titleOf);
			expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
		});
	});
}
