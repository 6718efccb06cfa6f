import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { DOCUMENTED } from './documented';

describe('models', () => {
	it('offers exactly the videos of the documents', () => {
		const offered = MODELS.flatMap(({ id, modes }) =>
			Object.entries(modes).flatMap(([mode, { durations: clips }]) =>
				Object.entries(clips).flatMap(([quality, durations]) =>
					durations.map((seconds) => [id, mode, quality, seconds]),
				),
			),
		);

		expect(offered).toEqual(DOCUMENTED);
	});

	it.each([
		['MiniMax-Hailuo-02', 'textToVideo', 'required'],
		['MiniMax-Hailuo-02', 'imageToVideo', 'optional'],
		['MiniMax-Hailuo-02', 'firstLastFrame', 'optional'],
		['MiniMax-Hailuo-2.3', 'textToVideo', 'required'],
		['MiniMax-Hailuo-2.3', 'imageToVideo', 'required'],
		['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', 'optional'],
	] as const)('%s, %s: the prompt is %s', (id, mode, rule) => {
		expect(MODELS.find((model) => model.id === id)?.modes[mode]?.prompt).toBe(rule);
	});

	it.each([
		['MiniMax-Hailuo-02', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3-Fast', ['promptOptimizer']],
	])('%s takes the extra parameters %j', (id, extras) => {
		expect(MODELS.find((model) => model.id === id)?.modelParams).toEqual(extras);
	});

	it('begins with the default of the API, which the form chooses first', () => {
		expect(MODELS[0].id).toBe('MiniMax-Hailuo-02');
	});
});
