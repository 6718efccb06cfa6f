import type { CreateBody } from '../../../nodes/Hailuo/domain/createBody';
import { apiModelsOf } from '../../../nodes/Hailuo/domain/modelOptions';
import { MODELS, type Model } from '../../../nodes/Hailuo/domain/models';
import { AUDIO, bodyOf, FIRST, issuesOf, LAST, requestOf, VIDEO } from './createInputs';
import {
	ASPECT_RATIOS,
	DOCUMENTED,
	documentedMedia,
	DURATIONS,
	FIXED_MODES,
	maxPromptOf,
	MODEL_VALUES,
	offeredModes,
	parametersOf,
	QUALITIES,
	takesCamera,
} from './documented';

/** Each quality with each duration and aspect ratio of any model. */
const COMBINATIONS = QUALITIES.flatMap((quality) =>
	DURATIONS.flatMap((duration) =>
		ASPECT_RATIOS.map((aspectRatio) => ({ quality, duration, aspectRatio })),
	),
);

const steps = (...commands: unknown[]) => ({ step: commands.map((one) => ({ commands: one })) });
/** Short, since the texts of issues also contain the value. */
const startsWith = (text: string) =>
	expect.stringMatching(`^${text.replace(/[()[\].?{}$]/g, '\\$&')}`);

describe('readCreateRequest', () => {
	describe.each(DOCUMENTED)('with $model in mode $mode', (row) => {
		const { model, mode, apiModel, durations, ratios } = row;
		const base = { model, mode, aspectRatio: '9:16' };
		const media = documentedMedia(row, { first: FIRST, last: LAST, videos: [VIDEO] });
		const { image_start, image_end, image_urls = [] } = media as Partial<CreateBody>;
		const images = [image_start, image_end, ...image_urls].filter(Boolean);

		it('accepts exactly what is documented, and sends exactly the documented body', () => {
			const documented = COMBINATIONS.map(({ quality, duration, aspectRatio }) => {
				const isOffered =
					durations[quality]?.includes(duration) &&
					(ratios.length === 0 || ratios.includes(aspectRatio));
				const body = {
					model: apiModel,
					prompt: 'A paper boat',
					...media,
					quality,
					duration,
					...(ratios.length > 0 && { aspect_ratio: aspectRatio }),
				};
				return isOffered ? { mode, body, images } : undefined;
			});
			expect(COMBINATIONS.map((one) => requestOf({ model, mode, ...one }).request)).toEqual(
				documented,
			);
		});

		it('names the allowed values, then the rejected one', () => {
			const qualities = Object.keys(durations);
			const [quality] = issuesOf({ ...base, quality: '4k' });
			expect(quality).toMatch(/^Quality must be .* for .* with MiniMax .*\(got "4k"\)$/);
			for (const one of qualities) expect(quality).toContain(one);
			const [duration] = issuesOf({ ...base, duration: 20 });
			expect(duration).toMatch(/^Duration must be .* seconds.* for MiniMax .*\(got 20\)$/);
			expect(duration).toContain(` ${durations['768p'].at(-1)} seconds`);
			expect(issuesOf({ ...base, aspectRatio: '2:1' })).toEqual(
				ratios.length > 0
					? [expect.stringMatching(/^Aspect Ratio must be .*9:16 for .* \(got "2:1"\)$/)]
					: [],
			);
		});

		it('requires a prompt if documented, of at most the documented length', () => {
			const max = maxPromptOf(model);
			for (const prompt of ['', ' \n\t', null, undefined]) {
				const { request, issues } = requestOf({ ...base, prompt });
				if (row.isPromptRequired) expect(issues).toEqual([startsWith('Prompt is empty')]);
				else expect(request?.body).not.toHaveProperty('prompt');
			}
			// An emoji counts as one character.
			expect(bodyOf({ ...base, prompt: '🎬'.repeat(max) }).prompt).toBe('🎬'.repeat(max));
			for (const character of ['x', '🎬']) {
				expect(issuesOf({ ...base, prompt: character.repeat(max + 1) })).toEqual([
					`Prompt must have at most ${max} characters, camera commands included (got ${max + 1}). Shorten it.`,
				]);
			}
		});

		it('accepts camera movements and parameters of the model only if documented', () => {
			const camera = issuesOf({ ...base, cameraMovements: steps(['Shake']) });
			expect(camera.join()).toMatch(
				takesCamera(model) ? /^$/ : /^Camera Movements are not supported by MiniMax .*\. Describe/,
			);
			const names = ['promptOptimizer', 'fastPretreatment'];
			const accepted = names.filter((name) => {
				const issues = issuesOf({ ...base, [name]: false });
				expect(issues.join()).toMatch(/^$|Prompt Optimizer is not supported by MiniMax .*Remove/);
				return issues.length === 0;
			});
			expect(accepted).toEqual(parametersOf(model));
		});
	});

	it.each(
		MODEL_VALUES.flatMap((model) =>
			FIXED_MODES.filter((mode) => !offeredModes(model).includes(mode)).map((mode) => ({
				model,
				mode,
			})),
		),
	)('rejects $model in mode $mode and names its modes', ({ model, mode }) => {
		const [issue, ...others] = issuesOf({ model, mode });
		expect(others).toEqual([]);
		expect(issue).toMatch(new RegExp(`^Mode must be .* for MiniMax .*\\(got "${mode}"\\)$`));
		for (const one of offeredModes(model)) expect(issue).toContain(one);
	});

	const reference = {
		...{ model: 'minimax-h3', mode: 'reference' },
		...{ referenceImageUrls: '', referenceVideoUrls: [], referenceAudioUrls: ' ' },
	};
	const urls = (count: number, name: string) =>
		Array.from({ length: count }, (_, i) => `https://media.example.com/${i}.${name}`);

	// prettier-ignore
	it.each<[string, object, object]>([
		['a duration as text', { duration: ' 10.0 ' }, { duration: 10 }],
		['a quality in capitals, with blanks', { quality: ' 1080P ' }, { quality: '1080p' }],
		['a numeric prompt', { prompt: 1984 }, { prompt: '1984' }],
		['a text that was cut in half an emoji', { prompt: `${'x'.repeat(1999)}🎬`.slice(0, 2000) }, { prompt: 'x'.repeat(1999) }],
		['camera movements within the length of the prompt', { prompt: 'x'.repeat(1990), cameraMovements: steps(['Push in']) }, { prompt: `${'x'.repeat(1990)} [Push in]` }],
		['camera movements as the whole prompt, with an image', { mode: 'imageToVideo', prompt: '', cameraMovements: steps(['Push in']) }, { prompt: '[Push in]' }],
		['both parameters', { promptOptimizer: true, fastPretreatment: false }, { model_params: { prompt_optimizer: true, fast_pretreatment: false } }],
		['512p in mode auto with one image', { mode: 'auto', imageUrls: FIRST, quality: '512p' }, { quality: '512p' }],
		['additional fields as JSON text', { additionalBodyFields: '{"seed": 7, "callback_url": "https://a.example"}' }, { seed: 7, callback_url: 'https://a.example', prompt: 'A paper boat' }],
		['additional fields as an object', { additionalBodyFields: { seed: 7 } }, { seed: 7 }],
		['no additional fields', { additionalBodyFields: '{}' }, { model: 'MiniMax-Hailuo-02' }],
		['an additional aspect ratio for an unknown model', { model: 'new-model', additionalBodyFields: { aspect_ratio: '9:16' } }, { model: 'new-model', aspect_ratio: '9:16' }],
		['a model by its name in the API', { model: ' MINIMAX-H3-text-to-video' }, { model: 'minimax-h3-text-to-video' }],
		['references in their order', { ...reference, referenceImageUrls: `${LAST}\n${FIRST}`, referenceAudioUrls: [AUDIO] }, { image_urls: [LAST, FIRST], audio_urls: [AUDIO] }],
		['nine images', { ...reference, referenceImageUrls: urls(9, 'png') }, { image_urls: urls(9, 'png') }],
		['nine images for H3 Max', { ...reference, model: 'minimax-h3-max', referenceImageUrls: urls(9, 'png') }, { image_urls: urls(9, 'png') }],
		['three videos', { ...reference, referenceVideoUrls: urls(3, 'mov') }, { video_urls: urls(3, 'mov') }],
		['three videos for H3 Max', { ...reference, model: 'minimax-h3-max', referenceVideoUrls: urls(3, 'mov') }, { video_urls: urls(3, 'mov') }],
		['three audio files alone', { ...reference, referenceAudioUrls: urls(3, 'wav') }, { audio_urls: urls(3, 'wav') }],
		['"Image 1" and brackets in the prompt', { ...reference, referenceVideoUrls: VIDEO, prompt: 'Image 1 walks [Push in]' }, { video_urls: [VIDEO], prompt: 'Image 1 walks [Push in]' }],
		...['A boat\n[Pan left,Pedestal up] then [Zoom in]', '"C:\\boat" – «été» 船', 'A sign that says {{ open }}', '{ $5 }', 'An object, [object]']
			.map((prompt): [string, object, object] => [`the prompt ${prompt} unchanged`, { prompt }, { prompt }]),
	])('accepts %s', (_, changes, expected) => {
		const body = bodyOf({ ...changes });
		expect(body).toMatchObject(expected);
		expect(Object.values(body)).not.toContainEqual([]);
	});

	// prettier-ignore
	it.each<[string, object]>([
		['Duration must be 6 or 10 seconds at 768p for MiniMax Hailuo 02 (got a list)', { duration: [6] }],
		['Duration must be 6 seconds at 1080p for MiniMax Hailuo 02 (got 6.5)', { quality: '1080p', duration: 6.5 }],
		['Duration must be 4 to 15 seconds for MiniMax H3 (got "6s")', { model: 'minimax-h3', duration: '6s' }],
		['Quality must be 768p or 1080p for Text to Video with MiniMax Hailuo 02 (got 768)', { quality: 768 }],
		['Quality must be 768p or 1080p for Text', { mode: 'auto', imageUrls: '', quality: '512p' }],
		['Quality must be 768p or 1080p for First', { mode: 'auto', imageUrls: [FIRST, LAST], quality: '512p' }],
		['Model must be MiniMax-Hailuo-02, MiniMax-Hailuo-2.3, ', { model: '' }],
		['Model must be MiniMax-Hailuo-02, MiniMax-Hailuo-2.3, ', { model: ['MiniMax-Hailuo-02'] }],
		['Model must be MiniMax-Hailuo-02, MiniMax-Hailuo-2.3, ', { model: 'A boat '.repeat(20) }],
		['Mode must be textToVideo, imageToVideo, firstLastFrame or auto for', { mode: undefined }],
		['Mode must be textToVideo for MiniMax H3 (got "auto', { model: 'minimax-h3-text-to-video', mode: 'auto2' }],
		['Prompt must be text (got an object)', { prompt: { text: 'A boat' } }],
		['Prompt must be text (got a list)', { prompt: ['A boat'] }],
		['Prompt must be text (got NaN)', { prompt: NaN }],
		['Prompt must be text (got "true")', { prompt: true }],
		['Prompt contains "[object Object]": an expression returned an object. Select', { prompt: 'A [object Object]' }],
		['Prompt contains "{{ $json.x }}", which was not evaluated. Switch', { prompt: 'A {{ $json.x }} at sea' }],
		['Prompt contains "{{ $(', { prompt: "{{ $('Edit Fields').item.json.x }}" }],
		['Prompt contains "{{$json.subject", which', { prompt: 'A {{$json.subject' }],
		['Prompt must have at most 2000 characters, camera commands included (got 2001). Shorten it.', { prompt: 'x'.repeat(1991), cameraMovements: steps(['Push in']) }],
		['Prompt is empty. Text to Video with MiniMax Hailuo 02 requires one.', { prompt: ' ', cameraMovements: steps(['Push in']) }],
		['Prompt Optimizer must be true or false (got "true")', { promptOptimizer: 'true' }],
		['Additional Body Fields contains quality, model, which the node sends. Remove it and use the form.', { additionalBodyFields: { seed: 7, quality: '4k', model: 'x' } }],
		['Additional Body Fields must be a JSON object (got "{seed: 7}")', { additionalBodyFields: '{seed: 7}' }],
		['Additional Body Fields must be a JSON object (got "[1]")', { additionalBodyFields: '[1]' }],
		['Reference Image URLs accepts at most 9 URLs with MiniMax H3 (got 10)', { ...reference, referenceImageUrls: urls(10, 'png') }],
		['Reference Video URLs accepts at most 3 URLs with MiniMax H3 (got 4)', { ...reference, referenceVideoUrls: urls(4, 'mp4') }],
		['MiniMax H3 accepts at most 12 references together (got 13)', { ...reference, referenceImageUrls: urls(9, 'png'), referenceVideoUrls: urls(3, 'mp4'), referenceAudioUrls: AUDIO }],
		['References with MiniMax H3 requires at least one image, video or audio file', reference],
		['References with MiniMax H3 Max requires at least one image or video', { ...reference, model: 'minimax-h3-max', referenceAudioUrls: AUDIO }],
		['Reference Image URLs has no value. Enter URLs, or an empty text or list for none. If it is an expression, check the field that it reads.', { ...reference, referenceImageUrls: undefined }],
		['Reference Video URL 2 must be a link to MP4 or MOV (got .png)', { ...reference, referenceVideoUrls: [VIDEO, FIRST] }],
	])('reports "%s"', (issue, changes) => {
		expect(issuesOf({ ...changes })).toEqual([startsWith(issue)]);
	});

	describe('with mode auto', () => {
		it.each([
			['MiniMax-Hailuo-02', ['textToVideo', 'imageToVideo', 'firstLastFrame'], '0 to 2 image URLs'],
			['MiniMax-Hailuo-2.3', ['textToVideo', 'imageToVideo'], '0 or 1 image URL'],
			['MiniMax-Hailuo-2.3-Fast', [undefined, 'imageToVideo'], '1 image URL'],
			['minimax-h3', ['textToVideo', 'imageToVideo', 'firstLastFrame'], '0 to 2 image URLs'],
			['MiniMax-Hailuo-9', ['textToVideo', 'imageToVideo', 'firstLastFrame'], '0 to 2 image URLs'],
		])('the number of image URLs selects for %s the mode: %p', (model, modes, accepted) => {
			for (const count of [0, 1, 2, 3]) {
				const imageUrls = [FIRST, LAST, FIRST].slice(0, count);
				const { request, issues } = requestOf({ model, mode: ' Auto', imageUrls });
				expect([count, request?.mode]).toEqual([count, modes[count]]);
				const issue = expect.stringMatching(`^MiniMax.* accepts ${accepted} \\(got ${count}\\)$`);
				expect(issues).toEqual(request === undefined ? [issue] : []);
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
		expect(issues.map((issue) => issue.split(/ (?:is|must|contains) /)[0])).toEqual([
			'First Frame URL',
			'Last Frame URL',
			'Prompt',
			'Quality',
			'Prompt Optimizer',
		]);
	});

	describe('with a model that is not in the model table', () => {
		const model = 'MiniMax-Hailuo-9';

		it('accepts what any model supports, and sends no aspect ratio', () => {
			const known = COMBINATIONS.filter(({ quality, duration }) =>
				DOCUMENTED.some(({ durations }) => durations[quality]?.includes(duration)),
			);
			for (const mode of FIXED_MODES) {
				const accepted = COMBINATIONS.filter((one) => requestOf({ model, mode, ...one }).request);
				expect([mode, accepted]).toEqual([mode, known]);
				expect(bodyOf({ model, mode })).not.toHaveProperty('aspect_ratio');
			}
			expect(bodyOf({ model, mode: 'firstLastFrame' }).image_urls).toEqual([FIRST, LAST]);
		});

		const onlyAudio = { referenceImageUrls: '', referenceVideoUrls: '', referenceAudioUrls: AUDIO };
		it.each<[string, object]>([
			['all model parameters', { promptOptimizer: true, fastPretreatment: true }],
			['camera movements', { cameraMovements: steps(['Shake']) }],
			['the longest prompt', { prompt: 'x'.repeat(7000) }],
			['no prompt with an image', { mode: 'imageToVideo', prompt: '' }],
			['audio alone', { mode: 'reference', ...onlyAudio }],
		])('accepts %s, which another model supports', (_, changes) => {
			expect(issuesOf({ model: ` ${model} `, ...changes })).toEqual([]);
		});
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
					qualities: ['1440p'],
					aspectRatios: ['2:1', '1:2'],
				},
				reference: { apiModel: 'new-model-references', prompt: 'optional', qualities: ['240p'] },
			},
			durations: { '240p': [1], '1440p': [3, 30] },
			maxPrompt: 12,
			hasCameraCommands: true,
			modelParams: ['fastPretreatment'],
			images: { formats: ['PNG'], maxMegabytes: 1, minEdge: 500, maxEdge: 600 },
			frames: 'startAndEnd',
			references: { images: 1, videos: 1, audios: 0, total: 1, allowsAudioAlone: false },
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
			files: { firstFrame: { ok: true as const, value: { ...file, ...changes } } },
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
			const issuesWith = (
				allowsAudioAlone: boolean,
				hasCameraCommands: boolean,
				changes: object,
			) => {
				const limits = { images: 1, videos: 1, audios: 1, total: 1, allowsAudioAlone };
				const changed = { ...row, hasCameraCommands, references: limits };
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

	/** Hostile values of the other fields: test/engine/hostile/parameters.test.ts. */
	it.each(['firstFrameUrl', 'lastFrameUrl', 'imageUrls'])(
		'sends no hostile value of %s, and reports short issues',
		(field) => {
			const values = [
				...[undefined, null, NaN, -6, 10n, Symbol('6'), () => '6', new Date(0)],
				...[[], [1, null, {}], Object.create(null), { toString: 1 }, '\ud83c', 'a\0b'],
				...['__proto__', 'constructor', 'x.'.repeat(500_000), Array(10_000).fill(FIRST)],
			];
			const usual = [undefined, [FIRST, LAST], [FIRST]];
			for (const value of values) {
				for (const mode of ['imageToVideo', 'firstLastFrame', 'auto']) {
					const { request, issues } = requestOf({ mode, imageUrls: [FIRST, LAST], [field]: value });
					// It is hidden in this mode, or an empty list.
					if (request) expect(usual).toContainEqual(request.body.image_urls);
					else expect(issues.length).toBeGreaterThan(0);
					expect(issues.filter(({ length }) => length >= 500)).toEqual([]);
				}
			}
		},
	);
});
