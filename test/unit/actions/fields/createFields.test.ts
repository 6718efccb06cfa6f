import type { INodeProperties } from 'n8n-workflow';

import { createDefinition } from '../../../../nodes/Hailuo/actions/fields/builderHints';
import { createFields } from '../../../../nodes/Hailuo/actions/fields/createFields';
import { MODELS, type Model } from '../../../../nodes/Hailuo/domain/models';
import {
	ASPECT_RATIOS,
	DURATIONS,
	FIXED_MODES,
	MODEL_VALUES,
	OFFERED,
	offeredModes,
	parametersOf,
	QUALITIES,
	takesCamera,
} from '../../domain/documented';
import { choicesOf, EXPRESSION, shownFields, shownOptions } from './form';

const MEDIA_FIELDS: Record<string, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameSource', 'firstFrameUrl'],
	firstLastFrame: ['firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	lastFrame: ['lastFrameSource', 'lastFrameUrl'],
	reference: ['referenceImageUrls', 'referenceVideoUrls', 'referenceAudioUrls'],
	auto: ['imageUrls'],
};
const namesOf = (fields: INodeProperties[]) => fields.map(({ name }) => name);
const mediaFieldsIn = (fields: INodeProperties[]) =>
	namesOf(fields).filter((name) => /Frame|image|reference/.test(name));
const sorted = (lists: unknown[][]) => lists.map((list) => [...list].sort());

/** No field is shown twice, and every default is one of the entries of its list. */
function expectValid(fields: INodeProperties[]): void {
	expect(namesOf(fields)).toEqual([...new Set(namesOf(fields))]);
	const withoutDefault = fields
		.filter(({ type, name }) => type === 'options' && name !== 'operation')
		.filter((field) => !choicesOf([field], field.name)[0].includes(field.default));
	expect(namesOf(withoutDefault)).toEqual([]);
}

describe('createFields', () => {
	it.each(OFFERED)(
		'offers for $model in mode $mode exactly what is documented',
		({ model, mode, durations, ratios, isPromptRequired }) => {
			const prompt = isPromptRequired ? 'required' : 'optional';
			const rules = `- ${model}, ${mode}: prompt ${prompt}; ${Object.keys(durations)[0]} with `;
			expect(createDefinition()).toContain(rules);
			const qualities = Object.keys(durations);
			for (const quality of qualities) {
				const fields = shownFields({ model, mode, quality });
				expectValid(fields);
				expect(choicesOf(fields, 'model')).toEqual([MODEL_VALUES]);
				expect(sorted(choicesOf(fields, 'mode'))).toEqual(sorted([offeredModes(model)]));
				expect(mediaFieldsIn(fields)).toEqual(MEDIA_FIELDS[mode]);
				expect(choicesOf(fields, 'quality')).toEqual([qualities]);
				expect(choicesOf(fields, 'duration')).toEqual([durations[quality]]);
				expect(sorted(choicesOf(fields, 'aspectRatio'))).toEqual(
					ratios.length > 0 ? sorted([ratios]) : [],
				);
				const [ratioField] = fields.filter(({ name }) => name === 'aspectRatio');
				expect(ratioField?.default).toBe(ratios[0]);
				expect(namesOf(fields).includes('cameraMovements')).toBe(takesCamera(model));
			}
		},
	);

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

			it.each(['model', 'mode', 'quality'])('for %s shows each field once', (name) => {
				const names = namesOf(shownFields({ ...base, [name]: value }));
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
		expect(choicesOf(fields, 'mode')).toEqual([[...FIXED_MODES, 'auto']]);
		expect(choicesOf(fields, 'quality')).toEqual([QUALITIES]);
		expect(choicesOf(fields, 'duration')).toEqual([DURATIONS]);
		expect(sorted(choicesOf(fields, 'aspectRatio'))).toEqual(sorted([ASPECT_RATIOS]));
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

	it.each([...MODEL_VALUES, EXPRESSION])(
		'offers for the model %s exactly its parameters as options',
		(model) => {
			const all = ['promptOptimizer', 'fastPretreatment'];
			const offered = shownOptions({ model }).filter((name) => all.includes(name));
			expect(offered).toEqual(model === EXPRESSION ? all : parametersOf(model));
		},
	);

	describe('with a new row in the model table', () => {
		const row: Model = {
			value: 'new-model',
			name: 'New Model',
			description: 'Long and sharp',
			modes: {
				textToVideo: {
					apiModel: 'new-model',
					prompt: 'optional',
					aspectRatios: ['16:9', '2:1'],
				},
				lastFrame: { apiModel: 'new-model', prompt: 'optional', qualities: ['1080p'] },
			},
			durations: { '1080p': [10, 30], '1440p': [3] },
			maxPrompt: 50,
			hasCameraCommands: false,
			modelParams: ['fastPretreatment'],
			images: { formats: ['PNG'], maxMegabytes: 1, minEdge: 10 },
			frames: 'list',
		};
		const properties = createFields([...MODELS, row]);
		const shown = (mode: string, quality = '1080p') =>
			shownFields({ model: row.value, mode, quality }, properties);

		it('offers the new model, its modes, qualities, durations and aspect ratios', () => {
			const fields = shown('textToVideo');
			expectValid(fields);
			const [{ options = [] }] = fields.filter(({ name }) => name === 'model');
			expect(options.at(-1)).toEqual({
				name: 'New Model',
				value: 'new-model',
				description: 'Long and sharp',
			});
			expect(choicesOf(fields, 'mode')).toEqual([['textToVideo', 'lastFrame']]);
			expect(choicesOf(fields, 'quality')).toEqual([['1080p', '1440p']]);
			expect(choicesOf(shown('lastFrame'), 'quality')).toEqual([['1080p']]);
			expect(choicesOf(fields, 'duration')).toEqual([[10, 30]]);
			expect(choicesOf(shown('textToVideo', '1440p'), 'duration')).toEqual([[3]]);
			expect(choicesOf(fields, 'aspectRatio')).toEqual([['16:9', '2:1']]);
			expect(choicesOf(shown('lastFrame'), 'aspectRatio')).toEqual([]);
		});

		it('describes its prompt, and hides its camera movements and the parameters it lacks', () => {
			const fields = shown('textToVideo');
			const prompt = fields.find(({ name }) => name === 'prompt');
			expect(prompt?.description).toContain('2000, 7000 or 50 characters');
			expect(namesOf(fields)).not.toContain('cameraMovements');
			const options = shownOptions({ model: row.value }, properties);
			expect(options).toContain('fastPretreatment');
			expect(options).not.toContain('promptOptimizer');
		});

		it('tells AI builders what its modes allow', () => {
			const lines = createDefinition([...MODELS, row]).split('\n');
			expect(lines.filter((line) => line.startsWith('- new-model'))).toEqual([
				'- new-model, textToVideo: prompt optional; 1080p with duration 10 or 30; 1440p with duration 3; aspectRatio 16:9 or 2:1',
				'- new-model, lastFrame: prompt optional; 1080p with duration 10 or 30',
			]);
		});

		it('does not change the fields of the other models', () => {
			for (const { model, mode, durations } of OFFERED) {
				for (const quality of Object.keys(durations)) {
					const parameters = { model, mode, quality };
					const [before, after] = [shownFields(parameters), shownFields(parameters, properties)];
					for (const name of ['mode', 'quality', 'duration', 'aspectRatio']) {
						expect(choicesOf(after, name)).toEqual(choicesOf(before, name));
					}
				}
			}
		});
	});
});
