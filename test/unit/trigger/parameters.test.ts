import { ParameterReader } from '../../../nodes/Hailuo/domain/parameterReader';
import { triggerFields } from '../../../nodes/Hailuo/trigger/fields';
import { parseTaskIdList, readWatch } from '../../../nodes/Hailuo/trigger/parameters';

describe('parseTaskIdList', () => {
	it.each<[string, unknown, string[]]>([
		['commas', 'a,b , a', ['a', 'b']],
		['line breaks', '\na\r\nb\n', ['a', 'b']],
		['blanks', ' a  b ', ['a', 'b']],
		['tabs and semicolons', 'a;\tb', ['a', 'b']],
		['quotation marks', '"a", \'b\', “c”, `d`', ['a', 'b', 'c', 'd']],
		['a JSON array', '["a", 7]', ['a', '7']],
		['a list', ['a', ' b '], ['a', 'b']],
		['a number', 12, ['12']],
		['nothing', null, []],
	])('accepts %s', (_, value, ids) => {
		expect(parseTaskIdList(value)).toEqual(ids);
	});

	it.each([
		['an object', { id: 'a' }],
		['a boolean', true],
		['truncated JSON', '["a", "b'],
		['a list of objects', [{ id: 'a' }]],
	])('rejects %s', (_, value) => {
		expect(parseTaskIdList(value)).toBeUndefined();
	});
});

describe('readWatch', () => {
	const read = (values: Record<string, unknown>, isStrict = true) => {
		const options = (values.options ?? {}) as Record<string, unknown>;
		const read = (name: string) => (name === 'options' ? options : (values[name] ?? null));
		const parameters = new ParameterReader(read, triggerFields);
		const watch = readWatch(parameters, 'digest', isStrict);
		return { watch, issues: parameters.issues.map(({ message }) => message) };
	};

	it.each([
		[
			'watches the whole account by default',
			{},
			{ event: 'completed', giveUpMs: 86_400_000, scope: ' digest' },
		],
		[
			'watches a model of the account',
			{ options: { model: 'MiniMax-Hailuo-2.3' } },
			{ model: 'MiniMax-Hailuo-2.3', scope: 'MiniMax-Hailuo-2.3 digest' },
		],
		[
			'watches task IDs',
			{ watch: 'taskIds', taskIds: 'a b' },
			{ scope: 'taskIds digest', ids: ['a', 'b'] },
		],
	])('%s', (_, values, expected) => {
		const { watch, issues } = read(values);
		expect(watch).toMatchObject(expected);
		expect(issues).toEqual([]);
	});

	it.each<[string, Record<string, unknown>, RegExp]>([
		[
			'a model from an expression that returns nothing',
			{ options: { model: null } },
			/^Model is empty/,
		],
		['a blank model', { options: { model: ' ' } }, /^Model must be/],
		[
			'an unknown model',
			{ options: { model: 'Hailuo' } },
			/^Model must be MiniMax.*\(got "Hailuo"\)$/,
		],
		[
			'an invalid ID',
			{ watch: 'taskIds', taskIds: 'a {b}' },
			/^Task IDs contains "{b}", which is not a task ID/,
		],
		['no IDs', { watch: 'taskIds', taskIds: ' ' }, /^Task IDs is empty/],
		['an object as IDs', { watch: 'taskIds', taskIds: {} }, /^Task IDs must be text/],
	])('refuses %s', (_, values, issue) => {
		expect(read(values).issues).toEqual([expect.stringMatching(issue)]);
	});

	it('ignores invalid IDs, or an empty list, in later polls', () => {
		const values = { watch: 'taskIds', taskIds: 'a {b}' };
		expect(read(values, false)).toEqual({
			watch: expect.objectContaining({ ids: ['a'] }),
			issues: [],
		});
		expect(read({ watch: 'taskIds', taskIds: [] }, false).issues).toEqual([]);
	});
});
