import { apiModelsOf } from '../../../nodes/Hailuo/domain/modelOptions';
import { MODELS, type FixedMode } from '../../../nodes/Hailuo/domain/models';
import {
	DOCUMENTED_MODES,
	documentedDurations,
	documentedModes,
	documentedQualities,
	documentedRatios,
	FIXED_MODES,
	MODEL_VALUES,
} from './documented';

const HAILUO = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast'];
const rulesOf = (value: string, mode: FixedMode) =>
	MODELS.find((model) => model.value === value)?.modes[mode];

describe('MODELS', () => {
	it('contains the documented models, first the default of the API', () => {
		expect(MODELS.map(({ value }) => value)).toEqual(MODEL_VALUES);
	});

	it.each(MODEL_VALUES)(
		'contains exactly the documented qualities and durations of %s',
		(value) => {
			for (const mode of FIXED_MODES) {
				const durations = rulesOf(value, mode)?.durations ?? {};
				const documented = documentedQualities(value, mode).map((quality) => [
					quality,
					documentedDurations(value, mode, quality),
				]);
				expect([mode, durations]).toEqual([mode, Object.fromEntries(documented)]);
			}
		},
	);

	it.each(DOCUMENTED_MODES)(
		'names %s in mode %s %s, and has the prompt rule "%s" with %d characters',
		(value, mode, apiModel, prompt, maxPrompt) => {
			expect(rulesOf(value, mode)).toMatchObject({ apiModel, prompt, maxPrompt });
		},
	);

	it('has exactly the documented modes and aspect ratios', () => {
		for (const value of MODEL_VALUES) {
			expect([value, FIXED_MODES.filter((mode) => rulesOf(value, mode))]).toEqual([
				value,
				documentedModes(value),
			]);
			for (const mode of documentedModes(value)) {
				const ratios = rulesOf(value, mode)?.aspectRatios ?? [];
				expect([value, mode, ratios]).toEqual([value, mode, documentedRatios(value, mode)]);
			}
		}
	});

	it.each([
		['MiniMax-Hailuo-02', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3-Fast', ['promptOptimizer']],
		['minimax-h3', []],
		['minimax-h3-max', []],
		['minimax-h3-max-turbo', []],
	])('lists for %s the model parameters %j', (value, modelParams) => {
		const model = MODELS.find((one) => one.value === value);
		expect(model).toMatchObject({ modelParams, hasCameraCommands: HAILUO.includes(value) });
	});

	it('limits images as documented, by model', () => {
		for (const { value, modes } of MODELS) {
			for (const { images } of Object.values(modes)) {
				expect([value, images]).toEqual([
					value,
					HAILUO.includes(value)
						? { formats: ['JPEG', 'PNG', 'WebP'], maxMegabytes: 20, minEdge: 301 }
						: {
								formats: ['JPEG', 'PNG', 'WebP', 'HEIC'],
								maxMegabytes: 30,
								minEdge: 256,
								maxEdge: 5760,
							},
				]);
			}
		}
	});

	it('limits references as documented: audio alone is only enough for H3', () => {
		const limits = { images: 9, videos: 3, audios: 3, total: 12 };
		expect(rulesOf('minimax-h3', 'reference')?.references).toEqual({
			...limits,
			isAudioEnough: true,
		});
		expect(rulesOf('minimax-h3-max', 'reference')?.references).toEqual({
			...limits,
			isAudioEnough: false,
		});
	});
});

describe('apiModelsOf', () => {
	it.each([
		['MiniMax-Hailuo-02', ['MiniMax-Hailuo-02']],
		[
			'minimax-h3-max',
			[
				'minimax-h3-max-text-to-video',
				'minimax-h3-max-image-to-video',
				'minimax-h3-max-reference-to-video',
			],
		],
		['minimax-h3-text-to-video', ['minimax-h3-text-to-video']],
		['MiniMax-Hailuo-9', ['MiniMax-Hailuo-9']],
	])('returns for %s the names %j', (value, names) => {
		expect(apiModelsOf(value)).toEqual(names);
	});
});
