import fc from 'fast-check';
import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';

/** The same cases on every machine; fast-check prints seed and path of a failing one. */
export const FC_PARAMETERS = { seed: 20_260_131, numRuns: 200, timeout: 30_000 } as const;

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
	...[
		'..',
		'.',
		'../credits',
		'..%2fcredits',
		'%2e%2e',
		'%2e%2e/credits',
		'%',
		'%00',
		'/',
		'\\..\\',
	],
	...['a/b', 'a?b=c', 'a#b', 'a;b', 'a&b=c', 'http://127.0.0.1:1/x', '//127.0.0.1:1', '@127.0.0.1'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'],
	...[
		'\ud83c',
		'a\udfac',
		'🎬',
		'👩‍👩‍👧',
		'tаsk-unified-1',
		'．．',
		'。。',
		'６',
		'７６８ｐ',
		'ﬁ',
		'İ',
		'e\u0301',
	],
	...[
		'NaN',
		'Infinity',
		'-1',
		'0',
		'-0',
		'1e400',
		'0x10',
		'1,5',
		'ten',
		'null',
		'true',
		'[]',
		'{}',
	],
	...[
		'javascript:alert(1)',
		'data:,x',
		'file:///etc/passwd',
		'<b>x</b>',
		"'; DROP TABLE x; --",
		'$&',
	],
	...[
		'Pan left',
		'pan LEFT,Shake',
		'Pan left;Shake',
		'768P',
		'10',
		'6',
		'textToVideo',
		'auto',
		'data',
	],
	...[
		'MiniMax-Hailuo-2.3',
		'error',
		'returnTask',
		'x'.repeat(201),
		'x'.repeat(2001),
		'🎬'.repeat(2000),
	],
	'x'.repeat(300_000),
];

/** Texts that are special in a path, a header, a multipart form or an object. */
export const FILE_NAMES = [
	'../../etc/passwd',
	'a"; filename="b.png',
	'a\r\nX-Header: b',
	'a\0b',
	'\ud83c',
	'__proto__',
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
	// An object of n8n; here only its type matters.
	['$now', {}],
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

const json = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
	{ weight: 2, arbitrary: fc.constantFrom(...NUMBERS.filter(Number.isFinite)) },
	{ weight: 1, arbitrary: fc.constantFrom(null, true, false) },
	{ weight: 1, arbitrary: objects },
	{
		weight: 1,
		arbitrary: fc.array(fc.constantFrom(...TEXTS.slice(0, -1), null, 7, []), { maxLength: 3 }),
	},
);

/** Values in the data of an item, read by an expression. */
const inItem: fc.Arbitrary<Hostile> = fc
	.oneof({ weight: 6, arbitrary: json }, { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) })
	.map((value) => ({ source: 'item data', value }));

const inExpression: fc.Arbitrary<Hostile> = fc
	.constantFrom(...CODES)
	.map(([code, value]) => ({ source: 'expression', value, code }));

/** Values that a person or a program has written into the workflow. */
const inFile: fc.Arbitrary<Hostile> = json
	.filter((value) => !(typeof value === 'string' && value.startsWith('=')))
	.map((value) => ({ source: 'workflow file', value }));

/** Makes fast-check print the value in one short line. */
function printable(one: Hostile): Hostile {
	const text = fc.stringify(one.code ?? one.value).slice(0, 200);
	return Object.defineProperty(one, fc.toStringMethod, { value: () => `${one.source}: ${text}` });
}

export const hostile = fc
	.oneof(
		{ weight: 3, arbitrary: inItem },
		{ weight: 1, arbitrary: inExpression },
		{ weight: 1, arbitrary: inFile },
	)
	.map(printable);

/** The same for a trigger, which has no input items. */
export const hostileWithoutItem = fc
	.oneof(
		inExpression.filter(({ code }) => code?.includes('$json') === false),
		inFile,
	)
	.map(printable);

/** A tested parameter, with valid values that the form does not produce. */
export interface TestedParameter {
	name: string;
	validValues: readonly unknown[];
}

/** Values for some of the parameters; two in five are valid. */
export function valuesFor(
	parameters: readonly TestedParameter[],
	hostileValue: fc.Arbitrary<Hostile>,
	atMost: number,
	sources: ReadonlyArray<Hostile['source']> = ['item data', 'workflow file'],
): fc.Arbitrary<Values> {
	const chosen = fc.subarray([...parameters], { minLength: 1, maxLength: atMost });
	return chosen.chain((some) =>
		fc.tuple(
			...some.map(({ name, validValues }) => {
				const source = fc.constantFrom<Array<Hostile['source']>>(...sources);
				const valid = fc.record({ source, value: fc.constantFrom(...validValues) }).map(printable);
				const value = fc.oneof(
					{ weight: 3, arbitrary: hostileValue },
					{ weight: 2, arbitrary: valid },
				);
				return value.map((one): Values[number] => [name, one]);
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
	const all: IDataObject = { ...parameters, options: { ...(parameters.options as object) } };
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
