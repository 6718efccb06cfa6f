import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** A parameter's value on which other fields depend; an expression's value is not known in the form. */
export const EXPRESSION = 'an expression';

/**
 * What n8n compares for an expression: its text when the node runs; in the editor what it gives for
 * the current input, which is empty as long as there is none.
 */
const EXPRESSION_VALUES = ['', null, { _cnd: { startsWith: '=' } }] as const;

/** For a controlling parameter: its values for which a field is shown, out of all it can have. */
export interface DisplayCondition {
	values: readonly string[];
	allValues: readonly string[];
}

/**
 * Display options that show a field exactly for the given values of other parameters.
 *
 * They are written as what hides the field, because n8n counts an expression in a *shown for* rule
 * as a match for every rule: all variants of a field would appear at once. Hidden for an expression
 * is what does not list `EXPRESSION`, so that exactly one variant remains.
 */
export function displayFor(
	conditions: Readonly<Record<string, DisplayCondition>>,
): IDisplayOptions {
	const hide: NonNullable<IDisplayOptions['hide']> = {};
	for (const [parameter, { values, allValues: outOf }] of Object.entries(conditions)) {
		const others = outOf.filter((value) => value !== EXPRESSION && !values.includes(value));
		const isHiddenForExpression = outOf.includes(EXPRESSION) && !values.includes(EXPRESSION);
		const rules = [...others, ...(isHiddenForExpression ? EXPRESSION_VALUES : [])];
		if (rules.length > 0) hide[parameter] = rules;
	}
	return Object.keys(hide).length > 0 ? { hide } : {};
}

/** Binds fields to one operation of a resource, besides what else decides whether they are shown. */
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
