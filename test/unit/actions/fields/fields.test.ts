import { allFields, EXPRESSION, shownFields, shownInTool, shownOptions } from './form';

const CREATE_ONLY =
	/^(model|mode|prompt|firstFrame.*|lastFrame.*|imageUrls|quality|duration|waitForCompletion)$/;
const names = (parameters: Parameters<typeof shownFields>[0]) =>
	shownFields(parameters).map(({ name }) => name);

describe('each operation shows its own fields', () => {
	it('Create asks for no task ID', () => {
		expect(names({ model: EXPRESSION, mode: EXPRESSION })).not.toContain('taskId');
	});

	it.each(['getStatus', 'wait'])('%s asks for the task, and nothing of Create', (operation) => {
		expect(names({ operation })).toContain('taskId');
		expect(names({ operation }).filter((name) => CREATE_ONLY.test(name))).toEqual([]);
	});

	it('Get Many asks for no task, and nothing of Create', () => {
		const shown = names({ operation: 'getMany' });
		expect(shown).toEqual(expect.arrayContaining(['returnAll', 'filters', 'downloadVideo']));
		expect(shown.filter((name) => CREATE_ONLY.test(name) || name === 'taskId')).toEqual([]);
	});

	it('Get Credits asks for nothing', () => {
		expect(names({ resource: 'account', operation: 'getCredits' })).toEqual([
			'resource',
			'operation',
		]);
	});

	it.each(['create', 'getMany', 'getStatus', 'wait'])('%s shows no name twice', (operation) => {
		for (const yes of [true, false]) {
			const shown = names({
				operation,
				model: 'MiniMax-Hailuo-02',
				mode: 'imageToVideo',
				quality: '768p',
				waitForCompletion: yes,
				downloadVideo: yes,
			});
			expect(shown).toEqual([...new Set(shown)]);
		}
	});
});

describe.each(['create', 'getMany', 'getStatus', 'wait'])(
	'as a tool of an agent, %s',
	(operation) => {
		const all = { operation, waitForCompletion: true, downloadVideo: true };
		const inTool = shownInTool(all);

		it('has one description, in words for a model', () => {
			const [description, ...others] = inTool.filter(({ name }) => name === 'toolDescription');
			expect(others).toEqual([]);
			expect(description.default).toMatch(/videoUrl, a link that expires after 24 hours/);
			expect(names(all)).not.toContain('toolDescription');
		});

		it('offers no file, which an agent cannot get', () => {
			expect(inTool.map(({ name }) => name)).not.toContain('downloadVideo');
			expect(names(all)).toContain('downloadVideo');
		});
	},
);

describe('what is asked only where it counts', () => {
	it.each([
		['create', { waitForCompletion: false }, false],
		['create', { waitForCompletion: true }, true],
		['getStatus', {}, true],
		['wait', {}, true],
	])('%s with %j: Download Video is shown: %s', (operation, parameters, isShown) => {
		expect(names({ operation, ...parameters }).includes('downloadVideo')).toBe(isShown);
	});

	it.each([
		['create', { waitForCompletion: false }, []],
		['create', { waitForCompletion: true, downloadVideo: false }, ['onTimeout', 'timeoutMinutes']],
		[
			'create',
			{ waitForCompletion: true, downloadVideo: true },
			['onTimeout', 'outputBinaryField', 'timeoutMinutes'],
		],
		['getStatus', { downloadVideo: false }, []],
		['getStatus', { downloadVideo: true }, ['outputBinaryField']],
		['wait', { downloadVideo: false }, ['onTimeout', 'timeoutMinutes']],
		['wait', { downloadVideo: true }, ['onTimeout', 'outputBinaryField', 'timeoutMinutes']],
	])('%s with %j offers of waiting and download %j', (operation, parameters, expected) => {
		const waiting = ['onTimeout', 'outputBinaryField', 'timeoutMinutes'];
		const options = shownOptions({ operation, model: 'MiniMax-Hailuo-02', ...parameters });
		expect(options.filter((name) => waiting.includes(name)).sort()).toEqual(expected);
	});
});

describe('words', () => {
	const described = allFields().filter(({ description }) => description !== undefined);
	const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	const ids = (fields: typeof described) =>
		[...new Set(fields.map(({ displayName }) => displayName))].map((label) => [label]);

	it.each(ids(described))('%s: the description tells more than the name', (label) => {
		for (const { displayName, description = '' } of described) {
			if (displayName !== label) continue;
			expect(plain(description)).not.toBe(plain(label));
			expect(description.split(' ').length).toBeGreaterThan(label.split(' ').length);
		}
	});

	it('every field where one types or chooses is described', () => {
		const unsaid = allFields().filter(
			({ name, type, description }) =>
				description === undefined && type !== 'collection' && !/^(resource|operation)$/.test(name),
		);
		expect(unsaid.map(({ name }) => name)).toEqual([]);
	});

	it('every placeholder is an example', () => {
		const placeholders = allFields()
			// That of a collection is the label of its button.
			.filter(({ type }) => !/collection/i.test(type))
			.flatMap(({ placeholder }) => placeholder ?? []);
		expect(placeholders.length).toBeGreaterThan(0);
		expect(placeholders.filter((text) => !text.startsWith('e.g. '))).toEqual([]);
	});
});
