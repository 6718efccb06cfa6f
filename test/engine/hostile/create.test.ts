import fc from 'fast-check';

import { createParams, simulated } from '../harness/simulatedNode';
import { hostile, HUNDREDS, someOf, written, type Target } from './values';
import { expectClear, expectCleanPrototypes, onErrors, verdictOn } from './runItem';

/** What becomes of a value: parts of the body, the message of the API's rejection, or our own refusal. */
type Fate = { body: object } | { apiRejects: object } | 'refused';

interface Field extends Target {
	/** As the form calls it. */
	label: string;
	fate(value: unknown): Fate;
}

const nothing = { body: {} };

const isNothing = (value: unknown) => value === undefined || value === null;
const sayable = (value: unknown) =>
	['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

/** What the API gets for each value that a form cannot prevent; told here anew, not by our code. */
const FIELDS: readonly Field[] = [
	{
		name: 'model',
		label: 'Model',
		fitting: ['MiniMax-Hailuo-02', ' MiniMax-Hailuo-2.3\n', 'MiniMax-Hailuo-03'],
		fate(value) {
			const model = sayable(value).trim();
			const isKnown = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3'].includes(model);
			if (model === '' || model.length > 100) return 'refused';
			return isKnown ? { body: { model } } : { apiRejects: { model } };
		},
	},
	{
		name: 'mode',
		label: 'Mode',
		fitting: ['auto', 'textToVideo'],
		fate: (value) => (value === 'textToVideo' || value === 'auto' ? nothing : 'refused'),
	},
	{
		name: 'prompt',
		label: 'Prompt',
		fitting: [
			'__proto__',
			'a\0b',
			'line\r\nbreak',
			'\ud83c',
			'🎬'.repeat(2000),
			1984,
			-0,
			'{{ $json }}',
		],
		fate(value) {
			const isNumber = typeof value === 'number' && Number.isFinite(value);
			const prompt = typeof value === 'string' || isNumber ? String(value) : '';
			const isTooLong = [...prompt].length > 2000;
			return prompt.trim() === '' || isTooLong ? 'refused' : { body: { prompt } };
		},
	},
	{
		name: 'quality',
		label: 'Quality',
		fitting: [' 768P '],
		fate: (value) => (sayable(value).trim().toLowerCase() === '768p' ? nothing : 'refused'),
	},
	{
		name: 'duration',
		label: 'Duration',
		fitting: ['6', 10, ' 10 ', '1e1', '0x6'],
		fate(value) {
			const duration = typeof value === 'string' ? Number(value) : value;
			return duration === 6 || duration === 10 ? { body: { duration } } : 'refused';
		},
	},
	...(['promptOptimizer', 'fastPretreatment'] as const).map((name): Field => {
		const isOptimizer = name === 'promptOptimizer';
		return {
			name: `options.${name}`,
			label: isOptimizer ? 'Prompt Optimizer' : 'Fast Pretreatment',
			fitting: [true, false],
			fate(value) {
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
		fitting: [null, '3', 0.001, 1e308, 2 ** 31],
		fate(value) {
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			const isPlace = typeof number === 'number' && number > 0 && number < Infinity;
			return isNothing(value) || isPlace ? nothing : 'refused';
		},
	},
	...(['maxVideosPerRun', 'minimumCredits'] as const).map(
		(name): Field => ({
			name: `options.${name}`,
			label: name === 'maxVideosPerRun' ? 'Max Videos per Run' : 'Minimum Credits',
			fitting: ['3', 1, 9_000, 0.5, 1e308, -1, 0, null],
			fate(value) {
				const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
				if (typeof number !== 'number' || !(number > 0) || number === Infinity) return 'refused';
				const isMet = name === 'maxVideosPerRun' ? number >= 1 : number <= 10_000;
				return isMet ? nothing : 'refused';
			},
		}),
	),
	{
		name: 'waitForCompletion',
		label: 'Wait for Completion',
		fitting: [null, true, false],
		fate: (value) => (isNothing(value) || typeof value === 'boolean' ? nothing : 'refused'),
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
			someOf(FIELDS, hostile, 2),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				node.api.reset();
				const { parameters, item } = written(createParams(), values);
				const run = { parameters, items: [item], baseUrl: node.api.baseUrl };

				const verdict = await verdictOn(run, onError);

				expectCleanPrototypes();
				const fates = values.map(([name, { value }]) => fateOf(name, value));
				const refused = fates.filter(({ fate }) => fate === 'refused');
				const isRejectedByApi = fates.some(
					({ fate }) => fate !== 'refused' && 'apiRejects' in fate,
				);
				// A balance is read before it is known to be too small.
				const [create, ...reads] = node.api.requests.filter(
					({ endpoint }) => endpoint !== 'credits',
				);
				if (verdict.hasNotBegun || refused.length > 0) {
					expect(create).toBeUndefined();
				} else {
					const parts = fates.map(({ fate }) => Object.assign({}, ...Object.values(fate)));
					expect(create).toMatchObject({ method: 'POST', path: '/apiv1/v1/videos/generations' });
					expect(create.body).toEqual(merged(usual, parts));
				}
				if (verdict.hasNotBegun) {
					expect(values.some(([, { way }]) => way === 'workflow file')).toBe(true);
				} else if (refused.length > 0) {
					ends.add('refused');
					expectClear(
						verdict,
						refused.map(({ label }) => label),
					);
				} else if (isRejectedByApi) {
					ends.add('the API rejects it');
					expectClear(verdict, ['field model']);
					expect(reads).toEqual([]);
				} else {
					ends.add('made');
					const [{ id }] = node.api.tasks;
					expect(verdict.item?.json.taskId).toBe(id);
					const own = [`/apiv1/v1/tasks/${id}`, `/videos/${id}.mp4`];
					expect(reads.filter(({ path }) => !own.includes(path))).toEqual([]);
				}
			},
		);
		await fc.assert(property, HUNDREDS);
		expect(ends.size).toBe(3);
	});
});

function fateOf(name: string, value: unknown): { label: string; fate: Fate } {
	const field = FIELDS.find((one) => one.name === name)!;
	return { label: field.label, fate: field.fate(value) };
}

/** The body with its parts, of which two may be parameters of the model. */
function merged(usual: object, parts: readonly Record<string, unknown>[]): object {
	const params = Object.assign({}, ...parts.map(({ model_params }) => model_params)) as object;
	const hasParams = Object.keys(params).length > 0;
	return Object.assign({}, usual, ...parts, hasParams && { model_params: params }) as object;
}
