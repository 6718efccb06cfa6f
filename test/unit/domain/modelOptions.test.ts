import {
	aspectRatiosOf,
	durationsByQuality,
	findModel,
	isOfModel,
	modeForImages,
	modesOf,
	needsPrompt,
	permissiveModel,
	qualitiesIn,
} from '../../../nodes/Hailuo/domain/modelOptions';
import type { Model } from '../../../nodes/Hailuo/domain/models';
import {
	documentedDurations,
	FIXED_MODES,
	MODEL_VALUES,
	offeredDurations,
	offeredModes,
	offeredQualities,
	offeredRatios,
	QUALITIES,
} from './documented';

const modelOf = (value: string) => findModel(value) as Model;
const HAILUO_02 = modelOf('MiniMax-Hailuo-02');
const HAILUO_23 = modelOf('MiniMax-Hailuo-2.3');
const FAST = modelOf('MiniMax-Hailuo-2.3-Fast');
const H3 = modelOf('minimax-h3');
const NEW = permissiveModel('MiniMax-Hailuo-9');

describe('findModel', () => {
	it.each(['minimax-hailuo-02', 'MINIMAX-H3', 'MiniMax-H3-Max-Turbo'])(
		'ignores the case of letters: %s',
		(value) => {
			expect(modelOf(value).value.toLowerCase()).toBe(value.toLowerCase());
		},
	);

	it.each([
		['minimax-h3-text-to-video', ['textToVideo']],
		['minimax-h3-image-to-video', ['imageToVideo', 'firstLastFrame', 'lastFrame']],
		['minimax-h3-max-reference-to-video', ['reference']],
	])('finds the name %s of the API, with only its modes %j', (name, modes) => {
		expect(Object.keys(modelOf(name).modes)).toEqual(modes);
	});

	it.each(['MiniMax-Hailuo-9', 'minimax', '', 'constructor'])('does not find "%s"', (name) => {
		expect(findModel(name)).toBeUndefined();
	});
});

describe('isOfModel', () => {
	it.each<[string | undefined, string | undefined, boolean]>([
		['MiniMax-Hailuo-02', 'MiniMax-Hailuo-02', true],
		['minimax-hailuo-02', 'MiniMax-Hailuo-02', true],
		['minimax-h3-reference-to-video', 'minimax-h3', true],
		['minimax-h3-max-text-to-video', 'minimax-h3', false],
		['minimax-h3-max-turbo-text-to-video', 'minimax-h3-max', false],
		['MiniMax-Hailuo-2.3-Fast', 'MiniMax-Hailuo-2.3', false],
		['minimax-h3-max-text-to-video', 'minimax-h3-text-to-video', false],
		['Other', ' other ', true],
		[undefined, 'minimax-h3', true],
		['Other', undefined, true],
	])('a task of %s is of the model %s: %s', (apiModel, filter, expected) => {
		expect(isOfModel(apiModel, filter)).toBe(expected);
	});
});

describe.each(MODEL_VALUES)('the options of %s', (value) => {
	const model = modelOf(value);

	it('are the documented modes; auto only if it can select one of several', () => {
		expect(modesOf(model)).toEqual(offeredModes(value));
	});

	it('are in each mode the documented qualities, durations and aspect ratios', () => {
		for (const mode of offeredModes(value)) {
			const durations = durationsByQuality(model, mode);
			expect([mode, qualitiesIn([durations])]).toEqual([mode, offeredQualities(value, mode)]);
			for (const quality of QUALITIES) {
				expect([mode, quality, durations[quality] ?? []]).toEqual([
					mode,
					quality,
					offeredDurations(value, mode, quality),
				]);
			}
			expect([mode, aspectRatiosOf(model, mode)]).toEqual([mode, offeredRatios(value, mode)]);
		}
	});
});

describe('modeForImages', () => {
	it.each([
		['MiniMax-Hailuo-02', ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined], HAILUO_02],
		['MiniMax-Hailuo-2.3', ['textToVideo', 'imageToVideo', undefined, undefined], HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', [undefined, 'imageToVideo', undefined, undefined], FAST],
		['minimax-h3', ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined], H3],
		['an unknown model', ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined], NEW],
	])('returns for %s with 0, 1, 2 and 3 images the modes %p', (_, modes, model) => {
		expect([0, 1, 2, 3].map((images) => modeForImages(model, images))).toEqual(modes);
	});
});

describe('needsPrompt', () => {
	it.each([
		['MiniMax-Hailuo-02', { textToVideo: true, imageToVideo: false, auto: false }, HAILUO_02],
		['MiniMax-Hailuo-2.3', { textToVideo: true, imageToVideo: true, auto: true }, HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', { imageToVideo: false }, FAST],
		['minimax-h3', { textToVideo: true, reference: true, auto: true }, H3],
		['an unknown model', { textToVideo: true, imageToVideo: false, auto: false }, NEW],
	])('returns for %s whether each mode requires a prompt: %j', (_, expected, model) => {
		for (const [mode, needs] of Object.entries(expected)) {
			expect([mode, needsPrompt(model, mode as 'auto')]).toEqual([mode, needs]);
		}
	});
});

describe('permissiveModel', () => {
	it('supports every model parameter and camera commands', () => {
		expect([...NEW.modelParams].sort()).toEqual(['fastPretreatment', 'promptOptimizer']);
		expect(NEW.hasCameraCommands).toBe(true);
	});

	it('has in each mode what any model has, except aspect ratios', () => {
		for (const mode of FIXED_MODES) {
			for (const quality of QUALITIES) {
				const durations = NEW.modes[mode]?.durations[quality] ?? [];
				expect([mode, quality, durations]).toEqual([
					mode,
					quality,
					documentedDurations(undefined, mode, quality),
				]);
			}
			expect(aspectRatiosOf(NEW, mode)).toEqual([]);
		}
	});

	it('accepts the longest prompt and the largest image of any model', () => {
		expect(NEW.modes.textToVideo).toMatchObject({
			apiModel: 'MiniMax-Hailuo-9',
			maxPrompt: 7000,
			images: { maxMegabytes: 30, minEdge: 256 },
		});
		expect(NEW.modes.textToVideo?.images.maxEdge).toBeUndefined();
	});

	it('sends frames in image_urls', () => {
		expect(NEW.modes.firstLastFrame?.media).toBe('image_urls');
	});

	it('has only modes that a known model has', () => {
		expect(modesOf(permissiveModel('MiniMax-Hailuo-9', [FAST]))).toEqual(['imageToVideo']);
	});
});

describe('qualitiesIn', () => {
	it('returns each quality once, lowest resolution first', () => {
		expect(qualitiesIn([{ '2k': [6], '1080p': [6] }, { '480p': [6] }, { '1080p': [6] }])).toEqual([
			'480p',
			'1080p',
			'2k',
		]);
	});
});
