import fc from 'fast-check';
import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';

/** The same cases on every machine; fast-check names seed and path of one that fails. */
export const HUNDREDS = { seed: 20_260_131, numRuns: 200, timeout: 30_000 } as const;

/** A value in a parameter that expects another, and the way it came there. */
export interface Hostile {
	way: 'item data' | 'expression' | 'workflow file';
	value: unknown;
	/** Of an expression that gives it. */
	code?: string;
}

/** By name of the parameter, with a dot where it is one of the options. */
export type Values = Array<[parameter: string, hostile: Hostile]>;

/** Texts that break out of something: a path, a line, a type, an alphabet, an object. */
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

const NUMBERS = [NaN, Infinity, -Infinity, -0, 0, -1, 0.001, 1.5, 6, 10, 768, 1e21, 1e308, 2 ** 31];

/** What only code can make, as an expression. */
const CODES: Array<[code: string, value: unknown]> = [
	['undefined', undefined],
	['null', null],
	['NaN', NaN],
	['1 / 0', Infinity],
	['-5 % 0', NaN],
	['$json.no.such.field', undefined],
	['new Date(0)', new Date(0)],
	// An object of n8n's own, of which nothing matters here but that it is one.
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

/** What an expression finds in the data of an item. */
const inItem: fc.Arbitrary<Hostile> = fc
	.oneof({ weight: 6, arbitrary: json }, { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) })
	.map((value) => ({ way: 'item data', value }));

const inExpression: fc.Arbitrary<Hostile> = fc
	.constantFrom(...CODES)
	.map(([code, value]) => ({ way: 'expression', value, code }));

/** What somebody, or some program, has written into the workflow itself. */
const inFile: fc.Arbitrary<Hostile> = json
	.filter((value) => !(typeof value === 'string' && value.startsWith('=')))
	.map((value) => ({ way: 'workflow file', value }));

/** Shown in a line, however large the value is. */
function printable(one: Hostile): Hostile {
	const text = fc.stringify(one.code ?? one.value).slice(0, 200);
	return Object.defineProperty(one, fc.toStringMethod, { value: () => `${one.way}: ${text}` });
}

export const hostile = fc
	.oneof(
		{ weight: 3, arbitrary: inItem },
		{ weight: 1, arbitrary: inExpression },
		{ weight: 1, arbitrary: inFile },
	)
	.map(printable);

/** The same for a trigger, which has no item that a value could come in with. */
export const hostileWithoutItem = fc
	.oneof(
		inExpression.filter(({ code }) => code?.includes('$json') === false),
		inFile,
	)
	.map(printable);

/** A parameter under test, and values that fit into it though no form gives them like that. */
export interface Target {
	name: string;
	fitting: readonly unknown[];
}

/** Values for some parameters; two in five of them fit. */
export function someOf(
	targets: readonly Target[],
	unfit: fc.Arbitrary<Hostile>,
	atMost: number,
	ways: ReadonlyArray<Hostile['way']> = ['item data', 'workflow file'],
): fc.Arbitrary<Values> {
	const chosen = fc.subarray([...targets], { minLength: 1, maxLength: atMost });
	return chosen.chain((some) =>
		fc.tuple(
			...some.map(({ name, fitting }) => {
				const way = fc.constantFrom<Array<Hostile['way']>>(...ways);
				const fit = fc.record({ way, value: fc.constantFrom(...fitting) }).map(printable);
				const value = fc.oneof({ weight: 3, arbitrary: unfit }, { weight: 2, arbitrary: fit });
				return value.map((one): Values[number] => [name, one]);
			}),
		),
	);
}

/** Parameters with these values in them, and the item that they come from. */
export function written(
	parameters: IDataObject,
	values: Values,
): { parameters: never; item: IDataObject } {
	const item: IDataObject = {};
	const all: IDataObject = { ...parameters, options: { ...(parameters.options as object) } };
	for (const [name, { way, value, code }] of values) {
		const [outer, inner] = name.split('.');
		const place = inner === undefined ? all : (all[outer] as IDataObject);
		const key = inner ?? outer;
		if (way === 'item data') item[key] = value as NodeParameterValueType as never;
		const found = code ?? `$json.${key}`;
		place[key] = way === 'workflow file' ? (value as never) : `={{ ${found} }}`;
	}
	return { parameters: all as never, item };
}
