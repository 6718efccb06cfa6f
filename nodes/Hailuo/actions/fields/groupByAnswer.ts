/**
 * Groups the states of two controlling parameters into blocks that share one answer, so that each
 * block becomes one variant of a field. In every state exactly one block applies.
 *
 * @param rows states of the first parameter
 * @param columns states of the second; those without an answer belong to no block
 */
export function groupByAnswer<T>(
	rows: readonly string[],
	columns: readonly string[],
	answer: (row: string, column: string) => T | undefined,
): Array<{ rows: string[]; columns: string[]; answer: T }> {
	const lines = groupBy(rows, (row) =>
		JSON.stringify(columns.map((column) => answer(row, column))),
	);
	return lines.flatMap((sameRows) => {
		const [row] = sameRows;
		const answered = columns.filter((column) => answer(row, column) !== undefined);
		return groupBy(answered, (column) => JSON.stringify(answer(row, column))).map(
			(sameColumns) => ({
				rows: sameRows,
				columns: sameColumns,
				answer: answer(row, sameColumns[0]) as T,
			}),
		);
	});
}

/** Values in groups of the same key, in the order of first appearance. */
export function groupBy(values: readonly string[], key: (value: string) => string): string[][] {
	const groups = new Map<string, string[]>();
	for (const value of values) {
		const group = groups.get(key(value)) ?? [];
		groups.set(key(value), [...group, value]);
	}
	return [...groups.values()];
}
