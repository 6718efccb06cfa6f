import { MODELS, type Model } from '../../../nodes/Hailuo/domain/models';
import { validateCreateRequest } from '../../../nodes/Hailuo/domain/createRequest';
import {
	DOCUMENTED,
	documentedDurations,
	documentedModes,
	documentedQualities,
	DURATIONS,
	FIXED_MODES,
	MODEL_IDS,
	QUALITIES,
} from './documented';
import { bodyOf, issuesOf, FIRST, LAST, createInput } from './createInputs';

const IMAGES = { textToVideo: undefined, imageToVideo: [FIRST], firstLastFrame: [FIRST, LAST] };

describe('validateCreateRequest', () => {
	describe('with every combination of model, mode, quality and duration', () => {
		it.each(DOCUMENTED)(
			'accepts %s in mode %s at %s for %d s',
			(model, mode, quality, duration) => {
				expect(validateCreateRequest(createInput({ model, mode, quality, duration }))).toEqual({
					ok: true,
					value: {
						mode,
						body: {
							model,
							prompt: 'A paper boat',
							...(IMAGES[mode] && { image_urls: IMAGES[mode] }),
							quality,
							duration,
						},
					},
				});
			},
		);

		const allCombinations = MODEL_IDS.flatMap((model) =>
			FIXED_MODES.flatMap((mode) =>
				QUALITIES.flatMap((quality) =>
					DURATIONS.map((duration) => ({ model, mode, quality, duration })),
				),
			),
		);
		const undocumented = allCombinations.filter(
			({ model, mode, quality, duration }) =>
				!documentedDurations(model, mode, quality).includes(duration),
		);

		it.each(undocumented)(
			'rejects $model in mode $mode at $quality for $duration s and lists the allowed values',
			({ model, mode, quality, duration }) => {
				const qualities = documentedQualities(model, mode);
				const expected =
					qualities.length === 0
						? { start: `Mode "${mode}"`, choices: documentedModes(model).join(', ') }
						: qualities.includes(quality)
							? { start: `Duration "${duration}"`, choices: '6' }
							: { start: `Quality "${quality}"`, choices: qualities.join(', ') };
				const issues = issuesOf({ model, mode, quality, duration });

				expect(issues).toHaveLength(1);
				expect(issues[0].startsWith(expected.start)).toBe(true);
				expect(issues[0]).toContain(`Allowed: ${expected.choices}`);
			},
		);

		it('is tested with all 54 combinations', () => {
			expect([allCombinations.length, undocumented.length]).toEqual([54, 54 - DOCUMENTED.length]);
		});
	});

	describe('with quality and duration from expressions', () => {
		it.each([
			['a duration as text', { duration: '10' }, { duration: 10 }],
			['a duration as text with blanks', { duration: ' 6 ' }, { duration: 6 }],
			['a quality in capitals', { quality: '1080P' }, { quality: '1080p' }],
			['a quality with blanks', { quality: ' 768p ' }, { quality: '768p' }],
		])('accepts %s', (_, changes, expected) => {
			expect(bodyOf(changes)).toMatchObject(expected);
		});

		it.each([
			['an empty duration', { duration: '' }, 'Duration (empty)'],
			['a duration in words', { duration: 'six' }, 'Duration "six"'],
			['a duration with its unit', { duration: '6s' }, 'Duration "6s"'],
			['a duration of 8 s', { duration: 8 }, 'Duration "8"'],
			['a duration of 6.5 s', { duration: 6.5 }, 'Duration "6.5"'],
			['a boolean duration', { duration: true }, 'Duration "true"'],
			['a list of durations', { duration: [6] }, 'Duration a list'],
			['a numeric quality', { quality: 768 }, 'Quality "768"'],
			['an undefined quality', { quality: undefined }, 'Quality (empty)'],
		])('rejects %s', (_, changes, issue) => {
			expect(issuesOf(changes)).toEqual([expect.stringContaining(issue)]);
		});
	});

	describe('with mode auto', () => {
		it.each([
			[[], 'textToVideo'],
			[[FIRST], 'imageToVideo'],
			[[FIRST, LAST], 'firstLastFrame'],
		])('resolves the image URLs %j to the mode %s', (imageUrls, mode) => {
			expect(validateCreateRequest(createInput({ mode: 'auto', imageUrls }))).toMatchObject({
				ok: true,
				value: { mode },
			});
		});

		it('accepts 512p with one image, as in mode imageToVideo', () => {
			expect(bodyOf({ mode: 'auto', imageUrls: FIRST, quality: '512p' }).quality).toBe('512p');
		});

		it.each([
			['a request without images at 512p', { imageUrls: '', quality: '512p' }, 'Quality "512p"'],
			['two images at 512p', { imageUrls: [FIRST, LAST], quality: '512p' }, 'Quality "512p"'],
			[
				'three images',
				{ imageUrls: [FIRST, LAST, FIRST] },
				'Image URLs has 3 URLs. Allowed: 0, 1, 2',
			],
			[
				'two images for MiniMax-Hailuo-2.3',
				{ model: 'MiniMax-Hailuo-2.3', imageUrls: [FIRST, LAST] },
				'Image URLs has 2 URLs. Allowed: 0, 1 with MiniMax-Hailuo-2.3',
			],
			[
				'a request without images for MiniMax-Hailuo-2.3-Fast',
				{ model: 'MiniMax-Hailuo-2.3-Fast', imageUrls: '' },
				'Image URLs has 0 URLs. Allowed: 1 with MiniMax-Hailuo-2.3-Fast',
			],
		])('rejects %s', (_, changes, issue) => {
			expect(issuesOf({ mode: 'auto', ...changes })).toEqual([expect.stringContaining(issue)]);
		});
	});

	describe('with different prompts', () => {
		it.each([
			['2,000 characters', 'x'.repeat(2000)],
			['2,000 emoji', '🎬'.repeat(2000)],
			['line breaks and brackets', 'A boat\n[Pan left,Pedestal up] then [Zoom in]'],
			['quotation marks and backslashes', '"C:\\boat" – «été» 船'],
		])('sends a prompt with %s unchanged', (_, prompt) => {
			expect(bodyOf({ prompt }).prompt).toBe(prompt);
		});

		it.each([
			['2,001 characters', 'x'.repeat(2001)],
			['2,001 emoji', '🎬'.repeat(2001)],
		])('rejects a prompt with %s and reports the count', (_, prompt) => {
			expect(issuesOf({ prompt })).toEqual([expect.stringMatching(/^Prompt has 2001 .*2000/)]);
		});

		it('converts a numeric prompt to text', () => {
			expect(bodyOf({ prompt: 1984 }).prompt).toBe('1984');
		});

		it.each([
			['an object', { text: 'A boat' }, 'an object'],
			['a list', ['A boat'], 'a list'],
			['NaN', NaN, '"NaN"'],
			['Infinity', Infinity, '"Infinity"'],
			['true', true, '"true"'],
		])('rejects %s as the prompt', (_, prompt, description) => {
			expect(issuesOf({ prompt })).toEqual([`Prompt is ${description}. It must be text`]);
		});

		const emptyPrompts = ['', '   ', '\n\t', null, undefined];

		it.each(emptyPrompts)('rejects the empty prompt %j when there is no image', (prompt) => {
			expect(issuesOf({ prompt })).toEqual([expect.stringMatching(/^Prompt is empty/)]);
		});

		it.each(emptyPrompts)('omits the empty prompt %j when there is an image', (prompt) => {
			expect(bodyOf({ mode: 'imageToVideo', prompt })).not.toHaveProperty('prompt');
		});

		it('rejects an empty prompt with an image when the model is MiniMax-Hailuo-2.3', () => {
			const changes = { model: 'MiniMax-Hailuo-2.3', mode: 'imageToVideo', prompt: '' };
			expect(issuesOf(changes)).toEqual([expect.stringMatching(/^Prompt is empty/)]);
		});
	});

	describe('with model parameters', () => {
		it.each([
			['no parameters', {}, undefined],
			['the prompt optimizer off', { promptOptimizer: false }, { prompt_optimizer: false }],
			['the prompt optimizer on', { promptOptimizer: true }, { prompt_optimizer: true }],
			['fast pretreatment on', { fastPretreatment: true }, { fast_pretreatment: true }],
			[
				'both parameters off',
				{ promptOptimizer: false, fastPretreatment: false },
				{ prompt_optimizer: false, fast_pretreatment: false },
			],
		])('maps %s (%j) to model_params %j', (_, changes, expected) => {
			expect(bodyOf(changes).model_params).toEqual(expected);
		});

		it('omits model_params when no parameter is set', () => {
			expect(bodyOf({})).not.toHaveProperty('model_params');
		});

		it.each(['true', 1, 0, [], {}])('rejects %j as the value of Prompt Optimizer', (value) => {
			expect(issuesOf({ promptOptimizer: value })).toEqual([
				expect.stringMatching(/^Prompt Optimizer is .*Allowed: true, false/),
			]);
		});

		it('rejects a parameter that the model does not support', () => {
			const changes = { model: 'MiniMax-Hailuo-2.3-Fast', mode: 'imageToVideo' };
			expect(issuesOf({ ...changes, fastPretreatment: true })).toEqual([
				expect.stringMatching(/^Fast Pretreatment .*MiniMax-Hailuo-2\.3-Fast/),
			]);
			expect(bodyOf({ ...changes, promptOptimizer: false }).model_params).toEqual({
				prompt_optimizer: false,
			});
		});
	});

	describe('with a model that is not in the model table', () => {
		it.each([
			['text to video at 1080p', { mode: 'textToVideo', quality: '1080p' }],
			['image to video at 512p for 10 s', { mode: 'imageToVideo', quality: '512p', duration: 10 }],
			['first and last frame', { mode: 'firstLastFrame' }],
			['all model parameters', { promptOptimizer: true, fastPretreatment: true }],
		])('accepts %s, which another model supports', (_, changes) => {
			expect(bodyOf({ model: ' MiniMax-Hailuo-9 ', ...changes }).model).toBe('MiniMax-Hailuo-9');
		});

		it('rejects a combination that no model supports', () => {
			const changes = { model: 'MiniMax-Hailuo-9', quality: '1080p', duration: 10 };
			expect(issuesOf(changes)).toEqual([expect.stringMatching(/^Duration "10"/)]);
		});

		it('validates against the rules of the model once the table has a row for it', () => {
			const row: Model = {
				id: 'MiniMax-Hailuo-9',
				name: 'MiniMax Hailuo 9',
				description: '',
				modes: { firstLastFrame: { prompt: 'required', durations: { '1080p': [10] } } },
				modelParams: [],
			};
			const models = [...MODELS, row];
			const valid = {
				model: 'MiniMax-Hailuo-9',
				mode: 'firstLastFrame',
				quality: '1080p',
				duration: 10,
			};

			expect(bodyOf(valid, models)).toMatchObject({ quality: '1080p', duration: 10 });
			for (const [changes, start] of [
				[{ mode: 'textToVideo' }, 'Mode'],
				[{ quality: '768p' }, 'Quality'],
				[{ duration: 6 }, 'Duration'],
				[{ prompt: '' }, 'Prompt'],
				[{ promptOptimizer: true }, 'Prompt Optimizer'],
			] as const) {
				expect(issuesOf({ ...valid, ...changes }, models)).toEqual([
					expect.stringContaining(start),
				]);
			}
		});
	});

	it('reports all issues at once', () => {
		const issues = issuesOf({
			mode: 'firstLastFrame',
			prompt: 'x'.repeat(2001),
			firstFrameUrl: 'first.png',
			lastFrameUrl: '',
			quality: '512p',
			promptOptimizer: 'no',
		});

		expect(issues.map((issue) => issue.split(/ (?:is|has|")/)[0]).sort()).toEqual([
			'First Frame URL',
			'Last Frame URL',
			'Prompt',
			'Prompt Optimizer',
			'Quality',
		]);
	});

	it.each([
		['an empty model', { model: '' }, /^Model is empty.*MiniMax-Hailuo-02/],
		[
			'a list as the model',
			{ model: ['MiniMax-Hailuo-02'] },
			/^Model is a list.*MiniMax-Hailuo-02/,
		],
		[
			'a long text as the model',
			{ model: 'A boat '.repeat(20) },
			/^Model is "A boat A.*MiniMax-Hailuo-02/,
		],
		['an undefined mode', { mode: undefined }, /^Mode \(empty\).*textToVideo/],
		['an unknown mode', { mode: 'videoToVideo' }, /^Mode "videoToVideo".*textToVideo/],
	])('rejects %s and lists the allowed values', (_, changes, issue) => {
		expect(issuesOf(changes)).toEqual([expect.stringMatching(issue)]);
	});
});
