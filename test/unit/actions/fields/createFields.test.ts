import type { INodeProperties } from 'n8n-workflow';

import {
	createRequestFields,
	modelParamFields,
} from '../../../../nodes/Hailuo/actions/fields/createFields';
import { createDefinition } from '../../../../nodes/Hailuo/actions/fields/builderHints';
import { MODELS, type Model } from '../../../../nodes/Hailuo/domain/models';
import {
	ASPECT_RATIOS,
	DURATIONS,
	FIXED_MODES,
	MODEL_VALUES,
	offeredDurations,
	offeredModes,
	offeredQualities,
	offeredRatios,
	QUALITIES,
} from '../../domain/documented';
import { choicesOf, EXPRESSION, shownFields, shownOptions } from './form';

const MODES = [...FIXED_MODES, 'auto'];

const MEDIA_FIELDS: Record<string, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameSource', 'firstFrameUrl'],
	firstLastFrame: ['firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	lastFrame: ['lastFrameSource', 'lastFrameUrl'],
	reference: ['referenceImageUrls', 'referenceVideoUrls', 'referenceAudioUrls'],
	auto: ['imageUrls'],
};
const mediaFieldsIn = (fields: INodeProperties[]) =>
	fields.map(({ name }) => name).filter((name) => /Frame|image|reference/.test(name));

const HAILUO = ['MiniMax-Hailuo-02', 'MiniMax-Hailuo-2.3', 'MiniMax-Hailuo-2.3-Fast'];

const combinations = MODEL_VALUES.flatMap((model) =>
	offeredModes(model).map((mode) => ({ model, mode })),
);

/** Every list whose default is not one of its entries. */
const listsWithoutDefault = (fields: INodeProperties[]) =>
	fields
		.filter(({ type, name }) => type === 'options' && name !== 'operation')
		.filter((field) => !choicesOf([field], field.name)[0].includes(field.default))
		.map(({ name }) => name);

describe('createRequestFields', () => {
	describe.each(combinations)('with $model in mode $mode', ({ model, mode }) => {
		const parameters = { model, mode, quality: offeredQualities(model, mode)[0] };
		const fields = shownFields(parameters);

		it('shows one field Model with all models, and one field Mode with those of the model', () => {
			expect(choicesOf(fields, 'model')).toEqual([MODEL_VALUES]);
			expect(choicesOf(fields, 'mode')).toEqual([offeredModes(model)]);
		});

		it('shows the media fields of the mode', () => {
			expect(mediaFieldsIn(fields)).toEqual(MEDIA_FIELDS[mode]);
		});

		it('shows one field Quality with the documented qualities', () => {
			expect(choicesOf(fields, 'quality')).toEqual([offeredQualities(model, mode)]);
		});

		it.each(QUALITIES)(
			'at %s shows one field Duration with the documented durations',
			(quality) => {
				if (!offeredQualities(model, mode).includes(quality)) return;
				expect(choicesOf(shownFields({ model, mode, quality }), 'duration')).toEqual([
					offeredDurations(model, mode, quality),
				]);
			},
		);

		it('shows Aspect Ratio only if the model takes one, with the documented default', () => {
			const ratios = offeredRatios(model, mode);
			const shown = fields.filter(({ name }) => name === 'aspectRatio');
			const choices = choicesOf(fields, 'aspectRatio').map((list) => [...list].sort());
			expect(choices).toEqual(ratios.length > 0 ? [[...ratios].sort()] : []);
			expect(shown.map((field) => field.default)).toEqual(ratios.slice(0, 1));
		});

		it('shows Camera Movements only if the model documents camera commands', () => {
			const names = fields.map(({ name }) => name);
			expect(names.includes('cameraMovements')).toBe(HAILUO.includes(model));
		});

		it('shows no field twice, and only defaults that are entries of their list', () => {
			const names = fields.map(({ name }) => name);
			expect(names).toEqual([...new Set(names)]);
			expect(listsWithoutDefault(fields)).toEqual([]);
		});
	});

	/** The result of an expression is unknown: as text when the node runs, '' or null in the editor. */
	describe.each([EXPRESSION, '', null, 'unknown', 0])(
		'with the expression or unknown value %j',
		(value) => {
			const firstFrameUrl = 'https://example.com/a.png';
			const base = { model: 'minimax-h3', mode: 'reference', quality: '768p', firstFrameUrl };

			it('for Mode shows the media fields of every mode once', () => {
				const shown = mediaFieldsIn(shownFields({ ...base, mode: value }));
				expect(shown.sort()).toEqual([...new Set(Object.values(MEDIA_FIELDS).flat())].sort());
			});

			it.each(['model', 'mode', 'quality'])('for %s shows no field twice', (name) => {
				const names = shownFields({ ...base, [name]: value }).map((field) => field.name);
				expect(names).toEqual([...new Set(names)]);
				expect(names).toEqual(expect.arrayContaining(['mode', 'prompt', 'quality', 'duration']));
			});

			it('for the source of a frame shows its URL and its binary field', () => {
				const shown = shownFields({ ...base, mode: 'lastFrame', lastFrameSource: value });
				expect(mediaFieldsIn(shown)).toEqual([
					'lastFrameSource',
					'lastFrameUrl',
					'lastFrameBinaryProperty',
				]);
			});
		},
	);

	it('offers all entries once when Model and Mode are expressions', () => {
		const fields = shownFields({ model: EXPRESSION, mode: EXPRESSION, quality: EXPRESSION });
		expect(choicesOf(fields, 'mode')).toEqual([MODES]);
		expect(choicesOf(fields, 'quality')).toEqual([QUALITIES]);
		expect(choicesOf(fields, 'duration')).toEqual([DURATIONS]);
		expect(choicesOf(fields, 'aspectRatio').map((list) => list.sort())).toEqual([
			[...ASPECT_RATIOS].sort(),
		]);
	});

	it('shows the binary field of a frame instead of its URL', () => {
		const parameters = { model: 'MiniMax-Hailuo-02', mode: 'firstLastFrame' };
		const shown = shownFields({ ...parameters, firstFrameSource: 'binary' });
		expect(mediaFieldsIn(shown)).toEqual([
			'firstFrameSource',
			'firstFrameBinaryProperty',
			'lastFrameSource',
			'lastFrameUrl',
		]);
	});

	it.each<[string, string[]]>([
		['MiniMax-Hailuo-02', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3-Fast', ['promptOptimizer']],
		['minimax-h3', []],
		['minimax-h3-max', []],
		['minimax-h3-max-turbo', []],
		[EXPRESSION, ['promptOptimizer', 'fastPretreatment']],
	])('offers for %s the options %j', (model, expected) => {
		const options = shownOptions({ model });
		const names = ['promptOptimizer', 'fastPretreatment'];
		expect(options.filter((name) => names.includes(name))).toEqual(expected);
	});

	describe('with a new row in the model table', () => {
		const rules = {
			apiModel: 'new-model',
			prompt: 'optional',
			maxPrompt: 50,
			media: 'image_urls',
			images: { formats: ['PNG'], maxMegabytes: 1, minEdge: 10 },
		} as const;
		const row: Model = {
			value: 'new-model',
			name: 'New Model',
			description: 'Long and sharp',
			modes: {
				textToVideo: {
					...rules,
					durations: { '1080p': [10, 30], '1440p': [3] },
					aspectRatios: ['16:9', '2:1'],
				},
				lastFrame: { ...rules, durations: { '1080p': [3] } },
			},
			modelParams: ['fastPretreatment'],
			hasCameraCommands: false,
		};
		const properties = createRequestFields([...MODELS, row]);
		const shown = (mode: string, quality = '1080p') =>
			shownFields({ model: row.value, mode, quality }, properties);

		it('offers the new model, its modes, qualities, durations and aspect ratios', () => {
			const fields = shown('textToVideo');
			expect(choicesOf(fields, 'model')).toEqual([[...MODEL_VALUES, 'new-model']]);
			const [{ options = [] }] = fields.filter(({ name }) => name === 'model');
			expect(options.at(-1)).toEqual({
				name: 'New Model',
				value: 'new-model',
				description: 'Long and sharp',
			});
			expect(choicesOf(fields, 'mode')).toEqual([['textToVideo', 'lastFrame']]);
			expect(choicesOf(fields, 'quality')).toEqual([['1080p', '1440p']]);
			expect(choicesOf(fields, 'duration')).toEqual([[10, 30]]);
			expect(choicesOf(shown('textToVideo', '1440p'), 'duration')).toEqual([[3]]);
			expect(choicesOf(shown('lastFrame'), 'duration')).toEqual([[3]]);
			expect(choicesOf(fields, 'aspectRatio')).toEqual([['16:9', '2:1']]);
			expect(choicesOf(shown('lastFrame'), 'aspectRatio')).toEqual([]);
		});

		it('describes its prompt, and hides its camera movements', () => {
			const fields = shown('textToVideo');
			const prompt = fields.find(({ name }) => name === 'prompt');
			expect(prompt?.description).toContain('2000, 7000 or 50 characters');
			expect(fields.map(({ name }) => name)).not.toContain('cameraMovements');
		});

		it('shows only defaults that are entries of their list', () => {
			expect(listsWithoutDefault(shown('textToVideo'))).toEqual([]);
		});

		it('tells AI builders what its modes allow', () => {
			const lines = createDefinition([...MODELS, row]).split('\n');
			expect(lines.filter((line) => line.startsWith('- new-model'))).toEqual([
				'- new-model, textToVideo: prompt optional; 1080p with duration 10 or 30; 1440p with duration 3; aspectRatio 16:9 or 2:1',
				'- new-model, lastFrame: prompt optional; 1080p with duration 3',
			]);
		});

		it('offers only its model parameters', () => {
			const hidden = modelParamFields([...MODELS, row]).map(({ name, displayOptions }) => [
				name,
				displayOptions?.hide?.['/model']?.includes('new-model') ?? false,
			]);
			expect(hidden).toEqual([
				['promptOptimizer', true],
				['fastPretreatment', false],
			]);
		});

		it('does not change the fields of the other models', () => {
			const names = ['mode', 'quality', 'duration', 'aspectRatio'];
			for (const { model, mode } of combinations) {
				for (const quality of offeredQualities(model, mode)) {
					const parameters = { model, mode, quality };
					const [before, after] = [shownFields(parameters), shownFields(parameters, properties)];
					for (const name of names) {
						expect(choicesOf(after, name)).toEqual(choicesOf(before, name));
					}
				}
			}
		});
	});
});
