import { apiModelsOf } from '../../../nodes/Hailuo/domain/modelOptions';
import { MODELS, type FixedMode, type Model } from '../../../nodes/Hailuo/domain/models';
import { validateCreateRequest } from '../../../nodes/Hailuo/domain/createRequest';
import {
	ASPECT_RATIOS,
	DOCUMENTED_MODES,
	documentedDurations,
	documentedMedia,
	documentedModes,
	documentedQualities,
	documentedRatios,
	DURATIONS,
	FIXED_MODES,
	MODEL_VALUES,
	QUALITIES,
} from './documented';
import { AUDIO, bodyOf, createInput, FIRST, issuesOf, LAST, VIDEO } from './createInputs';

/** The media of `createInput` in the documented body. */
const mediaOf = (model: string, mode: FixedMode) =>
	documentedMedia(model, mode, { first: FIRST, last: LAST, videos: [VIDEO] });

describe('validateCreateRequest', () => {
	describe.each(DOCUMENTED_MODES)('with %s in mode %s', (model, mode, apiModel) => {
		const ratios = documentedRatios(model, mode);

		it('accepts exactly the documented qualities, durations and aspect ratios, in exactly the documented body', () => {
			let accepted = 0;
			for (const quality of QUALITIES) {
				for (const duration of DURATIONS) {
					for (const aspectRatio of ASPECT_RATIOS) {
						const changes = { model, mode, quality, duration, aspectRatio };
						const result = validateCreateRequest(createInput(changes));
						const isDocumented =
							documentedDurations(model, mode, quality).includes(duration) &&
							(ratios.length === 0 || ratios.includes(aspectRatio));
						expect([changes, result.ok]).toEqual([changes, isDocumented]);
						if (!result.ok) continue;
						accepted += 1;
						expect(result.value).toEqual({
							mode,
							body: {
								model: apiModel,
								prompt: 'A paper boat',
								...mediaOf(model, mode),
								quality,
								duration,
								...(ratios.length > 0 && { aspect_ratio: aspectRatio }),
							},
						});
					}
				}
			}
			expect(accepted).toBeGreaterThanOrEqual(ASPECT_RATIOS.length);
		});

		it('names what is allowed, then the value, in the issue with a quality, a duration or a ratio', () => {
			const input = { model, mode, quality: '768p' };
			const qualities = documentedQualities(model, mode);
			const longest = documentedDurations(model, mode, '768p').at(-1);

			const [quality] = issuesOf({ ...input, quality: '4k' });
			expect(quality).toMatch(/^Quality must be .* for .* with MiniMax .*\(got "4k"\)$/);
			for (const one of qualities) expect(quality).toContain(one);
			const [duration] = issuesOf({ ...input, duration: 20 });
			expect(duration).toMatch(/^Duration must be .* seconds.* for MiniMax .*\(got 20\)$/);
			expect(duration).toContain(` ${longest} seconds`);
			const ratio = issuesOf({ ...input, aspectRatio: '2:1' }).join();
			expect(ratio).toMatch(
				ratios.length > 0
					? /^Aspect Ratio must be .*9:16 for .* with MiniMax .*\(got "2:1"\)$/
					: /^$/,
			);
		});
	});

	it.each(
		MODEL_VALUES.flatMap((model) =>
			FIXED_MODES.filter((mode) => !documentedModes(model).includes(mode)).map((mode) => ({
				model,
				mode,
			})),
		),
	)('rejects $model in mode $mode and names its modes', ({ model, mode }) => {
		const [issue, ...others] = issuesOf({ model, mode });
		expect(others).toEqual([]);
		expect(issue).toMatch(new RegExp(`^Mode must be .* for MiniMax .*\\(got "${mode}"\\)$`));
		for (const one of documentedModes(model)) expect(issue).toContain(one);
	});

	it.each([
		[
			'a duration of another model',
			{ model: 'minimax-h3', duration: 20 },
			'Duration must be 4 to 15 seconds for MiniMax H3 (got 20)',
		],
		[
			'a duration that is too long at this quality',
			{ quality: '1080p', duration: 10 },
			'Duration must be 6 seconds at 1080p for MiniMax Hailuo 02 (got 10)',
		],
		[
			'a list of durations',
			{ duration: [6] },
			'Duration must be 6 or 10 seconds at 768p for MiniMax Hailuo 02 (got a list)',
		],
		[
			'a quality of another mode',
			{ quality: '512p' },
			'Quality must be 768p or 1080p for Text to Video with MiniMax Hailuo 02 (got "512p")',
		],
	])('rejects %s with this issue', (_, changes, issue) => {
		expect(issuesOf(changes)).toEqual([issue]);
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
			['an empty duration', { duration: '' }, '(got nothing)'],
			['a duration in words', { duration: 'six' }, '(got "six")'],
			['a duration with its unit', { duration: '6s' }, '(got "6s")'],
			['a duration of 8 s', { duration: 8 }, '(got 8)'],
			['a duration of 6.5 s', { duration: 6.5 }, '(got 6.5)'],
			['a boolean duration', { duration: true }, '(got "true")'],
			['a list of durations', { duration: [6] }, '(got a list)'],
			['a numeric quality', { quality: 768 }, '(got 768)'],
			['an undefined quality', { quality: undefined }, '(got nothing)'],
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
			['a request without images at 512p', { imageUrls: '', quality: '512p' }, '(got "512p")'],
			['two images at 512p', { imageUrls: [FIRST, LAST], quality: '512p' }, '(got "512p")'],
			[
				'three images',
				{ imageUrls: [FIRST, LAST, FIRST] },
				'MiniMax Hailuo 02 accepts 0 to 2 image URLs (got 3)',
			],
			[
				'two images for MiniMax-Hailuo-2.3',
				{ model: 'MiniMax-Hailuo-2.3', imageUrls: [FIRST, LAST] },
				'MiniMax Hailuo 2.3 accepts 0 or 1 image URL (got 2)',
			],
			[
				'a request without images for MiniMax-Hailuo-2.3-Fast',
				{ model: 'MiniMax-Hailuo-2.3-Fast', imageUrls: '' },
				'MiniMax Hailuo 2.3 Fast accepts 1 image URL (got 0)',
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
			expect(issuesOf({ prompt })).toEqual([
				expect.stringMatching(/^Prompt must have at most 2000 .*got 2001/),
			]);
		});

		it('converts a numeric prompt to text', () => {
			expect(bodyOf({ prompt: 1984 }).prompt).toBe('1984');
		});

		it.each([
			['an object', { text: 'A boat' }, 'an object'],
			['a list', ['A boat'], 'a list'],
			['NaN', NaN, 'NaN'],
			['Infinity', Infinity, 'Infinity'],
			['true', true, '"true"'],
		])('rejects %s as the prompt', (_, prompt, description) => {
			expect(issuesOf({ prompt })).toEqual([`Prompt must be text (got ${description})`]);
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
				expect.stringMatching(/^Fast Prompt Optimizer .*MiniMax Hailuo 2\.3 Fast/),
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

		it.each([
			[
				'a combination that no model supports',
				{ quality: '1080p', duration: 10 },
				/^Duration must be 6/,
			],
			[
				'a duration that no model supports',
				{ duration: 16 },
				/^Duration must be 4 to 15 seconds at 768p/,
			],
		])('rejects %s', (_, changes, issue) => {
			const all = { model: 'MiniMax-Hailuo-9', ...changes };
			expect(issuesOf(all)).toEqual([expect.stringMatching(issue)]);
		});

		it('does not send an aspect ratio, which the model may not know', () => {
			const body = bodyOf({ model: 'MiniMax-Hailuo-9', aspectRatio: 'anything' });
			expect(body).not.toHaveProperty('aspect_ratio');
		});
	});

	it('finds a model by its name in the API, with the modes of that name', () => {
		const model = 'minimax-h3-text-to-video';
		expect(bodyOf({ model }).model).toBe(model);
		expect(issuesOf({ model, mode: 'imageToVideo' })).toEqual([
			'Mode must be textToVideo for MiniMax H3 (got "imageToVideo")',
		]);
	});

	/** A row whose every column differs from all other models. */
	describe('with a new row in the model table', () => {
		const row: Model = {
			value: 'new-model',
			name: 'New Model',
			description: '',
			modes: {
				firstLastFrame: {
					apiModel: 'new-model-frames',
					prompt: 'required',
					maxPrompt: 12,
					durations: { '1440p': [3, 30] },
					aspectRatios: ['2:1', '1:2'],
					media: 'image_start, image_end',
					images: { formats: ['PNG'], maxMegabytes: 1, minEdge: 500, maxEdge: 600 },
				},
				reference: {
					apiModel: 'new-model-references',
					prompt: 'optional',
					maxPrompt: 24,
					durations: { '240p': [1] },
					media: 'references',
					images: { formats: ['PNG'], maxMegabytes: 1, minEdge: 500 },
					references: { images: 1, videos: 1, audios: 0, total: 1, isAudioEnough: false },
				},
			},
			modelParams: ['fastPretreatment'],
			hasCameraCommands: true,
		};
		const models = [...MODELS, row];
		const frames = {
			model: 'new-model',
			mode: 'firstLastFrame',
			quality: '1440p',
			duration: 30,
			aspectRatio: '1:2',
			fastPretreatment: true,
		};
		const references = {
			model: 'new-model',
			mode: 'reference',
			prompt: '',
			quality: '240p',
			duration: 1,
			referenceImageUrls: FIRST,
			referenceVideoUrls: '',
		};
		const file = { id: 'file', format: 'PNG' as const, bytes: 1, width: 500, height: 600 };
		const withFile = (changes: object) => ({
			firstFrameSource: 'binary',
			firstFrameFile: { ok: true as const, value: { ...file, ...changes } },
		});

		it('sends the body of the row', () => {
			expect(bodyOf(frames, models)).toEqual({
				model: 'new-model-frames',
				prompt: 'A paper boat',
				image_start: FIRST,
				image_end: LAST,
				quality: '1440p',
				duration: 30,
				aspect_ratio: '1:2',
				model_params: { fast_pretreatment: true },
			});
			expect(bodyOf(references, models)).toEqual({
				model: 'new-model-references',
				image_urls: [FIRST],
				quality: '240p',
				duration: 1,
			});
			expect(bodyOf({ ...frames, ...withFile({}) }, models).image_start).toBe('file');
		});

		it.each<[string, object, RegExp]>([
			['mode', { mode: 'textToVideo' }, /^Mode must be firstLastFrame or reference /],
			['quality', { quality: '768p' }, /^Quality must be 1440p /],
			['duration', { duration: 6 }, /^Duration must be 3 or 30 seconds /],
			['aspect ratio', { aspectRatio: '16:9' }, /^Aspect Ratio must be 2:1 or 1:2 /],
			['prompt rule', { prompt: '' }, /^Prompt is empty\. First and Last Frame with New Model/],
			['prompt length', { prompt: 'x'.repeat(13) }, /^Prompt must have at most 12 characters/],
			['model parameters', { promptOptimizer: true }, /^Prompt Optimizer is not supported/],
			['image formats', withFile({ format: 'JPEG' }), /^First frame must be PNG \(got JPEG\)/],
			['image size', withFile({ bytes: 2_000_000 }), /^First frame must be at most 1 MB/],
			['smallest edge', withFile({ width: 499 }), /^First frame must have 500 to 600 px/],
			['largest edge', withFile({ height: 601 }), /^First frame must have 500 to 600 px/],
			['link formats', { firstFrameUrl: 'https://a.example/a.jpg' }, /link to PNG \(got \.jpg\)/],
		])('rejects what the row does not allow: %s', (_, changes, issue) => {
			expect(issuesOf({ ...frames, ...changes }, models)).toEqual([expect.stringMatching(issue)]);
		});

		it.each<[string, object, RegExp]>([
			['images', { referenceImageUrls: [FIRST, LAST] }, /^Reference Image URLs accepts at most 1/],
			['audio files', { referenceAudioUrls: AUDIO }, /^Reference Audio URLs accepts at most 0/],
			['references', { referenceVideoUrls: VIDEO }, /^New Model accepts at most 1 references/],
		])('rejects more than the row allows: %s', (_, changes, issue) => {
			const issues = issuesOf({ ...references, ...changes }, models);
			expect(issues).toContainEqual(expect.stringMatching(issue));
		});

		it('accepts audio alone, and camera movements, as the row says', () => {
			const camera = { cameraMovements: { step: [{ commands: ['Shake'] }] } };
			const audio = { referenceImageUrls: '', referenceAudioUrls: AUDIO };
			const issuesWith = (isAudioEnough: boolean, hasCameraCommands: boolean, changes: object) => {
				const limits = { images: 1, videos: 1, audios: 1, total: 1, isAudioEnough };
				const { reference, firstLastFrame } = row.modes;
				const modes = { firstLastFrame, reference: { ...reference!, references: limits } };
				const changed = { ...row, hasCameraCommands, modes };
				return issuesOf({ ...references, ...changes }, [...MODELS, changed]);
			};

			expect(issuesWith(true, true, { ...audio, ...camera })).toEqual([]);
			expect(issuesWith(false, true, audio)).toEqual([
				'References with New Model requires at least one image or video',
			]);
			expect(issuesWith(true, false, camera)).toEqual([
				expect.stringMatching(/^Camera Movements are not supported by New Model/),
			]);
		});

		it('is found by its names in the API, in filters too', () => {
			expect(apiModelsOf('new-model', models)).toEqual([
				'new-model-frames',
				'new-model-references',
			]);
			expect(bodyOf({ ...frames, model: 'NEW-MODEL-FRAMES' }, models).model).toBe(
				'new-model-frames',
			);
		});
	});

	describe('with references', () => {
		const base = { model: 'minimax-h3', mode: 'reference' };
		const none = { referenceImageUrls: '', referenceVideoUrls: [], referenceAudioUrls: ' ' };
		const urls = (count: number, name: string) =>
			Array.from({ length: count }, (_, i) => `https://media.example.com/${i}.${name}`);

		it('sends each list in its order, and omits empty ones', () => {
			const changes = {
				...base,
				...none,
				referenceImageUrls: `${LAST}\n${FIRST}`,
				referenceAudioUrls: [AUDIO],
			};
			const { image_urls, video_urls, audio_urls } = bodyOf(changes);
			expect({ image_urls, video_urls, audio_urls }).toEqual({
				image_urls: [LAST, FIRST],
				video_urls: undefined,
				audio_urls: [AUDIO],
			});
		});

		it('accepts the documented maximum of each kind', () => {
			for (const model of ['minimax-h3', 'minimax-h3-max']) {
				const changes = { ...base, ...none, model };
				expect(bodyOf({ ...changes, referenceImageUrls: urls(9, 'png') }).image_urls).toHaveLength(
					9,
				);
				expect(bodyOf({ ...changes, referenceVideoUrls: urls(3, 'mov') }).video_urls).toHaveLength(
					3,
				);
			}
			const audio = { ...base, ...none, referenceAudioUrls: urls(3, 'wav') };
			expect(bodyOf(audio).audio_urls).toHaveLength(3);
		});

		it.each<[string, object, string]>([
			[
				'ten images',
				{ ...none, referenceImageUrls: urls(10, 'png') },
				'Reference Image URLs accepts at most 9 URLs with MiniMax H3 (got 10)',
			],
			[
				'four videos',
				{ ...none, referenceVideoUrls: urls(4, 'mp4') },
				'Reference Video URLs accepts at most 3 URLs with MiniMax H3 (got 4)',
			],
			[
				'13 files',
				{
					referenceImageUrls: urls(9, 'png'),
					referenceVideoUrls: urls(3, 'mp4'),
					referenceAudioUrls: AUDIO,
				},
				'MiniMax H3 accepts at most 12 references together (got 13)',
			],
			[
				'no file',
				none,
				'References with MiniMax H3 requires at least one image, video or audio file',
			],
			[
				'audio alone with H3 Max',
				{ ...none, model: 'minimax-h3-max', referenceAudioUrls: AUDIO },
				'References with MiniMax H3 Max requires at least one image or video',
			],
			[
				'a list without a value',
				{ ...none, referenceImageUrls: undefined },
				'Reference Image URLs has no value. Enter URLs, or an empty text or list for none. If it is an expression, check the field that it reads',
			],
			[
				'an image among the videos',
				{ ...none, referenceVideoUrls: [VIDEO, FIRST] },
				'Reference Video URL 2 must be a link to MP4 or MOV (got .png)',
			],
		])('rejects %s', (_, changes, issue) => {
			expect(issuesOf({ ...base, ...changes })).toEqual([issue]);
		});

		it('keeps "Image 1" and brackets in the prompt as they are, up to 7,000 characters', () => {
			const prompt = `Image 1 walks [Push in] ${'x'.repeat(6976)}`;
			expect(bodyOf({ ...base, prompt }).prompt).toBe(prompt);
			expect(issuesOf({ ...base, prompt: `${prompt}y` })).toEqual([
				'Prompt must have at most 7000 characters, camera commands included (got 7001)',
			]);
		});

		it('rejects camera movements, which H3 does not document', () => {
			const cameraMovements = { step: [{ commands: ['Shake'] }] };
			expect(issuesOf({ ...base, cameraMovements })).toEqual([
				'Camera Movements are not supported by MiniMax H3. Describe them in Prompt',
			]);
		});
	});

	describe('with additional body fields', () => {
		const added = { seed: 7, callback_url: 'https://a.example' };

		it.each([
			['an object', added],
			['JSON text', JSON.stringify(added)],
		])('adds %s to the body', (_, additionalBodyFields) => {
			expect(bodyOf({ additionalBodyFields })).toEqual({ ...bodyOf({}), ...added });
		});

		it('adds nothing for an empty object, or without the option', () => {
			expect(bodyOf({ additionalBodyFields: '{}' })).toEqual(bodyOf({}));
			expect(bodyOf({ additionalBodyFields: undefined })).toEqual(bodyOf({}));
		});

		it('can add an aspect ratio for a model that is not in the table', () => {
			const changes = { model: 'new-model', additionalBodyFields: { aspect_ratio: '9:16' } };
			expect(bodyOf(changes)).toMatchObject({ model: 'new-model', aspect_ratio: '9:16' });
		});

		it('rejects fields that the node sends', () => {
			const additionalBodyFields = { seed: 7, quality: '4k', model: 'x' };
			expect(issuesOf({ additionalBodyFields })).toEqual([
				'Additional Body Fields contains quality, model, which the node sends. Remove it and use the form',
			]);
		});

		it.each([
			['text that is no JSON', '{seed: 7}', '"{seed: 7}"'],
			['a list', '[1]', '"[1]"'],
			['a number', 7, '7'],
			['an expression without a value', null, 'nothing'],
		])('rejects %s', (_, additionalBodyFields, got) => {
			expect(issuesOf({ additionalBodyFields })).toEqual([
				`Additional Body Fields must be a JSON object (got ${got})`,
			]);
		});
	});

	describe('with text that is certainly a mistake', () => {
		it.each<[string, string, RegExp]>([
			['an object as text', 'A film about [object Object]', /^Prompt contains "\[object Object\]"/],
			[
				'several objects',
				'[object Object],[object Object]',
				/^Prompt contains "\[object Object\]"/,
			],
			[
				'an expression',
				'A {{ $json.subject }} at sea',
				/^Prompt contains "\{\{ \$json\.subject \}\}"/,
			],
			['an expression of a node', "{{ $('Edit Fields').item.json.x }}", /which was not evaluated/],
			['an expression without end', 'A {{$json.subject', /which was not evaluated/],
		])('rejects a prompt with %s', (_, prompt, issue) => {
			expect(issuesOf({ prompt })).toEqual([expect.stringMatching(issue)]);
		});

		it.each(['A sign that says {{ open }}', '{ $5 }', 'An object, [object]'])(
			'accepts the prompt "%s"',
			(prompt) => {
				expect(bodyOf({ prompt }).prompt).toBe(prompt);
			},
		);

		it('removes half an emoji at the end of a text that was cut', () => {
			const cut = `${'x'.repeat(1999)}🎬`.slice(0, 2000);
			expect(bodyOf({ prompt: cut }).prompt).toBe('x'.repeat(1999));
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

		expect(issues.map((issue) => issue.split(/ (?:is|must|contains) /)[0]).sort()).toEqual([
			'First Frame URL',
			'Last Frame URL',
			'Prompt',
			'Prompt Optimizer',
			'Quality',
		]);
	});

	it.each([
		['an empty model', { model: '' }, /^Model must be MiniMax-Hailuo-02, .*\(got nothing\)$/],
		[
			'a list as the model',
			{ model: ['MiniMax-Hailuo-02'] },
			/^Model must be MiniMax-Hailuo-02, .*\(got a list\)$/,
		],
		[
			'a long text as the model',
			{ model: 'A boat '.repeat(20) },
			/^Model must be MiniMax-Hailuo-02, .*\(got "A boat A.*…"\)$/,
		],
		['an undefined mode', { mode: undefined }, /^Mode must be textToVideo, .*\(got nothing\)$/],
		[
			'an unknown mode',
			{ mode: 'videoToVideo' },
			/^Mode must be textToVideo, .*\(got "videoToVideo"\)$/,
		],
	])('rejects %s and lists the allowed values', (_, changes, issue) => {
		expect(issuesOf(changes)).toEqual([expect.stringMatching(issue)]);
	});
});
