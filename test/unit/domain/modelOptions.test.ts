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

const known = (id: string) => findModel(id) as Model;
const HAILUO_02 = known('MiniMax-Hailuo-02');
const HAILUO_23 = known('MiniMax-Hailuo-2.3');
const FAST = known('MiniMax-Hailuo-2.3-Fast');
const NEW = permissiveModel('MiniMax-Hailuo-9');

describe('modelOptions', () => {
	it.each([
		['MiniMax-Hailuo-02', HAILUO_02, ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto']],
		['MiniMax-Hailuo-2.3', HAILUO_23, ['textToVideo', 'imageToVideo', 'auto']],
		['MiniMax-Hailuo-2.3-Fast, where nothing is to decide', FAST, ['imageToVideo']],
		['an unknown model', NEW, ['textToVideo', 'imageToVideo', 'firstLastFrame', 'auto']],
	])('%s: the modes', (_, model, modes) => {
		expect(modesOf(model)).toEqual(modes);
	});

	it.each([
		['MiniMax-Hailuo-02', HAILUO_02, ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined]],
		['MiniMax-Hailuo-2.3', HAILUO_23, ['textToVideo', 'imageToVideo', undefined, undefined]],
		['MiniMax-Hailuo-2.3-Fast', FAST, [undefined, 'imageToVideo', undefined, undefined]],
		['an unknown model', NEW, ['textToVideo', 'imageToVideo', 'firstLastFrame', undefined]],
	])('%s: what 0, 1, 2 and 3 images mean', (_, model, modes) => {
		expect([0, 1, 2, 3].map((images) => modeForImages(model, images))).toEqual(modes);
	});

	it.each([
		['MiniMax-Hailuo-02', HAILUO_02],
		['MiniMax-Hailuo-2.3', HAILUO_23],
		['MiniMax-Hailuo-2.3-Fast', FAST],
		['an unknown model', NEW],
	])('%s: auto offers what is right for any number of images', (_, model) => {
		expect(durationsByQuality(model, 'auto')).toEqual({ '768p': [6, 10], '1080p': [6] });
	});

	it.each([
		['MiniMax-Hailuo-02', HAILUO_02, { textToVideo: true, imageToVideo: false, auto: false }],
		['MiniMax-Hailuo-2.3', HAILUO_23, { textToVideo: true, imageToVideo: true, auto: true }],
		['MiniMax-Hailuo-2.3-Fast', FAST, { imageToVideo: false, auto: false, textToVideo: false }],
		['an unknown model', NEW, { textToVideo: true, imageToVideo: false, auto: false }],
	])('%s: which modes need a prompt', (_, model, expected) => {
		for (const [mode, needs] of Object.entries(expected)) {
			expect([mode, needsPrompt(model, mode as 'auto')]).toEqual([mode, needs]);
		}
	});

	describe('an unknown model', () => {
		it.each([
			['textToVideo', { '768p': [6, 10], '1080p': [6] }],
			['imageToVideo', { '512p': [6, 10], '768p': [6, 10], '1080p': [6] }],
			['firstLastFrame', { '768p': [6, 10], '1080p': [6] }],
		] as const)('may do in %s what any model may', (mode, clips) => {
			expect(durationsByQuality(NEW, mode)).toEqual(clips);
		});

		it('may be given every extra parameter', () => {
			expect([...NEW.modelParams].sort()).toEqual(['fastPretreatment', 'promptOptimizer']);
		});

		it('has no mode that no model has', () => {
			expect(modesOf(permissiveModel('MiniMax-Hailuo-9', [FAST]))).toEqual(['imageToVideo']);
		});

		it('keeps its own name', () => {
			expect(NEW.id).toBe('MiniMax-Hailuo-9');
		});
	});

	it('says nothing about a mode that a model does not have', () => {
		expect(durationsByQuality(FAST, 'textToVideo')).toEqual({});
	});

	it('lists together what several offer, in the order of the form', () => {
		expect(union([{ '1080p': [6] }, { '512p': [10] }, { '1080p': [10, 6] }])).toEqual({
			'512p': [10],
			'1080p': [6, 10],
		});
	});
});
