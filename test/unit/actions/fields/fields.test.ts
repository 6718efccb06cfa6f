import { RESOURCES } from '../../../../nodes/Hailuo/actions/resources';
import { allFields, choicesOf, shownFields, shownInTool, shownOptions } from './form';

const shownNames = (parameters: Parameters<typeof shownFields>[0]) =>
	shownFields(parameters).map(({ name }) => name);

describe('each operation', () => {
	it.each<[operation: string, resource: string, names: string[]]>([
		[
			'create',
			'video',
			[
				...['model', 'mode', 'prompt', 'quality', 'duration', 'cameraMovements'],
				...['waitForCompletion', 'downloadVideo', 'options'],
			],
		],
		['getMany', 'video', ['returnAll', 'limit', 'downloadVideo', 'filters', 'options']],
		['getStatus', 'video', ['taskId', 'downloadVideo', 'options']],
		['wait', 'video', ['taskId', 'downloadVideo', 'options']],
		['getCredits', 'account', []],
		['upload', 'file', ['binaryPropertyName']],
	])('%s shows exactly its fields', (operation, resource, names) => {
		const create = { model: 'MiniMax-Hailuo-02', mode: 'textToVideo', quality: '768p' };
		const on = { returnAll: false, waitForCompletion: true, downloadVideo: true };
		expect(shownNames({ resource, operation, ...create, ...on })).toEqual([
			...['resource', 'operation', ...names],
		]);
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
});

describe('Create', () => {
	it('offers its options in groups: video, waiting, many videos, the rest', () => {
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
	const [wait, file] = [['onTimeout', 'timeoutMinutes'], ['outputBinaryField']];

	it.each<[operation: string, parameters: object, hasDownload: boolean, options: string[]]>([
		['create', { waitForCompletion: false }, false, []],
		['create', { waitForCompletion: true, downloadVideo: false }, true, wait],
		['create', { waitForCompletion: true, downloadVideo: true }, true, [...wait, ...file]],
		['getStatus', { downloadVideo: false }, true, []],
		['getStatus', { downloadVideo: true }, true, file],
		['wait', { downloadVideo: false }, true, wait],
		['wait', { downloadVideo: true }, true, [...wait, ...file]],
	])(
		'%s with %j: Download Video %s, options %j',
		(operation, parameters, hasDownload, expected) => {
			const all = { operation, model: 'MiniMax-Hailuo-02', ...parameters };
			expect(shownNames(all).includes('downloadVideo')).toBe(hasDownload);
			const options = shownOptions(all).filter((name) => [...wait, ...file].includes(name));
			expect(options.sort()).toEqual([...expected].sort());
		},
	);
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
