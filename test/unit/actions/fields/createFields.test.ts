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

/** What the documents know of a model or a mode; an expression can become any. */
const orAny = (value: string) => (value === EXPRESSION ? undefined : value);

/** The modes a form may offer: `auto` only where the number of images leaves a choice. */
function modesFor(model: string): string[] {
	const modes = documentedModes(orAny(model));
	return modes.length > 1 ? [...modes, 'auto'] : modes;
}

/** Of `auto`, only what is right for any number of images. */
function qualitiesFor(model: string, mode: string): string[] {
	if (mode !== 'auto') return documentedQualities(orAny(model), orAny(mode));
	return ['768p', '1080p'];
}

function durationsFor(model: string, mode: string, quality: string): number[] {
	const known = documentedDurations(
		orAny(model),
		mode === 'auto' ? undefined : orAny(mode),
		quality,
	);
	return known.length > 0 ? known : [6, 10];
}

const IMAGE_FIELDS: Record<string, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameUrl'],
	firstLastFrame: ['firstFrameUrl', 'lastFrameUrl'],
	auto: ['imageUrls'],
	[EXPRESSION]: ['firstFrameUrl', 'imageUrls', 'lastFrameUrl'],
};

/** Source: the documents' rule for the prompt; a mode that is not known yet requires nothing. */
const NEEDS_PROMPT = [
	['MiniMax-Hailuo-02', 'textToVideo'],
	['MiniMax-Hailuo-2.3', 'textToVideo'],
	['MiniMax-Hailuo-2.3', 'imageToVideo'],
	['MiniMax-Hailuo-2.3', 'auto'],
	[EXPRESSION, 'textToVideo'],
];

const models = [...MODEL_IDS, EXPRESSION];
const offered = models.flatMap((model) =>
	MODES.filter((mode) => mode === EXPRESSION || modesFor(model).includes(mode)).map((mode) => ({
		model,
		mode,
	})),
);
const offeredAtQualities = offered.flatMap(({ model, mode }) =>
	[...QUALITIES, EXPRESSION].map((quality) => ({ model, mode, quality })),
);

describe('createFields', () => {
	describe.each(offered)('$model, $mode', ({ model, mode }) => {
		const fields = shownFields({ model, mode, quality: '768p' });

		it('shows one Model with all models', () => {
			expect(choicesOf(fields, 'model')).toEqual([MODEL_IDS]);
		});

		it('shows one Mode with those of the model', () => {
			expect(choicesOf(fields, 'mode')).toEqual([modesFor(model)]);
		});

		it('shows one Prompt, required where the API requires it', () => {
			const isRequired = NEEDS_PROMPT.some(([m, n]) => m === model && n === mode);
			const prompts = fields.filter(({ name }) => name === 'prompt');
			expect(prompts.map(({ required }) => required)).toEqual([isRequired]);
		});

		it('shows the image fields of the mode', () => {
			const images = fields.map(({ name }) => name).filter((name) => /Frame|image/.test(name));
			expect(images.filter((name) => /Url/.test(name)).sort()).toEqual(IMAGE_FIELDS[mode]);
		});

		it('shows one Quality with what the documents allow', () => {
			expect(choicesOf(fields, 'quality')).toEqual([qualitiesFor(model, mode)]);
		});
	});

	it.each(offeredAtQualities)(
		'$model, $mode, $quality: one Duration with what the documents allow',
		({ model, mode, quality }) => {
			const fields = shownFields({ model, mode, quality });
			expect(choicesOf(fields, 'duration')).toEqual([durationsFor(model, mode, quality)]);
		},
	);

	it.each(offeredAtQualities)(
		'$model, $mode, $quality: no name twice, and each default can be chosen',
		({ model, mode, quality }) => {
			const fields = shownFields({ model, mode, quality });
			const names = fields.map(({ name }) => name);

			expect(names).toEqual([...new Set(names)]);
			for (const { name, default: byDefault } of fields.filter(({ type }) => type === 'options')) {
				expect(choicesOf(fields, name)[0]).toContain(byDefault);
			}
		},
	);

	/** The editor decides by what an expression gives for the current input; without input, '' or null. */
	it.each(
		['model', 'mode', 'quality', 'firstFrameSource', 'lastFrameSource'].flatMap((name) => [
			[name, ''],
			[name, null],
		]),
	)('%s by an expression that gives %j: the fields of an expression', (name, nothing) => {
		const parameters = { model: 'MiniMax-Hailuo-02', mode: 'firstLastFrame', quality: '768p' };

		expect(shownFields({ ...parameters, [name as string]: nothing })).toEqual(
			shownFields({ ...parameters, [name as string]: EXPRESSION }),
		);
	});

	describe('what stands out in the documents', () => {
		const shown = (mode: string, quality: string, name: string) =>
			choicesOf(shownFields({ model: 'MiniMax-Hailuo-02', mode, quality }), name);

		it.each(['textToVideo', 'firstLastFrame', 'auto'])('no 512p for %s', (mode) => {
			expect(shown(mode, '768p', 'quality')).toEqual([['768p', '1080p']]);
		});

		it('512p for an image', () => {
			expect(shown('imageToVideo', '768p', 'quality')).toEqual([['512p', '768p', '1080p']]);
		});

		it.each(MODES)('no 10 seconds at 1080p: %s', (mode) => {
			expect(shown(mode, '1080p', 'duration')).toEqual([[6]]);
		});

		it.each(MODES)('10 seconds at 768p: %s', (mode) => {
			expect(shown(mode, '768p', 'duration')).toEqual([[6, 10]]);
		});
	});

	it.each([
		['MiniMax-Hailuo-02', true],
		['MiniMax-Hailuo-2.3', true],
		['MiniMax-Hailuo-2.3-Fast', false],
		[EXPRESSION, true],
	])('%s: Fast Pretreatment can be added: %s', (model, canBeAdded) => {
		const options = shownOptions({ model });
		expect(options.includes('fastPretreatment')).toBe(canBeAdded);
		expect(options).toContain('promptOptimizer');
	});

	it('a mode that another model left behind offers no quality', () => {
		const fields = shownFields({ model: 'MiniMax-Hailuo-2.3-Fast', mode: 'firstLastFrame' });

		expect(choicesOf(fields, 'mode')).toEqual([['imageToVideo']]);
		expect(choicesOf(fields, 'quality')).toEqual([]);
	});

	describe('a new row in the table', () => {
		const row: Model = {
			id: 'MiniMax-Hailuo-9',
			name: 'MiniMax Hailuo 9',
			description: 'Two frames, long and sharp',
			modes: { firstLastFrame: { prompt: 'required', durations: { '1080p': [10] } } },
			modelParams: [],
		};
		const properties = createRequestFields([...MODELS, row]);

		it('is all that its fields need', () => {
			const parameters = { model: row.id, mode: 'firstLastFrame', quality: '1080p' };
			const fields = shownFields(parameters, properties);

			expect(choicesOf(fields, 'model')).toEqual([[...MODEL_IDS, row.id]]);
			expect(choicesOf(fields, 'mode')).toEqual([['firstLastFrame']]);
			expect(choicesOf(fields, 'quality')).toEqual([['1080p']]);
			expect(choicesOf(fields, 'duration')).toEqual([[10]]);
			expect(fields.find(({ name }) => name === 'prompt')?.required).toBe(true);
		});

		it('has a default that can be chosen in each of them', () => {
			const parameters = { model: row.id, mode: 'firstLastFrame', quality: '1080p' };
			const fields = shownFields(parameters, properties);

			for (const { name, default: byDefault } of fields.filter(({ type }) => type === 'options')) {
				expect(choicesOf(fields, name)[0]).toContain(byDefault);
			}
		});

		it('leaves the fields of the others as they are', () => {
			for (const parameters of offeredAtQualities.filter(({ model }) => model !== EXPRESSION)) {
				const [before, after] = [shownFields(parameters), shownFields(parameters, properties)];
				for (const name of ['mode', 'quality', 'duration']) {
					expect(choicesOf(after, name)).toEqual(choicesOf(before, name));
				}
			}
		});
	});
});
