import { createRequestFields } from '../../../../nodes/Hailuo/actions/fields/createFields';
import { MODELS, type Model } from '../../../../nodes/Hailuo/domain/models';
import {
	documentedDurations,
	documentedModes,
	documentedQualities,
	MODEL_IDS,
	QUALITIES,
} from '../../domain/documented';
import { choicesOf, EXPRESSION, shownFields, shownOptions } from './form';

const MODES = ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto', EXPRESSION];

/** The model or mode to look up in the documentation; an expression can resolve to any of them. */
const orAny = (value: string) => (value === EXPRESSION ? undefined : value);

/** The modes that the form may offer: `auto` only if the model has more than one mode. */
function modesFor(model: string): string[] {
	const modes = documentedModes(orAny(model));
	return modes.length > 1 ? [...modes, 'auto'] : modes;
}

/** For `auto`, only the qualities that are valid for any number of images. */
function qualitiesFor(model: string, mode: string): string[] {
	if (mode !== 'auto') return documentedQualities(orAny(model), orAny(mode));
	return ['768p', '1080p'];
}

function durationsFor(model: string, mode: string, quality: string): number[] {
	const documented = documentedDurations(
		orAny(model),
		mode === 'auto' ? undefined : orAny(mode),
		quality,
	);
	return documented.length > 0 ? documented : [6, 10];
}

const IMAGE_FIELDS: Record<string, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameUrl'],
	firstLastFrame: ['firstFrameUrl', 'lastFrameUrl'],
	auto: ['imageUrls'],
	[EXPRESSION]: ['firstFrameUrl', 'imageUrls', 'lastFrameUrl'],
};

/** Source: the documented rule for the prompt; a mode that is an expression does not require one. */
const NEEDS_PROMPT = [
	['MiniMax-Hailuo-02', 'textToVideo'],
	['MiniMax-Hailuo-2.3', 'textToVideo'],
	['MiniMax-Hailuo-2.3', 'imageToVideo'],
	['MiniMax-Hailuo-2.3', 'auto'],
	[EXPRESSION, 'textToVideo'],
];

const models = [...MODEL_IDS, EXPRESSION];
const combinations = models.flatMap((model) =>
	MODES.filter((mode) => mode === EXPRESSION || modesFor(model).includes(mode)).map((mode) => ({
		model,
		mode,
	})),
);
const combinationsWithQuality = combinations.flatMap(({ model, mode }) =>
	[...QUALITIES, EXPRESSION].map((quality) => ({ model, mode, quality })),
);

describe('createRequestFields', () => {
	describe.each(combinations)('with $model in mode $mode', ({ model, mode }) => {
		const fields = shownFields({ model, mode, quality: '768p' });

		it('shows one field Model with all models', () => {
			expect(choicesOf(fields, 'model')).toEqual([MODEL_IDS]);
		});

		it('shows one field Mode with the modes of the model', () => {
			expect(choicesOf(fields, 'mode')).toEqual([modesFor(model)]);
		});

		it('shows one field Prompt, required when the API requires it', () => {
			const isRequired = NEEDS_PROMPT.some(([m, n]) => m === model && n === mode);
			const prompts = fields.filter(({ name }) => name === 'prompt');
			expect(prompts.map(({ required }) => required)).toEqual([isRequired]);
		});

		it('shows the image fields of the mode', () => {
			const images = fields.map(({ name }) => name).filter((name) => /Frame|image/.test(name));
			expect(images.filter((name) => /Url/.test(name)).sort()).toEqual(IMAGE_FIELDS[mode]);
		});

		it('shows one field Quality with the documented qualities', () => {
			expect(choicesOf(fields, 'quality')).toEqual([qualitiesFor(model, mode)]);
		});
	});

	it.each(combinationsWithQuality)(
		'shows for $model in mode $mode at $quality one field Duration with the documented durations',
		({ model, mode, quality }) => {
			const fields = shownFields({ model, mode, quality });
			expect(choicesOf(fields, 'duration')).toEqual([durationsFor(model, mode, quality)]);
		},
	);

	it.each(combinationsWithQuality)(
		'shows for $model in mode $mode at $quality no field twice and only defaults that are options',
		({ model, mode, quality }) => {
			const fields = shownFields({ model, mode, quality });
			const names = fields.map(({ name }) => name);

			expect(names).toEqual([...new Set(names)]);
			for (const { name, default: byDefault } of fields.filter(({ type }) => type === 'options')) {
				expect(choicesOf(fields, name)[0]).toContain(byDefault);
			}
		},
	);

	/** The editor uses the result of the expression for the current input; without input it is '' or null. */
	it.each(
		['model', 'mode', 'quality', 'firstFrameSource', 'lastFrameSource'].flatMap((name) => [
			[name, ''],
			[name, null],
		]),
	)('shows all possible fields when the expression for %s returns %j', (name, emptyResult) => {
		const parameters = { model: 'MiniMax-Hailuo-02', mode: 'firstLastFrame', quality: '768p' };

		expect(shownFields({ ...parameters, [name as string]: emptyResult })).toEqual(
			shownFields({ ...parameters, [name as string]: EXPRESSION }),
		);
	});

	describe('with MiniMax-Hailuo-02', () => {
		const optionsOf = (mode: string, quality: string, name: string) =>
			choicesOf(shownFields({ model: 'MiniMax-Hailuo-02', mode, quality }), name);

		it.each(['textToVideo', 'firstLastFrame', 'auto'])('does not offer 512p in mode %s', (mode) => {
			expect(optionsOf(mode, '768p', 'quality')).toEqual([['768p', '1080p']]);
		});

		it('offers 512p in mode imageToVideo', () => {
			expect(optionsOf('imageToVideo', '768p', 'quality')).toEqual([['512p', '768p', '1080p']]);
		});

		it.each(MODES)('does not offer 10 s at 1080p in mode %s', (mode) => {
			expect(optionsOf(mode, '1080p', 'duration')).toEqual([[6]]);
		});

		it.each(MODES)('offers 10 s at 768p in mode %s', (mode) => {
			expect(optionsOf(mode, '768p', 'duration')).toEqual([[6, 10]]);
		});
	});

	it.each([
		['MiniMax-Hailuo-02', true],
		['MiniMax-Hailuo-2.3', true],
		['MiniMax-Hailuo-2.3-Fast', false],
		[EXPRESSION, true],
	])('offers the option Fast Pretreatment for %s: %s', (model, isOffered) => {
		const options = shownOptions({ model });
		expect(options.includes('fastPretreatment')).toBe(isOffered);
		expect(options).toContain('promptOptimizer');
	});

	it('shows no field Quality for a mode that the model does not support', () => {
		const fields = shownFields({ model: 'MiniMax-Hailuo-2.3-Fast', mode: 'firstLastFrame' });

		expect(choicesOf(fields, 'mode')).toEqual([['imageToVideo']]);
		expect(choicesOf(fields, 'quality')).toEqual([]);
	});

	describe('with a new row in the model table', () => {
		const row: Model = {
			id: 'MiniMax-Hailuo-9',
			name: 'MiniMax Hailuo 9',
			description: 'Two frames, long and sharp',
			modes: { firstLastFrame: { prompt: 'required', durations: { '1080p': [10] } } },
			modelParams: [],
		};
		const properties = createRequestFields([...MODELS, row]);

		it('shows the fields of the new model', () => {
			const parameters = { model: row.id, mode: 'firstLastFrame', quality: '1080p' };
			const fields = shownFields(parameters, properties);

			expect(choicesOf(fields, 'model')).toEqual([[...MODEL_IDS, row.id]]);
			expect(choicesOf(fields, 'mode')).toEqual([['firstLastFrame']]);
			expect(choicesOf(fields, 'quality')).toEqual([['1080p']]);
			expect(choicesOf(fields, 'duration')).toEqual([[10]]);
			expect(fields.find(({ name }) => name === 'prompt')?.required).toBe(true);
		});

		it('shows only defaults that are options of the field', () => {
			const parameters = { model: row.id, mode: 'firstLastFrame', quality: '1080p' };
			const fields = shownFields(parameters, properties);

			for (const { name, default: byDefault } of fields.filter(({ type }) => type === 'options')) {
				expect(choicesOf(fields, name)[0]).toContain(byDefault);
			}
		});

		it('does not change the fields of the other models', () => {
			for (const parameters of combinationsWithQuality.filter(
				({ model }) => model !== EXPRESSION,
			)) {
				const [before, after] = [shownFields(parameters), shownFields(parameters, properties)];
				for (const name of ['mode', 'quality', 'duration']) {
					expect(choicesOf(after, name)).toEqual(choicesOf(before, name));
				}
			}
		});
	});
});
