import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The values of some fields, by field name, e.g. `{model: "minimax-h3", mode: "textToVideo"}`. */
export type FieldValues = Readonly<Record<string, string>>;

type Rules = Record<string, NonNullable<NonNullable<IDisplayOptions['hide']>[string]>>;

/**
 * Display options that hide a field for these values of other fields. Unlike with a *show* rule, the
 * field stays visible where the other one is an expression, whose result is not known in the form.
 */
export function hiddenFor(values: Readonly<Rules>): Pick<INodeProperties, 'displayOptions'> {
	const hide: Rules = {};
	for (const [name, hidden] of Object.entries(values)) {
		if (hidden.length > 0) hide[name] = hidden;
	}
	return Object.keys(hide).length > 0 ? { displayOptions: { hide } } : {};
}

/**
 * Variants of a field whose default depends on another field. Exactly one is visible; where the other
 * field is an expression or has an unknown value, the first.
 *
 * @param defaults by value of the other field
 */
export function variantsByDefault(
	otherField: string,
	defaults: ReadonlyMap<string, string | number>,
	field: INodeProperties,
): INodeProperties[] {
	const hide = (field.displayOptions?.hide ?? {}) as Rules;
	const variant = (byDefault: string | number, hidden: Rules[string]): INodeProperties => ({
		...field,
		default: byDefault,
		...hiddenFor({ ...hide, [otherField]: [...(hide[otherField] ?? []), ...hidden] }),
	});
	const [first] = defaults.values();
	if (first === undefined) return [];
	const others = [...defaults].filter(([, byDefault]) => byDefault !== first);
	return [
		variant(
			first,
			others.map(([value]) => value),
		),
		...others.map(([value, byDefault]) => variant(byDefault, [{ _cnd: { not: value } }])),
	];
}

/** What a list offers in one state of the form. */
export interface Offer<Value> {
	state: FieldValues;
	values: readonly Value[];
}

/**
 * The entries of a list, each shown only in the states of the form that offer it. A state in which a
 * field is an expression shows all entries.
 *
 * @param offers all states of the form, as far as the list depends on them
 * @param values all values, in the order of the list
 */
export function optionsIn<Value extends string | number>(
	offers: ReadonlyArray<Offer<Value>>,
	values: readonly Value[],
	describe: (value: Value) => Pick<INodePropertyOptions, 'name' | 'description'>,
): INodePropertyOptions[] {
	const states = offers.map(({ state }) => state);
	return values.flatMap((value) => {
		const allowed = offers.filter((offer) => offer.values.includes(value));
		return showRules(
			states,
			allowed.map(({ state }) => state),
		).map((show) => ({
			...describe(value),
			value,
			...(Object.keys(show).length > 0 && { displayOptions: { show } }),
		}));
	});
}

/**
 * The *show* rules that match exactly the allowed states. One rule allows every combination of its
 * values; where that is too much, there is one for each value of the first field.
 */
function showRules(states: readonly FieldValues[], allowed: readonly FieldValues[]): Rules[] {
	const names = Object.keys(allowed[0] ?? {});
	const valuesIn = (all: readonly FieldValues[], name: string) => [
		...new Set(all.map((state) => state[name])),
	];
	const needed = names.filter(
		(name) => valuesIn(allowed, name).length < valuesIn(states, name).length,
	);
	const rule = Object.fromEntries(needed.map((name) => [name, valuesIn(allowed, name)]));
	const shown = states.filter((state) => needed.every((name) => rule[name].includes(state[name])));
	if (shown.length === allowed.length) return [rule];

	const split = names.find((name) => valuesIn(allowed, name).length > 1) as string;
	return valuesIn(allowed, split).flatMap((value) => {
		const isSame = (state: FieldValues) => state[split] === value;
		return showRules(states.filter(isSame), allowed.filter(isSame)).map((inner) => ({
			...inner,
			[split]: [value],
		}));
	});
}
