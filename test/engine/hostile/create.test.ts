import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { hostile, FC_PARAMETERS, valuesFor, parametersWith, type TestedParameter } from './values';
import { expectReadableIssue, expectCleanPrototypes, onErrors, runItem } from './runItem';

/** The expected effect of a value: parts of the body, a rejection by the API, or a refusal by the node. */
type Expected = { body: object } | { apiRejects: object } | 'refused';

interface Field extends TestedParameter {
	/** The label in the form. */
	label: string;
	expected(value: unknown): Expected;
}

const unchanged = { body: {} };

const isMissing = (value: unknown) => value === undefined || value === null;
const asText = (value: unknown) =>
	['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

/** The expected request for each value that a form cannot prevent; deliberately not computed by the node's code. */
const FIELDS: readonly Field[] = [
	{
		name: 'model',
		label: 'Model',
		validValues: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-2.3\n', 'MiniMax-Hailuo-03'],
		expected(value) {
			const model = asText(value).trim();
			const isKnown = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3'].includes(model);
			if (model === '' || model.length > 100) return 'refused';
			return isKnown ? { body: { model } } : { apiRejects: { model } };
		},
	},
	{
		name: 'mode',
		label: 'Mode',
		validValues: ['auto', 'textToVideo'],
		expected: (value) => (value === 'textToVideo' || value === 'auto' ? unchanged : 'refused'),
	},
	{
		name: 'prompt',
		label: 'Prompt',
		validValues: [
			'__proto__',
			'a\0b',
			'line\r\nbreak',
			'\ud83c',
			'cut \ud83c',
			'[object Object]',
			'🎬'.repeat(2000),
			1984,
			-0,
			'{{ $json }}',
		],
		expected(value) {
			const isNumber = typeof value === 'number' && Number.isFinite(value);
			const text = typeof value === 'string' || isNumber ? String(value) : '';
			// Half an emoji is removed.
			const prompt = [...text].filter((character) => !/^\p{Cs}$/u.test(character)).join('');
			const isMistake = /\[object Object\]|\{\{\s*\$[\w(]/.test(prompt);
			const isTooLong = [...prompt].length > 2000;
			return prompt.trim() === '' || isMistake || isTooLong ? 'refused' : { body: { prompt } };
		},
	},
	{
		name: 'quality',
		label: 'Quality',
		validValues: [' 768P '],
		expected: (value) => (asText(value).trim().toLowerCase() === '768p' ? unchanged : 'refused'),
	},
	{
		name: 'duration',
		label: 'Duration',
		validValues: ['6', 10, ' 10 ', '1e1', '0x6'],
		expected(value) {
			const duration = typeof value === 'string' ? Number(value) : value;
			return duration === 6 || duration === 10 ? { body: { duration } } : 'refused';
		},
	},
	...(['promptOptimizer', 'fastPretreatment'] as const).map((name): Field => {
		const isOptimizer = name === 'promptOptimizer';
		return {
			name: `options.${name}`,
			label: isOptimizer ? 'Prompt Optimizer' : 'Fast Prompt Optimizer',
			validValues: [true, false],
			expected(value) {
				const key = isOptimizer ? 'prompt_optimizer' : 'fast_pretreatment';
				return typeof value === 'boolean'
					? { body: { model_params: { [key]: value } } }
					: 'refused';
			},
		};
	}),
	{
		name: 'options.maxConcurrency',
		label: 'Max Concurrency',
		validValues: ['3', 0.001, 1e308, 2 ** 31],
		expected(value) {
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const isLimit = typeof number === 'number' && number > 0 && number < Infinity;
			return isLimit ? unchanged : 'refused';
		},
	},
	...(['maxVideosPerRun', 'minimumCredits'] as const).map(
		(name): Field => ({
			name: `options.${name}`,
			label: name === 'maxVideosPerRun' ? 'Max Videos per Run' : 'Minimum Credits',
			validValues: ['3', 1, 9_000, 0.5, 1e308, -1, 0, null],
			expected(value) {
				const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
				if (typeof number !== 'number' || !(number > 0) || number === Infinity) return 'refused';
				const isMet = name === 'maxVideosPerRun' ? number >= 1 : number <= 10_000;
				return isMet ? unchanged : 'refused';
			},
		}),
	),
	{
		name: 'waitForCompletion',
		label: 'Wait for Completion',
		validValues: [null, true, false],
		expected: (value) => (isMissing(value) || typeof value === 'boolean' ? unchanged : 'refused'),
	},
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
		const ends = new Set<string>();
		const property = fc.asyncProperty(
			valuesFor(FIELDS, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				node.api.reset();
				const { parameters, item } = parametersWith(createParams(), values);
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };

				const outcome = await runItem(run, onError);

				expectCleanPrototypes();
				const expectations = values.map(([name, { value }]) => expectedFor(name, value));
				const refused = expectations.filter(({ expected }) => expected === 'refused');
				const isRejectedByApi = expectations.some(
					({ expected }) => expected !== 'refused' && 'apiRejects' in expected,
				);
				// Credits are read before they can be too few.
				const [create, ...reads] = node.api.requests.filter(
					({ endpoint }) => endpoint !== 'credits',
				);
				if (outcome.isRefusedByN8n || refused.length > 0) {
					expect(create).toBeUndefined();
				} else {
					const parts = expectations.map(({ expected }) =>
						Object.assign({}, ...Object.values(expected)),
					);
					expect(create).toMatchObject({ method: 'POST', path: '/apiv1/v1/videos/generations' });
					expect(create.body).toEqual(merged(usual, parts));
				}
				if (outcome.isRefusedByN8n) {
					expect(values.some(([, { source }]) => source === 'workflow file')).toBe(true);
				} else if (refused.length > 0) {
					ends.add('refused');
					expectReadableIssue(
						outcome,
						refused.map(({ label }) => label),
					);
				} else if (isRejectedByApi) {
					ends.add('the API rejects it');
					expectReadableIssue(outcome, ['field model']);
					expect(reads).toEqual([]);
				} else {
					ends.add('created');
					const [{ id }] = node.api.tasks;
					expect(outcome.item?.json.taskId).toBe(id);
					const own = [`/apiv1/v1/tasks/${id}`, `/videos/${id}.mp4`];
					expect(reads.filter(({ path }) => !own.includes(path))).toEqual([]);
				}
			},
		);
		await fc.assert(property, FC_PARAMETERS);
		expect(ends.size).toBe(3);
	});
});

function expectedFor(name: string, value: unknown): { label: string; expected: Expected } {
	const field = FIELDS.find((one) => one.name === name)!;
	return { label: field.label, expected: field.expected(value) };
}

/** The body with these parts; the parameters of the model are merged. */
function merged(usual: object, parts: readonly Record<string, unknown>[]): object {
	const params = Object.assign({}, ...parts.map(({ model_params }) => model_params)) as object;
	const hasParams = Object.keys(params).length > 0;
	return Object.assign({}, usual, ...parts, hasParams && { model_params: params }) as object;
}
