import fc from 'fast-check';
import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';

/** An unexpected value of a parameter, and its source. */
export interface Hostile {
	source: 'item data' | 'expression' | 'workflow file';
	value: unknown;
	/** The expression that returns it, if it comes from one. */
	code?: string;
}

/** By name of the parameter; `options.name` for an option. */
export type Values = Array<[parameter: string, hostile: Hostile]>;

/** Texts that are special in a path, a line, a type, an alphabet or an object. */
const TEXTS = [
	...[
		'',
		' ',
		'\n\t',
		'\0',
		'a\0b',
		'line\nbreak',
		'line\r\nbreak: header',
		'\u2028',
		'\u202etxt.',
	],
	...'.. . ../credits ..%2fcredits %2e%2e %2e%2e/credits % %00 / \\..\\ a/b a?b=c a#b a;b a&b=c'.split(
		' ',
	),
	...'http://127.0.0.1:1/x //127.0.0.1:1 @127.0.0.1 javascript:alert(1) data:,x file:///etc/passwd'.split(
		' ',
	),
	...'__proto__ constructor prototype toString hasOwnProperty valueOf then null true [] {}'.split(
		' ',
	),
	...'\ud83c a\udfac 🎬 👩‍👩‍👧 tаsk-unified-1 ．． 。。 ６ ７６８ｐ ﬁ İ e\u0301'.split(' '),
	...'NaN Infinity -1 0 -0 1e400 0x10 1,5 ten 10 6 768P'.split(' '),
	...['<b>x</b>', "'; DROP TABLE x; --", '$&', 'Pan left', 'pan LEFT,Shake', 'Pan left;Shake'],
	...'textToVideo auto data MiniMax-Hailuo-2.3 error returnTask'.split(' '),
	...['x'.repeat(201), 'x'.repeat(2001), '🎬'.repeat(2000), 'x'.repeat(300_000)],
];

const NUMBERS = [NaN, Infinity, -Infinity, -0, 0, -1, 0.001, 1.5, 6, 10, 768, 1e21, 1e308, 2 ** 31];

/** Values that only an expression can return. */
const CODES: Array<[code: string, value: unknown]> = [
	['undefined', undefined],
	['null', null],
	['NaN', NaN],
	['1 / 0', Infinity],
	['-5 % 0', NaN],
	['$json.no.such.field', undefined],
	['new Date(0)', new Date(0)],
	['[]', []],
	['[[["Pan left"]]]', [[['Pan left']]]],
	['[null, undefined, NaN]', [null, undefined, NaN]],
	['new Map([[1, 2]])', new Map([[1, 2]])],
	['Array(100000).fill("Shake")', Array(100_000).fill('Shake')],
	['({ length: 3 })', { length: 3 }],
	['JSON.parse("{")', undefined],
];

const oddKey = fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'id', 'a');

/** Built by `JSON.parse`, so that `__proto__` is a key and not the prototype. */
const objects = fc
	.array(fc.tuple(oddKey, fc.constantFrom('null', '1', '"x"', '{"polluted": true}', '[[]]')))
	.map((entries) => entries.map(([key, json]) => `"${key}": ${json}`).join())
	.map((entries) => JSON.parse(`{${entries}}`) as unknown);

const weighted = <T>(...choices: Array<[weight: number, arbitrary: fc.Arbitrary<T>]>) =>
	fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const json = weighted<unknown>(
	[5, fc.constantFrom(...TEXTS)],
	[2, fc.string({ unit: 'binary', maxLength: 30 })],
	[2, fc.constantFrom(...NUMBERS.filter(Number.isFinite))],
	[1, fc.constantFrom(null, true, false)],
	[1, objects],
	[1, fc.array(fc.constantFrom(...TEXTS.slice(0, -1), null, 7, []), { maxLength: 3 })],
);

/** Values in the data of an item, read by an expression. */
const inItem: fc.Arbitrary<Hostile> = weighted([6, json], [1, fc.constantFrom(...NUMBERS)]).map(
	(value) => ({ source: 'item data', value }),
);

const inExpression: fc.Arbitrary<Hostile> = fc
	.constantFrom(...CODES)
	.map(([code, value]) => ({ source: 'expression', value, code }));

/** Values that a person or a program has written into the workflow. */
const inFile: fc.Arbitrary<Hostile> = json
	.filter((value) => !(typeof value === 'string' && value.startsWith('=')))
	.map((value) => ({ source: 'workflow file', value }));

const hostile = weighted([3, inItem], [1, inExpression], [1, inFile]);

/** Makes fast-check print the value in one short line. */
function printable(one: Hostile): Hostile {
	const text = fc.stringify(one.code ?? one.value).slice(0, 200);
	return Object.defineProperty(one, fc.toStringMethod, { value: () => `${one.source}: ${text}` });
}

/** Values for one or two of these parameters; two in five are those given for it. */
export function valuesFor(given: Record<string, readonly unknown[]>): fc.Arbitrary<Values> {
	const names = fc.subarray(Object.keys(given), { minLength: 1, maxLength: 2 });
	return names.chain((some) =>
		fc.tuple(
			...some.map((name) => {
				const source = fc.constantFrom<Array<Hostile['source']>>('workflow file', 'item data');
				const valid = fc.record({ source, value: fc.constantFrom(...given[name]) });
				const value = weighted<Hostile>([3, hostile], [2, valid]);
				return value.map((one): Values[number] => [name, printable(one)]);
			}),
		),
	);
}

/** The parameters with these values, and the item that contains those from item data. */
export function parametersWith(
	parameters: IDataObject,
	values: Values,
): { parameters: never; item: IDataObject } {
	const item: IDataObject = {};
	const all: IDataObject = structuredClone({ options: {}, ...parameters });
	for (const [name, { source, value, code }] of values) {
		const [outer, inner] = name.split('.');
		const target = inner === undefined ? all : (all[outer] as IDataObject);
		const key = inner ?? outer;
		if (source === 'item data') item[key] = value as NodeParameterValueType as never;
		const expression = code ?? `$json.${key}`;
		target[key] = source === 'workflow file' ? (value as never) : `={{ ${expression} }}`;
	}
	return { parameters: all as never, item };
}
