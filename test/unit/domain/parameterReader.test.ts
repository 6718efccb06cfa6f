import { ParameterReader } from '../../../nodes/Hailuo/domain/parameterReader';
import { textsOf } from './createInputs';

const FORM = [
	{ name: 'on', displayName: 'On', default: true },
	{ name: 'count', displayName: 'Count', default: 30 },
	{ name: 'name', displayName: 'Name', default: 'data' },
	{
		name: 'color',
		displayName: 'Color',
		default: 'red',
		options: [
			{ name: 'Dark Blue', value: 'darkBlue' },
			{ name: 'Red', value: 'red' },
		],
	},
	{
		name: 'options',
		displayName: 'Options',
		options: [
			{ name: 'count', displayName: 'Inner Count', default: 7 },
			{ name: 'broken', displayName: 'Broken' },
		],
	},
];

function fail(): never {
	throw new Error('No\n such field');
}

/** A reader of these parameters, as n8n passes them: the fallback where there is none. */
function readerOf(values: Record<string, unknown>): ParameterReader {
	const read = (name: string, fallback: unknown) => {
		const value = name in values ? values[name] : fallback;
		return typeof value === 'function' ? (value as () => unknown)() : value;
	};
	return new ParameterReader(read, FORM);
}

type Read = (parameters: ParameterReader) => unknown;
const boolean: Read = (parameters) => parameters.boolean('on');
const number: Read = (parameters) => parameters.number('count');
const inner: Read = (parameters) => parameters.number('options.count');
const optional: Read = (parameters) => parameters.optionalNumber('count');
const text: Read = (parameters) => parameters.text('name');
const choice: Read = (parameters) => parameters.choice('color');
const oneOf: Read = (parameters) => parameters.oneOf('count', [6, 10], 'seconds');

describe('ParameterReader', () => {
	it.each<[string, Read, Record<string, unknown>, unknown]>([
		['the default of a boolean', boolean, {}, true],
		['false', boolean, { on: false }, false],
		['the default of a number', number, {}, 30],
		['the default of an entry', inner, { options: {} }, 7],
		['the default of an entry if the collection is an expression', inner, { options: 'x' }, 7],
		['a number as text', number, { count: ' 2.5 ' }, 2.5],
		['a number of an entry', inner, { options: { count: 0.1 } }, 0.1],
		['no default of an optional number', optional, {}, undefined],
		['the default of a text', text, {}, 'data'],
		['a text without blanks around it', text, { name: ' a b\n' }, 'a b'],
		['the default of a choice', choice, {}, 'red'],
		['a choice in another case, with blanks', choice, { color: ' DARKblue ' }, 'darkBlue'],
		['a number as text from a list', oneOf, { count: ' 10.0' }, 10],
	])('reads %s', (_, read, values, expected) => {
		const parameters = readerOf(values);
		expect(read(parameters)).toBe(expected);
		expect(parameters.failure).toBeUndefined();
	});

	const EMPTY =
		'Inner Count is empty. Enter a value or remove it; if it is an expression, check the field that it reads.';

	it.each<[string, Read, Record<string, unknown>]>([
		['On must be true or false (got 1)', boolean, { on: 1 }],
		['On must be true or false (got "true")', boolean, { on: 'true' }],
		['Count must be a number greater than 0 (got 0)', number, { count: 0 }],
		['Count must be a number greater than 0 (got Infinity)', number, { count: Infinity }],
		['Count must be a number greater than 0 (got "ten")', optional, { count: 'ten' }],
		['Count must be a number greater than 0 (got " ")', number, { count: ' ' }],
		['Count must be a number greater than 0 (got a list)', number, { count: [3] }],
		['Name must be text (got " ")', text, { name: ' ' }],
		['Name must be text (got 7)', text, { name: 7 }],
		['Color must be darkBlue or red (got "Dark Blue")', choice, { color: 'Dark Blue' }],
		['Count must be 6 or 10 seconds (got nothing)', oneOf, {}],
		['Count must be 6 or 10 seconds (got "6s")', oneOf, { count: '6s' }],
		[EMPTY, inner, { options: { count: '' } }],
		[EMPTY, inner, { options: { count: null } }],
		['The expression in Count failed: No such field', number, { count: fail }],
		[
			'The expression in Broken failed: No such field',
			inner,
			{ options: fail, 'options.broken': fail },
		],
	])('reports "%s"', (issue, read, values) => {
		const parameters = readerOf(values);
		read(parameters);
		expect(textsOf(parameters)).toEqual([issue]);
	});

	it('reads the name of a parameter that is not in the form as its label', () => {
		expect(readerOf({}).label('other')).toBe('other');
		expect(readerOf({}).label('options.other')).toBe('options.other');
	});

	it('reports all issues as one, each once: the first as the message', () => {
		const parameters = readerOf({ on: 1, options: { count: null } });
		for (const read of [inner, boolean, boolean]) read(parameters);
		expect(parameters.failure).toEqual({
			message: 'Inner Count is empty',
			suggestion: `${EMPTY.split('. ')[1]} On must be true or false (got 1).`,
		});
		parameters.issues.shift();
		expect(parameters.failure).toEqual({ message: 'On must be true or false (got 1)' });
	});

	it('shortens issues that contain a file', () => {
		const parameters = readerOf({});
		const long = 'x'.repeat(10_000);
		parameters.issues.push({ message: long, suggestion: long }, { message: `${long}2` });
		const { message, suggestion } = parameters.failure!;
		expect([message.length, suggestion?.length]).toEqual([500, 1001]);
	});
});
