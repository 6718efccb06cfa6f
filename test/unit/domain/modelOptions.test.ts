import {
	apiModelsOf,
	findModel,
	isOfModel,
	sortedQualities,
	unknownModel,
} from '../../../nodes/Hailuo/domain/modelOptions';
import { MODELS, type Model } from '../../../nodes/Hailuo/domain/models';
import { offeredModes, QUALITIES } from './documented';

const modelOf = (value: string) => findModel(value) as Model;

describe('findModel', () => {
	it.each([
		['minimax-hailuo-02', 'MiniMax-Hailuo-02', ['textToVideo', 'imageToVideo', 'firstLastFrame']],
		[' MiniMax-H3-Max-Turbo\n', 'minimax-h3-max-turbo', offeredModes('minimax-h3-max').slice(0, 3)],
		['minimax-h3-text-to-video', 'minimax-h3', ['textToVideo']],
		['minimax-h3-image-to-video', 'minimax-h3', ['imageToVideo', 'firstLastFrame', 'lastFrame']],
		['minimax-h3-max-reference-to-video', 'minimax-h3-max', ['reference']],
	])('finds by the name %j the model %s with the modes %j', (name, value, modes) => {
		const model = modelOf(name);
		expect([model.value, Object.keys(model.modes)]).toEqual([value, modes]);
	});

	it.each(['MiniMax-Hailuo-9', 'minimax', '', 'constructor'])('does not find "%s"', (name) => {
		expect(findModel(name)).toBeUndefined();
	});
});

describe('apiModelsOf', () => {
	it.each([
		['MiniMax-Hailuo-02', ['MiniMax-Hailuo-02']],
		[
			'minimax-h3-max',
			['text', 'image', 'reference'].map((media) => `minimax-h3-max-${media}-to-video`),
		],
		['minimax-h3-text-to-video', ['minimax-h3-text-to-video']],
		['MiniMax-Hailuo-9', ['MiniMax-Hailuo-9']],
	])('returns for %s the names %j', (value, names) => {
		expect(apiModelsOf(value)).toEqual(names);
	});
});

describe('isOfModel', () => {
	it.each<[string | undefined, string | undefined, boolean]>([
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

/** The modes, qualities, durations and aspect ratios of each model are tested with the form. */
describe('sortedQualities', () => {
	it('returns the qualities of all models, lowest resolution first', () => {
		expect(sortedQualities([...MODELS].reverse())).toEqual(QUALITIES);
	});
});

/** What requests it accepts is tested with `readCreateRequest`. */
describe('unknownModel', () => {
	it('accepts the image of any model', () => {
		expect(unknownModel('MiniMax-Hailuo-9').images).toEqual({
			formats: ['JPEG', 'PNG', 'WebP', 'HEIC'],
			maxMegabytes: 30,
			minEdge: 256,
		});
	});
});
