import { createParams, simulated } from '../harness/simulatedNode';
import { booleanField, expectNoHarm, numberField, runItem, type Field } from './hostileRuns';

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
const FIELDS: readonly CreateField[] = [
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
			fields: FIELDS,
			usual: createParams() as never,
			async run(parameters, item, onError) {
				node.api.reset();
				return await runItem({ parameters, items: [item], baseUrl: node.api.baseUrl }, onError);
			},
			// Credits are read before they can be too few.
			requests: () => node.api.requests.filter(({ endpoint }) => endpoint !== 'credits'),
			expectAccepted(sent, outcome) {
				const parts = FIELDS.filter(({ name }) => sent.has(name)).map(
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
