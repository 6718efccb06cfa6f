import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Represents an expression among the values of a parameter; the form does not know its result. */
export const EXPRESSION = 'an expression';

/**
 * The values that n8n compares for an expression: its text when the node runs; in the editor its result
 * for the current input, which is empty without input data.
 */
const EXPRESSION_VALUES = ['', null, { _cnd: { startsWith: '=' } }] as const;

/** The values of a controlling parameter for which a field is shown, and all of its possible values. */
export interface DisplayCondition {
	values: readonly string[];
	allValues: readonly string[];
}

/**
 * Display options that show a field exactly for the given values of other parameters.
 *
 * They consist of *hide* rules, because n8n treats an expression as a match for every *show* rule: all
 * variants of a field would appear at once. A field is hidden for an expression unless its values
 * include `EXPRESSION`, so exactly one variant remains.
 */
export function displayFor(
	conditions: Readonly<Record<string, DisplayCondition>>,
): IDisplayOptions {
	const hide: NonNullable<IDisplayOptions['hide']> = {};
	for (const [parameter, { values, allValues }] of Object.entries(conditions)) {
		const others = allValues.filter((value) => value !== EXPRESSION && !values.includes(value));
		const isHiddenForExpression = allValues.includes(EXPRESSION) && !values.includes(EXPRESSION);
		const rules = [...others, ...(isHiddenForExpression ? EXPRESSION_VALUES : [])];
		if (rules.length > 0) hide[parameter] = rules;
	}
	return Object.keys(hide).length > 0 ? { hide } : {};
}

/** Shows fields only for one operation of a resource, in addition to their other display options. */
export function fieldsFor(
	operation: string,
	fields: INodeProperties[],
	resource: 'video' | 'account' = 'video',
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...field.displayOptions?.show, resource: [resource], operation: [operation] },
		},
	}));
}

/**
 * Groups the values of two controlling parameters into blocks with the same result, so that each block
 * becomes one variant of a field. For every combination of values, at most one block applies.
 *
 * @param rows values of the first parameter
 * @param columns values of the second parameter
 * @param resultOf returns undefined for combinations that belong to no block
 */
export function groupByResult<T>(
	rows: readonly string[],
	columns: readonly string[],
	resultOf: (row: string, column: string) => T | undefined,
): Array<{ rows: string[]; columns: string[]; result: T }> {
	const rowGroups = groupBy(rows, (row) =>
		JSON.stringify(columns.map((column) => resultOf(row, column))),
	);
	return rowGroups.flatMap((sameRows) => {
		const [row] = sameRows;
		const included = columns.filter((column) => resultOf(row, column) !== undefined);
		return groupBy(included, (column) => JSON.stringify(resultOf(row, column))).map(
			(sameColumns) => ({
				rows: sameRows,
				columns: sameColumns,
				result: resultOf(row, sameColumns[0]) as T,
			}),
		);
	});
}

/** Groups values by key, in order of first appearance. */
export function groupBy(values: readonly string[], key: (value: string) => string): string[][] {
	const groups = new Map<string, string[]>();
	for (const value of values) {
		const group = groups.get(key(value)) ?? [];
		groups.set(key(value), [...group, value]);
	}
	return [...groups.values()];
}
