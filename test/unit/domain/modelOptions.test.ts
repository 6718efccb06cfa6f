import {
	durationsByQuality,
	findModel,
	permissiveModel,
	modeForImages,
	modesOf,
	needsPrompt,
	union,
} from '../../../nodes/Hailuo/domain/modelOptions';
import type { Model } from '../../../nodes/Hailuo/domain/models';

const modelOf = (id: string) => findModel(id) as Model;
const HAILUO_02 = modelOf('MiniMax-Hailuo-02');
const HAILUO_23 = modelOf('MiniMax-Hailuo-2.3');
const FAST = modelOf('MiniMax-Hailuo-2.3-Fast');
const NEW = permissiveModel('MiniMax-Hailuo-9');

describe('modesOf', () => {
	it.each([
		['MiniMax-Hailuo-02', ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto'], HAILUO_02],
		['MiniMax-Hailuo-2.3', ['textToVideo', 'imageToVideo', 'auto'], HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast (without auto, because it has one mode)', ['imageToVideo'], FAST],
		['an unknown model', ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto'], NEW],
	])('returns for %s the modes %j', (_, modes, model) => {
		expect(modesOf(model)).toEqual(modes);
	});
});

describe('modeForImages', () => {
	it.each([
		['MiniMax-Hailuo-02', ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined], HAILUO_02],
		['MiniMax-Hailuo-2.3', ['textToVideo', 'imageToVideo', undefined, undefined], HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', [undefined, 'imageToVideo', undefined, undefined], FAST],
		['an unknown model', ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined], NEW],
	])('returns for %s with 0, 1, 2 and 3 images the modes %p', (_, modes, model) => {
		expect([0, 1, 2, 3].map((images) => modeForImages(model, images))).toEqual(modes);
	});
});

describe('durationsByQuality', () => {
	it.each([
		['MiniMax-Hailuo-02', HAILUO_02],
		['MiniMax-Hailuo-2.3', HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', FAST],
		['an unknown model', NEW],
	])('returns for %s in mode auto only what is valid for any number of images', (_, model) => {
		expect(durationsByQuality(model, 'auto')).toEqual({ '768p': [6, 10], '1080p': [6] });
	});

	it.each([
		['textToVideo', { '768p': [6, 10], '1080p': [6] }],
		['imageToVideo', { '512p': [6, 10], '768p': [6, 10], '1080p': [6] }],
		['firstLastFrame', { '768p': [6, 10], '1080p': [6] }],
	] as const)(
		'returns for an unknown model in mode %s what any model supports',
		(mode, expected) => {
			expect(durationsByQuality(NEW, mode)).toEqual(expected);
		},
	);

	it('returns an empty object for a mode that the model does not support', () => {
		expect(durationsByQuality(FAST, 'textToVideo')).toEqual({});
	});
});

describe('needsPrompt', () => {
	it.each([
		['MiniMax-Hailuo-02', { textToVideo: true, imageToVideo: false, auto: false }, HAILUO_02],
		['MiniMax-Hailuo-2.3', { textToVideo: true, imageToVideo: true, auto: true }, HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', { imageToVideo: false, auto: false, textToVideo: false }, FAST],
		['an unknown model', { textToVideo: true, imageToVideo: false, auto: false }, NEW],
	])('returns for %s whether each mode requires a prompt: %j', (_, expected, model) => {
		for (const [mode, needs] of Object.entries(expected)) {
			expect([mode, needsPrompt(model, mode as 'auto')]).toEqual([mode, needs]);
		}
	});
});

describe('permissiveModel', () => {
	it('supports every model parameter', () => {
		expect([...NEW.modelParams].sort()).toEqual(['fastPretreatment', 'promptOptimizer']);
	});

	it('has only modes that a known model has', () => {
		expect(modesOf(permissiveModel('MiniMax-Hailuo-9', [FAST]))).toEqual(['imageToVideo']);
	});

	it('keeps the ID of the unknown model', () => {
		expect(NEW.id).toBe('MiniMax-Hailuo-9');
	});
});

describe('union', () => {
	it('merges the qualities and durations of several models, in the order of the form', () => {
		expect(union([{ '1080p': [6] }, { '512p': [10] }, { '1080p': [10, 6] }])).toEqual({
			'512p': [10],
			'1080p': [6, 10],
		});
	});
});
