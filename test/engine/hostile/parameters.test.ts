import { fixture } from '../../../simulator/media/video';
import { inItem } from '../../../tools/engine/binaryStore';
import { createParams, simulated } from '../harness/simulatedNode';
import {
	booleanField,
	expectNoHarm,
	isMissing,
	numberField,
	runItem,
	type Field,
} from './hostileRuns';
import { FILE_NAMES } from './values';

interface CreateField extends Field {
	/** The part of the body for a valid value; absent if it changes nothing. */
	body?(value: unknown): Record<string, unknown>;
}

const asText = (value: unknown) =>
	['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
/** Half an emoji is removed. */
const promptIn = (value: unknown) => {
	const isNumber = typeof value === 'number' && Number.isFinite(value);
	const text = typeof value === 'string' || isNumber ? String(value) : '';
	return [...text].filter((character) => !/^\p{Cs}$/u.test(character)).join('');
};
const KNOWN_MODELS = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3'];

/** The expected request for each value that a form cannot prevent; deliberately not computed by the node's code. */
const CREATE_FIELDS: readonly CreateField[] = [
	{
		name: 'model',
		label: 'Model',
		validValues: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-2.3\n', 'MiniMax-Hailuo-03'],
		isRefused: (value) => asText(value).trim() === '' || asText(value).trim().length > 100,
		body: (value) => ({ model: asText(value).trim() }),
	},
	{
		name: 'mode',
		label: 'Mode',
		validValues: ['auto', 'textToVideo'],
		isRefused: (value) => value !== 'textToVideo' && value !== 'auto',
	},
	{
		name: 'prompt',
		label: 'Prompt',
		validValues: [
			...['__proto__', 'a\0b', 'line\r\nbreak', '\ud83c', 'cut \ud83c', '[object Object]'],
			...['🎬'.repeat(2000), 1984, -0, '{{ $json }}'],
		],
		isRefused(value) {
			const prompt = promptIn(value);
			const isMistake = /\[object Object\]|\{\{\s*\$[\w(]/.test(prompt);
			return prompt.trim() === '' || isMistake || [...prompt].length > 2000;
		},
		body: (value) => ({ prompt: promptIn(value) }),
	},
	{
		name: 'quality',
		label: 'Quality',
		validValues: [' 768P '],
		isRefused: (value) => asText(value).trim().toLowerCase() !== '768p',
	},
	{
		name: 'duration',
		label: 'Duration',
		validValues: ['6', 10, ' 10 ', '1e1', '0x6'],
		isRefused: (value) =>
			![6, 10].includes(typeof value === 'string' ? Number(value) : (value as number)),
		body: (value) => ({ duration: Number(value) }),
	},
	{
		...booleanField('options.promptOptimizer', 'Prompt Optimizer', false),
		body: (value) => ({ model_params: { prompt_optimizer: value } }),
	},
	{
		...booleanField('options.fastPretreatment', 'Fast Prompt Optimizer', false),
		body: (value) => ({ model_params: { fast_pretreatment: value } }),
	},
	numberField('options.maxConcurrency', 'Max Concurrency', ['3', 0.001, 1e308, 2 ** 31]),
	...(['maxVideosPerRun', 'minimumCredits'] as const).map((name): Field => {
		const label = name === 'maxVideosPerRun' ? 'Max Videos per Run' : 'Minimum Credits';
		const values = ['3', 1, 9_000, 0.5, 1e308, -1, 0, null];
		const field = numberField(`options.${name}`, label, values);
		// One video, and 10,000 credits.
		const isMet = (value: unknown) =>
			name === 'maxVideosPerRun' ? Number(value) >= 1 : Number(value) <= 10_000;
		return { ...field, isRefused: (value) => field.isRefused(value) === true || !isMet(value) };
	}),
	booleanField('waitForCompletion', 'Wait for Completion'),
];

describe('Create with hostile values', () => {
	const node = simulated();
	const usual = {
		model: 'MiniMax-Hailuo-02',
		prompt: 'A paper boat',
		quality: '768p',
		duration: 6,
	};

	it('sends the intended request, or sends nothing and names the invalid field', async () => {
		await expectNoHarm({
			fields: CREATE_FIELDS,
			usual: createParams() as never,
			async run(parameters, item, onError) {
				node.api.reset();
				return await runItem({ parameters, items: [item], baseUrl: node.api.baseUrl }, onError);
			},
			// Credits are read before they can be too few.
			requests: () => node.api.requests.filter(({ endpoint }) => endpoint !== 'credits'),
			expectAccepted(sent, outcome) {
				const parts = CREATE_FIELDS.filter(({ name }) => sent.has(name)).map(
					({ name, body }) => body?.(sent.get(name)) ?? {},
				);
				const params = Object.assign({}, ...parts.map((part) => part.model_params)) as object;
				const [create, ...reads] = node.api.requests.filter(
					({ endpoint }) => endpoint !== 'credits',
				);
				expect(create).toMatchObject({ method: 'POST', path: '/apiv1/v1/videos/generations' });
				expect(create.body).toEqual({
					...usual,
					...Object.assign({}, ...parts),
					...(Object.keys(params).length > 0 && { model_params: params }),
				});
				if (sent.has('model') && !KNOWN_MODELS.includes(asText(sent.get('model')).trim())) {
					expect(outcome.issue).toContain('field model');
					expect(reads).toEqual([]);
					return 'the API rejects it';
				}
				const [{ id }] = node.api.tasks;
				expect(outcome.item?.json.taskId).toBe(id);
				const own = [`/apiv1/v1/tasks/${id}`, `/videos/${id}.mp4`];
				expect(reads.filter(({ path }) => !own.includes(path))).toEqual([]);
				return 'created';
			},
			endings: ['created', 'the API rejects it'],
		});
	});
});

const time = (name: string, label: string): Field => ({
	name: `filters.${name}`,
	label,
	validValues: ['2026-01-31', '2026-01-31T18:00:00Z', 1_700_000_000, 1.7e12, -1, '', null],
	isRefused(value) {
		// A filter that is set but empty would list everything.
		if (isMissing(value) || value === '') return true;
		if (typeof value === 'number') return !Number.isFinite(value);
		const isText = typeof value === 'string' && value.trim() !== '';
		return isText || (typeof value === 'object' && !Array.isArray(value)) ? undefined : true;
	},
});

const STATUSES = ['completed', 'processing', 'failed', 'cancelled'];
const GET_MANY_FIELDS: readonly Field[] = [
	booleanField('returnAll', 'Return All'),
	numberField('limit', 'Limit', ['3', 1, 0.5, 1e308, null], true),
	{
		name: 'filters.status',
		label: 'Status',
		validValues: [...STATUSES, '', null],
		isRefused: (value) => !STATUSES.includes(value as string),
	},
	{
		name: 'filters.model',
		label: 'Model',
		validValues: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-02\n', 'another', null],
		isRefused: (value) => typeof value !== 'string' || value.trim() === '',
	},
	time('createdAfter', 'Created After'),
	time('createdBefore', 'Created Before'),
	booleanField('options.includeDetails', 'Include Details', false),
];

describe('Get Many with hostile values', () => {
	const node = simulated();

	it('lists the matching tasks, or sends nothing and names the invalid field', async () => {
		await expectNoHarm({
			fields: GET_MANY_FIELDS,
			usual: { resource: 'video', operation: 'getMany', filters: {}, options: {} },
			async run(parameters, item, onError) {
				node.api.reset();
				node.api.addTasks({ count: 1 });
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };
				return await runItem(run, onError, [0, 1]);
			},
			requests: () => node.api.requests,
			removeUnsent(sent) {
				// The form hides Limit if Return All is on.
				if (sent.get('returnAll') === true) sent.delete('limit');
			},
			expectAccepted(sent, { item }) {
				const [{ id, createdAtMs, request }] = node.api.tasks;
				const own = ['/apiv1/v1/tasks', `/apiv1/v1/tasks/${id}`];
				expect(node.api.requests.filter(({ path }) => !own.includes(path))).toEqual([]);
				expect(node.api.requestsTo('list').length).toBeGreaterThan(0);
				const isListed = item !== undefined;
				if (isListed) expect(item.json).toMatchObject({ taskId: id });
				const status = sent.get('filters.status') ?? 'completed';
				const model = String(sent.get('filters.model') ?? '').trim() || request.model;
				const times = ['filters.createdAfter', 'filters.createdBefore'];
				if (!times.some((name) => sent.has(name))) {
					expect(isListed).toBe(status === 'completed' && model === request.model);
				}
				const after = Number(sent.get('filters.createdAfter') ?? 0);
				if (after > createdAtMs) expect(isListed).toBe(false);
				return isListed ? 'listed' : 'none';
			},
			endings: ['listed', 'none'],
		});
	});
});

const FILE = inItem(fixture('first.png'));

describe('Upload with hostile values', () => {
	const node = simulated();

	it('uploads the file of the field, or refuses with a readable issue before any request', async () => {
		await expectNoHarm({
			fields: [
				{
					name: 'binaryPropertyName',
					label: ['The file', 'Input Binary Field'],
					validValues: ['data', FILE],
					isRefused: (value) => value !== 'data' && value !== FILE,
				},
			],
			usual: { resource: 'file', operation: 'upload' },
			async run(parameters, item, onError) {
				node.api.reset();
				const { baseUrl, filesUrl: filesBaseUrl } = node.api;
				const files = [{ data: FILE }];
				return await runItem({ parameters, items: [item], files, baseUrl, filesBaseUrl }, onError);
			},
			requests: () => node.api.requests,
			removeUnsent(sent, [[name, { source, value }]]) {
				// n8n replaces null in the workflow with the default.
				if (source === 'workflow file' && value === null) sent.delete(name);
			},
			expectAccepted(_, { item }) {
				expect(item?.json.fileUrl).toContain('/uploads/');
				expect(node.api.requests).toHaveLength(1);
				return 'uploaded';
			},
			endings: ['uploaded'],
		});
	});

	it.each(FILE_NAMES)(
		'uploads a file whose name, extension and type are %j under a generated name',
		async (text) => {
			const odd = { fileName: text, fileExtension: text, mimeType: text };

			const { items } = await node.run({
				parameters: { resource: 'file', operation: 'upload' },
				files: [{ data: { ...FILE, ...odd } }],
				filesBaseUrl: node.api.filesUrl,
			});

			expect(items[0].json).toMatchObject({ mimeType: 'application/octet-stream' });
			const [{ body, path }] = node.api.requestsTo('upload');
			expect(path).toBe('/api/v1/files/upload/stream');
			expect(body).toEqual({
				file: expect.stringMatching(
					/^[0-9a-f]{32}(\.[a-z]+)?, application\/octet-stream, \d+ bytes$/,
				),
			});
		},
	);
});
