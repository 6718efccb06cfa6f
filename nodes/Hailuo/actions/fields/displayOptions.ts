import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The values of some fields, by field name, e.g. `{model: "minimax-h3", mode: "textToVideo"}`. */
export type FieldValues = Readonly<Record<string, string>>;

type Rules = Record<string, NonNullable<NonNullable<IDisplayOptions['hide']>[string]>>;

/**
 * Display options that hide a field for these values of other fields. Unlike with a *show* rule, the
 * field stays visible where the other one is an expression, whose result is not known in the form.
 */
export function hiddenFor(values: Readonly<Rules>): Pick<INodeProperties, 'displayOptions'> {
	const hide = Object.fromEntries(Object.entries(values).filter(([, hidden]) => hidden.length > 0));
	return Object.keys(hide).length > 0 ? { displayOptions: { hide } } : {};
}

/** What a list offers in one state of the form; nothing if its field is hidden there. */
export interface Offer<Value> {
	state: FieldValues;
	values: readonly Value[];
}

interface List<Value> extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	/** All values, in the order of the list. */
	order: readonly Value[];
	describe(value: Value): Pick<INodePropertyOptions, 'name' | 'description'>;
	/** The field that the default depends on; its first state in `offers` determines the default. */
	defaultBy: string;
	/** The default where it is offered; otherwise the first value is. */
	preferred?: Value;
}

/** The values with the preferred one first, if it is among them. */
export function preferredFirst<Value>(values: readonly Value[], preferred?: Value): Value[] {
	return [...values].sort((a, b) => Number(b === preferred) - Number(a === preferred));
}

/**
 * A field with a list that depends on other fields. Each entry is shown only in the states of the form
 * that offer it; a state in which a field is an expression shows all. Where the defaults differ, the field
 * has variants, of which one is visible: the first one if the field that they depend on is an expression.
 *
 * @param offers all states of the form, as far as the list depends on them
 */
export function listField<Value extends string | number>(
	offers: ReadonlyArray<Offer<Value>>,
	{ order, describe, defaultBy, preferred, ...texts }: List<Value>,
): INodeProperties[] {
	const shown = offers.filter(({ values }) => values.length > 0);
	if (shown.length === 0) return [];
	const [{ state: names }] = offers;
	const hidden = Object.keys(names).map((name) => {
		const offered = valuesOf(shown, name);
		return [name, valuesOf(offers, name).filter((value) => !offered.includes(value))] as const;
	});
	const hide: Rules = Object.fromEntries(hidden);
	const options = order.flatMap((value) => {
		const allowed = shown.filter(({ values }) => values.includes(value));
		return showRules(shown, allowed).map((show) => ({
			...describe(value),
			value,
			...(Object.keys(show).length > 0 && { displayOptions: { show } }),
		}));
	});
	const variant = (byDefault: Value, hiddenStates: Rules[string]): INodeProperties => ({
		...texts,
		type: 'options',
		options,
		default: byDefault,
		...hiddenFor({ ...hide, [defaultBy]: [...hide[defaultBy], ...hiddenStates] }),
	});
	const defaults = valuesOf(shown, defaultBy).map((value) => {
		const first = shown.find(({ state }) => state[defaultBy] === value) as Offer<Value>;
		return [value, preferredFirst(first.values, preferred)[0]] as const;
	});
	const [[, usual]] = defaults;
	const others = defaults.filter(([, byDefault]) => byDefault !== usual);
	return [
		variant(
			usual,
			others.map(([value]) => value),
		),
		...others.map(([value, byDefault]) => variant(byDefault, [{ _cnd: { not: value } }])),
	];
}

function valuesOf(offers: ReadonlyArray<Offer<unknown>>, name: string): string[] {
	return [...new Set(offers.map(({ state }) => state[name]))];
}

/**
 * The *show* rules that match exactly the allowed ones of all offers. One rule allows every combination of
 * its values; where that is too much, there is one for each value of the first field.
 */
function showRules<O extends Offer<unknown>>(all: readonly O[], allowed: readonly O[]): Rules[] {
	const names = Object.keys(all[0].state);
	const needed = names.filter(
		(name) => valuesOf(allowed, name).length < valuesOf(all, name).length,
	);
	const rule = Object.fromEntries(needed.map((name) => [name, valuesOf(allowed, name)]));
	const matched = all.filter(({ state }) =>
		needed.every((name) => rule[name].includes(state[name])),
	);
	if (matched.length === allowed.length) return [rule];

	const split = names.find((name) => valuesOf(allowed, name).length > 1) as string;
	return valuesOf(allowed, split).flatMap((value) => {
		const isSame = ({ state }: O) => state[split] === value;
		return showRules(all.filter(isSame), allowed.filter(isSame)).map((inner) => ({
			...inner,
			[split]: [value],
		}));
	});
}
