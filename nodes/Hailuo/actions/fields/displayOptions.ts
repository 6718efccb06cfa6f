import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Rules = NonNullable<IDisplayOptions['hide']>;

/**
 * Display options that hide a field for these values of other fields. Unlike with a *show* rule, the
 * field stays visible where the other one is an expression, whose result is not known in the form.
 */
export function hiddenFor(values: Rules): Pick<INodeProperties, 'displayOptions'> {
	const hide = Object.fromEntries(Object.entries(values).filter(([, hidden]) => hidden?.length));
	return Object.keys(hide).length > 0 ? { displayOptions: { hide } } : {};
}

/** What a list offers in one state of the form; nothing if its field is hidden there. */
export interface Offer<Value> {
	/** The model, and the value of another field if the list depends on one. */
	state: Readonly<Record<string, string>>;
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
	const neverShown = (name: string) => without(valuesOf(offers, name), valuesOf(shown, name));
	const hide = Object.fromEntries(
		Object.keys(offers[0].state).map((name) => [name, neverShown(name)]),
	);
	const options = order.flatMap((value) =>
		showRules(shown, value).map((show) => ({
			...describe(value),
			value,
			...(Object.keys(show).length > 0 && { displayOptions: { show } }),
		})),
	);
	const defaults = valuesOf(shown, defaultBy).map((of) => {
		const { values = [] } = shown.find(({ state }) => state[defaultBy] === of) ?? {};
		return { of, value: values.find((one) => one === preferred) ?? values[0] };
	});
	const usual = defaults[0].value;
	const others = defaults.filter(({ value }) => value !== usual);
	const variant = (value: Value, hidden: Rules[string] = []): INodeProperties => ({
		...texts,
		type: 'options',
		options,
		default: value,
		...hiddenFor({ ...hide, [defaultBy]: [...hide[defaultBy], ...hidden] }),
	});
	return [
		variant(
			usual,
			others.map(({ of }) => of),
		),
		...others.map(({ of, value }) => variant(value, [{ _cnd: { not: of } }])),
	];
}

/**
 * The *show* rules of an entry. One rule allows every combination of its values; where that is too much,
 * there is one for each model.
 */
function showRules<Value>(shown: ReadonlyArray<Offer<Value>>, value: Value): Rules[] {
	const offering = shown.filter(({ values }) => values.includes(value));
	const ruleFor = (some: ReadonlyArray<Offer<Value>>, all: ReadonlyArray<Offer<Value>>): Rules =>
		Object.fromEntries(
			Object.keys(all[0].state)
				.map((name) => [name, valuesOf(some, name)] as const)
				.filter(([name, values]) => without(valuesOf(all, name), values).length > 0),
		);
	const rule = ruleFor(offering, shown);
	const isMatched = ({ state }: Offer<Value>) =>
		Object.entries(rule).every(([name, values]) => values?.includes(state[name]));
	if (shown.filter(isMatched).length === offering.length) return [rule];
	return valuesOf(offering, 'model').map((model) => {
		const isOfModel = ({ state }: Offer<Value>) => state.model === model;
		return { ...ruleFor(offering.filter(isOfModel), shown.filter(isOfModel)), model: [model] };
	});
}

function valuesOf(offers: ReadonlyArray<Offer<unknown>>, name: string): string[] {
	return [...new Set(offers.map(({ state }) => state[name]))];
}

function without(values: readonly string[], excluded: readonly string[]): string[] {
	return values.filter((value) => !excluded.includes(value));
}
