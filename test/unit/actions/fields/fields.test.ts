import { RESOURCES } from '../../../../nodes/Hailuo/actions/resources';
import { allFields, choicesOf, EXPRESSION, shownFields, shownInTool, shownOptions } from './form';

const CREATE_ONLY =
	/^(model|mode|prompt|firstFrame.*|lastFrame.*|imageUrls|quality|duration|waitForCompletion)$/;
const shownNames = (parameters: Parameters<typeof shownFields>[0]) =>
	shownFields(parameters).map(({ name }) => name);

describe('fields of each operation', () => {
	it('Create does not show Task ID', () => {
		expect(shownNames({ model: EXPRESSION, mode: EXPRESSION })).not.toContain('taskId');
	});

	it.each(['getStatus', 'wait'])('%s shows Task ID and no field of Create', (operation) => {
		expect(shownNames({ operation })).toContain('taskId');
		expect(shownNames({ operation }).filter((name) => CREATE_ONLY.test(name))).toEqual([]);
	});

	it('Get Many shows neither Task ID nor a field of Create', () => {
		const shown = shownNames({ operation: 'getMany' });
		expect(shown).toEqual(expect.arrayContaining(['returnAll', 'filters', 'downloadVideo']));
		expect(shown.filter((name) => CREATE_ONLY.test(name) || name === 'taskId')).toEqual([]);
	});

	it('Get Credits shows no field except Resource and Operation', () => {
		expect(shownNames({ resource: 'account', operation: 'getCredits' })).toEqual([
			'resource',
			'operation',
		]);
	});

	it.each(['create', 'getMany', 'getStatus', 'wait'])('%s shows no field twice', (operation) => {
		for (const isEnabled of [true, false]) {
			const shown = shownNames({
				operation,
				model: 'MiniMax-Hailuo-02',
				mode: 'imageToVideo',
				quality: '768p',
				waitForCompletion: isEnabled,
				downloadVideo: isEnabled,
			});
			expect(shown).toEqual([...new Set(shown)]);
		}
	});
});

describe('the resources and operations', () => {
	it('are listed in the order of the actions: Video, Account, File', () => {
		expect(choicesOf(shownFields({}), 'resource')).toEqual([['video', 'account', 'file']]);
	});

	it.each(RESOURCES)('of $value are offered with their actions', ({ value, operations }) => {
		const [field, ...others] = shownFields({ resource: value }).filter(
			({ name }) => name === 'operation',
		);
		expect(others).toEqual([]);
		expect(field).toMatchObject({
			default: operations[0].option.value,
			options: operations.map(({ option }) => option),
		});
	});

	it('do not include File for an agent, because a tool gets no files', () => {
		expect(choicesOf(shownInTool({}), 'resource')).toEqual([['video', 'account']]);
	});

	it('offer an agent no binary file as a frame, either', () => {
		const parameters = { model: 'MiniMax-Hailuo-02', mode: 'imageToVideo' };
		expect(choicesOf(shownFields(parameters), 'firstFrameSource')).toEqual([['url', 'binary']]);
		expect(choicesOf(shownInTool(parameters), 'firstFrameSource')).toEqual([['url']]);
	});

	it('Upload shows only the binary field', () => {
		expect(shownNames({ resource: 'file', operation: 'upload' })).toEqual([
			...['resource', 'operation', 'binaryPropertyName'],
		]);
	});
});

describe('Create', () => {
	it('shows eleven fields for text to video, all of them names that workflows are saved with', () => {
		const parameters = { model: 'MiniMax-Hailuo-02', mode: 'textToVideo', quality: '768p' };
		expect(shownNames({ ...parameters, waitForCompletion: true })).toEqual([
			...['resource', 'operation', 'model', 'mode', 'prompt', 'quality', 'duration'],
			...['cameraMovements', 'waitForCompletion', 'downloadVideo', 'options'],
		]);
	});

	it('offers its options as people need them: video, waiting, many videos, the rest', () => {
		const parameters = { model: 'MiniMax-Hailuo-02', waitForCompletion: true, downloadVideo: true };
		expect(shownOptions(parameters)).toEqual([
			...['promptOptimizer', 'fastPretreatment'],
			...['timeoutMinutes', 'onTimeout', 'outputBinaryField'],
			...['maxConcurrency', 'maxVideosPerRun', 'minimumCredits', 'queueTimeoutMinutes'],
			'additionalBodyFields',
		]);
	});
});

describe.each(['create', 'getMany', 'getStatus', 'wait'])(
	'fields of %s as a tool of an AI agent',
	(operation) => {
		const all = { operation, waitForCompletion: true, downloadVideo: true };
		const inTool = shownInTool(all);

		it('include one tool description, which explains the output to the agent', () => {
			const [description, ...others] = inTool.filter(({ name }) => name === 'toolDescription');
			expect(others).toEqual([]);
			expect(description.default).toMatch(/videoUrl, which expires after 24 hours/);
			expect(shownNames(all)).not.toContain('toolDescription');
		});

		it('do not include Download Video, because an agent cannot receive files', () => {
			expect(inTool.map(({ name }) => name)).not.toContain('downloadVideo');
			expect(shownNames(all)).toContain('downloadVideo');
		});
	},
);

describe('fields for waiting and download', () => {
	it.each([
		['create', { waitForCompletion: false }, false],
		['create', { waitForCompletion: true }, true],
		['getStatus', {}, true],
		['wait', {}, true],
	])('%s with %j shows Download Video: %s', (operation, parameters, isShown) => {
		expect(shownNames({ operation, ...parameters }).includes('downloadVideo')).toBe(isShown);
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
	])('%s with %j offers the options %j', (operation, parameters, expected) => {
		const waitAndDownloadOptions = ['onTimeout', 'outputBinaryField', 'timeoutMinutes'];
		const options = shownOptions({ operation, model: 'MiniMax-Hailuo-02', ...parameters });
		expect(options.filter((name) => waitAndDownloadOptions.includes(name)).sort()).toEqual(
			expected,
		);
	});
});

describe('texts of the fields', () => {
	const described = allFields().filter(({ description }) => description !== undefined);
	const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	const labelsOf = (fields: typeof described) =>
		[...new Set(fields.map(({ displayName }) => displayName))].map((label) => [label]);

	it.each(labelsOf(described))('the description of %s says more than its name', (label) => {
		for (const { displayName, description = '' } of described) {
			if (displayName !== label) continue;
			expect(plain(description)).not.toBe(plain(label));
			expect(description.split(' ').length).toBeGreaterThan(label.split(' ').length);
		}
	});

	it('every field with a value has a description', () => {
		const undescribed = allFields().filter(
			({ name, type, description }) =>
				description === undefined && type !== 'collection' && !/^(resource|operation)$/.test(name),
		);
		expect(undescribed.map(({ name }) => name)).toEqual([]);
	});

	it('every placeholder is an example that starts with "e.g. "', () => {
		const placeholders = allFields()
			// The placeholder of a collection is the label of its button.
			.filter(({ type }) => !/collection/i.test(type))
			.flatMap(({ placeholder }) => placeholder ?? []);
		expect(placeholders.length).toBeGreaterThan(0);
		expect(placeholders.filter((text) => !text.startsWith('e.g. '))).toEqual([]);
	});
});
