import { MODELS } from '../../../nodes/Hailuo/domain/models';
import { DOCUMENTED } from './documented';

describe('MODELS', () => {
	it('contains exactly the documented combinations', () => {
		const combinations = MODELS.flatMap(({ id, modes }) =>
			Object.entries(modes).flatMap(([mode, { durations: durationsByQuality }]) =>
				Object.entries(durationsByQuality).flatMap(([quality, durations]) =>
					durations.map((seconds) => [id, mode, quality, seconds]),
				),
			),
		);

		expect(combinations).toEqual(DOCUMENTED);
	});

	it.each([
		['MiniMax-Hailuo-02', 'textToVideo', 'required'],
		['MiniMax-Hailuo-02', 'imageToVideo', 'optional'],
		['MiniMax-Hailuo-02', 'firstLastFrame', 'optional'],
		['MiniMax-Hailuo-2.3', 'textToVideo', 'required'],
		['MiniMax-Hailuo-2.3', 'imageToVideo', 'required'],
		['MiniMax-Hailuo-2.3-Fast', 'imageToVideo', 'optional'],
	] as const)('marks the prompt of %s in mode %s as %s', (id, mode, rule) => {
		expect(MODELS.find((model) => model.id === id)?.modes[mode]?.prompt).toBe(rule);
	});

	it.each([
		['MiniMax-Hailuo-02', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3', ['promptOptimizer', 'fastPretreatment']],
		['MiniMax-Hailuo-2.3-Fast', ['promptOptimizer']],
	])('lists for %s the model parameters %j', (id, modelParams) => {
		expect(MODELS.find((model) => model.id === id)?.modelParams).toEqual(modelParams);
	});

	it('starts with MiniMax-Hailuo-02, the default of the API and of the form', () => {
		expect(MODELS[0].id).toBe('MiniMax-Hailuo-02');
	});
});
