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
import { bodyOf, issuesOf, FIRST, LAST, wish } from './createInputs';

const IMAGES = { textToVideo: undefined, imageToVideo: [FIRST], firstLastFrame: [FIRST, LAST] };

describe('createRequest', () => {
	describe('model × mode × quality × duration', () => {
		it.each(DOCUMENTED)('%s, %s, %s, %d s is sent', (model, mode, quality, duration) => {
			expect(validateCreateRequest(wish({ model, mode, quality, duration }))).toEqual({
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
		});

		const everything = MODEL_IDS.flatMap((model) =>
			FIXED_MODES.flatMap((mode) =>
				QUALITIES.flatMap((quality) =>
					DURATIONS.map((duration) => ({ model, mode, quality, duration })),
				),
			),
		);
		const undocumented = everything.filter(
			({ model, mode, quality, duration }) =>
				!documentedDurations(model, mode, quality).includes(duration),
		);

		it.each(undocumented)(
			'$model, $mode, $quality, $duration s is refused with the field and its choices',
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

		it('covers the full cross product', () => {
			expect([everything.length, undocumented.length]).toEqual([54, 54 - DOCUMENTED.length]);
		});
	});

	describe('quality and duration as expressions give them', () => {
		it.each([
			['duration as text', { duration: '10' }, { duration: 10 }],
			['duration as text with blanks', { duration: ' 6 ' }, { duration: 6 }],
			['quality in capitals', { quality: '1080P' }, { quality: '1080p' }],
			['quality with blanks', { quality: ' 768p ' }, { quality: '768p' }],
		])('%s is understood', (_, given, sent) => {
			expect(bodyOf(given)).toMatchObject(sent);
		});

		it.each([
			['no duration', { duration: '' }, 'Duration (empty)'],
			['a duration in words', { duration: 'six' }, 'Duration "six"'],
			['a duration with its unit', { duration: '6s' }, 'Duration "6s"'],
			['a duration between', { duration: 8 }, 'Duration "8"'],
			['a fraction', { duration: 6.5 }, 'Duration "6.5"'],
			['a duration that is true', { duration: true }, 'Duration "true"'],
			['a list of durations', { duration: [6] }, 'Duration a list'],
			['a quality that is a number', { quality: 768 }, 'Quality "768"'],
			['no quality', { quality: undefined }, 'Quality (empty)'],
		])('%s is refused', (_, given, start) => {
			expect(issuesOf(given)).toEqual([expect.stringContaining(start)]);
		});
	});

	describe('mode auto', () => {
		it.each([
			[[], 'textToVideo'],
			[[FIRST], 'imageToVideo'],
			[[FIRST, LAST], 'firstLastFrame'],
		])('%j means %s, and so says the request', (imageUrls, mode) => {
			expect(validateCreateRequest(wish({ mode: 'auto', imageUrls }))).toMatchObject({
				ok: true,
				value: { mode },
			});
		});

		it('offers with one image what image to video does', () => {
			expect(bodyOf({ mode: 'auto', imageUrls: FIRST, quality: '512p' }).quality).toBe('512p');
		});

		it.each([
			['none, at 512p', { imageUrls: '', quality: '512p' }, 'Quality "512p"'],
			['two, at 512p', { imageUrls: [FIRST, LAST], quality: '512p' }, 'Quality "512p"'],
			['three', { imageUrls: [FIRST, LAST, FIRST] }, 'Image URLs has 3 URLs. Allowed: 0, 1, 2'],
			[
				'two for 2.3',
				{ model: 'MiniMax-Hailuo-2.3', imageUrls: [FIRST, LAST] },
				'Image URLs has 2 URLs. Allowed: 0, 1 with MiniMax-Hailuo-2.3',
			],
			[
				'none for 2.3 Fast',
				{ model: 'MiniMax-Hailuo-2.3-Fast', imageUrls: '' },
				'Image URLs has 0 URLs. Allowed: 1 with MiniMax-Hailuo-2.3-Fast',
			],
		])('%s is refused', (_, changes, issue) => {
			expect(issuesOf({ mode: 'auto', ...changes })).toEqual([expect.stringContaining(issue)]);
		});
	});

	describe('prompt', () => {
		it.each([
			['2000 characters', 'x'.repeat(2000)],
			['2000 emoji', '🎬'.repeat(2000)],
			['line breaks and brackets', 'A boat\n[Pan left,Pedestal up] then [Zoom in]'],
			['quotation marks and backslashes', '"C:\\boat" – «été» 船'],
		])('%s goes out as it is', (_, prompt) => {
			expect(bodyOf({ prompt }).prompt).toBe(prompt);
		});

		it.each([
			['2001 characters', 'x'.repeat(2001)],
			['2001 emoji', '🎬'.repeat(2001)],
		])('%s are too many, and it says how many', (_, prompt) => {
			expect(issuesOf({ prompt })).toEqual([expect.stringMatching(/^Prompt has 2001 .*2000/)]);
		});

		it('may be a number, which becomes text', () => {
			expect(bodyOf({ prompt: 1984 }).prompt).toBe('1984');
		});

		it.each([
			['an object', { text: 'A boat' }, 'an object'],
			['a list', ['A boat'], 'a list'],
			['a sum that failed', NaN, '"NaN"'],
			['a division by zero', Infinity, '"Infinity"'],
			['yes', true, '"true"'],
		])('%s is no prompt', (_, prompt, what) => {
			expect(issuesOf({ prompt })).toEqual([`Prompt is ${what}. It must be text`]);
		});

		const nothing = ['', '   ', '\n\t', null, undefined];

		it.each(nothing)('%j is refused where there is no image', (prompt) => {
			expect(issuesOf({ prompt })).toEqual([expect.stringMatching(/^Prompt is empty/)]);
		});

		it.each(nothing)('%j is left out where there is an image', (prompt) => {
			expect(bodyOf({ mode: 'imageToVideo', prompt })).not.toHaveProperty('prompt');
		});

		it('is needed with an image too, by the model 2.3', () => {
			const changes = { model: 'MiniMax-Hailuo-2.3', mode: 'imageToVideo', prompt: '' };
			expect(issuesOf(changes)).toEqual([expect.stringMatching(/^Prompt is empty/)]);
		});
	});

	describe('model_params', () => {
		it.each([
			['nothing', {}, undefined],
			['an optimizer off', { promptOptimizer: false }, { prompt_optimizer: false }],
			['an optimizer on', { promptOptimizer: true }, { prompt_optimizer: true }],
			['a fast pretreatment', { fastPretreatment: true }, { fast_pretreatment: true }],
			[
				'both',
				{ promptOptimizer: false, fastPretreatment: false },
				{ prompt_optimizer: false, fast_pretreatment: false },
			],
		])('%s is sent as given', (_, changes, params) => {
			expect(bodyOf(changes).model_params).toEqual(params);
		});

		it('is absent, not empty, where nothing is given', () => {
			expect(bodyOf({})).not.toHaveProperty('model_params');
		});

		it.each(['true', 1, 0, [], {}])('does not take %j for yes or no', (value) => {
			expect(issuesOf({ promptOptimizer: value })).toEqual([
				expect.stringMatching(/^Prompt Optimizer is .*Allowed: true, false/),
			]);
		});

		it('refuses what the model does not know', () => {
			const changes = { model: 'MiniMax-Hailuo-2.3-Fast', mode: 'imageToVideo' };
			expect(issuesOf({ ...changes, fastPretreatment: true })).toEqual([
				expect.stringMatching(/^Fast Pretreatment .*MiniMax-Hailuo-2\.3-Fast/),
			]);
			expect(bodyOf({ ...changes, promptOptimizer: false }).model_params).toEqual({
				prompt_optimizer: false,
			});
		});
	});

	describe('a model that is not in the table', () => {
		it.each([
			['text at 1080p', { mode: 'textToVideo', quality: '1080p' }],
			['an image at 512p for 10 s', { mode: 'imageToVideo', quality: '512p', duration: 10 }],
			['two frames', { mode: 'firstLastFrame' }],
			['all extra parameters', { promptOptimizer: true, fastPretreatment: true }],
		])('is sent with %s, as some model allows it', (_, changes) => {
			expect(bodyOf({ model: ' MiniMax-Hailuo-9 ', ...changes }).model).toBe('MiniMax-Hailuo-9');
		});

		it('is refused what no model can do', () => {
			const changes = { model: 'MiniMax-Hailuo-9', quality: '1080p', duration: 10 };
			expect(issuesOf(changes)).toEqual([expect.stringMatching(/^Duration "10"/)]);
		});

		it('obeys a row of its own as soon as there is one', () => {
			const row: Model = {
				id: 'MiniMax-Hailuo-9',
				name: 'MiniMax Hailuo 9',
				description: '',
				modes: { firstLastFrame: { prompt: 'required', durations: { '1080p': [10] } } },
				modelParams: [],
			};
			const models = [...MODELS, row];
			const good = {
				model: 'MiniMax-Hailuo-9',
				mode: 'firstLastFrame',
				quality: '1080p',
				duration: 10,
			};

			expect(bodyOf(good, models)).toMatchObject({ quality: '1080p', duration: 10 });
			for (const [changes, start] of [
				[{ mode: 'textToVideo' }, 'Mode'],
				[{ quality: '768p' }, 'Quality'],
				[{ duration: 6 }, 'Duration'],
				[{ prompt: '' }, 'Prompt'],
				[{ promptOptimizer: true }, 'Prompt Optimizer'],
			] as const) {
				expect(issuesOf({ ...good, ...changes }, models)).toEqual([expect.stringContaining(start)]);
			}
		});
	});

	it('tells everything that is wrong at once', () => {
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
		['no model', { model: '' }, /^Model is empty.*MiniMax-Hailuo-02/],
		['a list for a model', { model: ['MiniMax-Hailuo-02'] }, /^Model is a list.*MiniMax-Hailuo-02/],
		[
			'a text for a model',
			{ model: 'A boat '.repeat(20) },
			/^Model is "A boat A.*MiniMax-Hailuo-02/,
		],
		['no mode', { mode: undefined }, /^Mode \(empty\).*textToVideo/],
		['a mode that is unknown', { mode: 'videoToVideo' }, /^Mode "videoToVideo".*textToVideo/],
	])('%s is refused with the choices', (_, changes, issue) => {
		expect(issuesOf(changes)).toEqual([expect.stringMatching(issue)]);
	});
});
