import { checkCreateRequest } from '../../../simulator/api/createRequest';
import { Refusal } from '../../../simulator/api/errors';

const HAILUO_02 = 'MiniMax-Hailuo-02';
const HAILUO_23 = 'MiniMax-Hailuo-2.3';
const HAILUO_23_FAST = 'MiniMax-Hailuo-2.3-Fast';
const ONE_IMAGE = ['https://example.org/first.png'];
const TWO_IMAGES = [...ONE_IMAGE, 'https://example.org/last.png?size=1'];

function errorOf(body: unknown) {
	try {
		checkCreateRequest(body);
	} catch (error) {
		if (error instanceof Refusal) return error.error;
	}
	return undefined;
}

describe('checkCreateRequest, qualities and durations', () => {
	const standard = ['768p/6', '768p/10', '1080p/6'];
	const models: Array<[model: string, images: string[], expected: string[]]> = [
		[HAILUO_02, [], standard],
		[HAILUO_02, ONE_IMAGE, ['512p/6', '512p/10', ...standard]],
		[HAILUO_02, TWO_IMAGES, standard],
		[HAILUO_23, [], standard],
		[HAILUO_23, ONE_IMAGE, standard],
		[HAILUO_23, TWO_IMAGES, []],
		[HAILUO_23_FAST, [], []],
		[HAILUO_23_FAST, ONE_IMAGE, standard],
		[HAILUO_23_FAST, TWO_IMAGES, []],
	];

	it.each(models)('accepts for %s with images %j exactly %j', (model, image_urls, expected) => {
		const accepted = ['512p', '768p', '1080p']
			.flatMap((quality) => [6, 10].map((duration) => ({ quality, duration })))
			.filter((choice) => !errorOf({ model, prompt: 'A cat', image_urls, ...choice }))
			.map(({ quality, duration }) => `${quality}/${duration}`);

		expect(accepted).toEqual(expected);
	});
});

describe('checkCreateRequest, invalid requests', () => {
	const base = { model: HAILUO_02, prompt: 'A cat' };
	const invalid: Array<[reason: string, body: unknown, param: string]> = [
		['a body that is not an object', [], 'body'],
		['a body of null', null, 'body'],
		['a missing model', { prompt: 'A cat' }, 'model'],
		['a model that is not a string', { ...base, model: 2 }, 'model'],
		['an unknown field', { ...base, seed: 1 }, 'seed'],
		['a missing prompt for text to video', { model: HAILUO_02 }, 'prompt'],
		['a blank prompt for text to video', { ...base, prompt: ' \n' }, 'prompt'],
		['a prompt that is not a string', { ...base, prompt: null }, 'prompt'],
		['a prompt of 2,001 characters', { ...base, prompt: 'x'.repeat(2001) }, 'prompt'],
		[
			'a missing prompt for 2.3 with an image',
			{ model: HAILUO_23, image_urls: ONE_IMAGE },
			'prompt',
		],
		['images that are not a list', { ...base, image_urls: ONE_IMAGE[0] }, 'image_urls'],
		['three images', { ...base, image_urls: [...TWO_IMAGES, ...ONE_IMAGE] }, 'image_urls'],
		['an image that is not a URL', { ...base, image_urls: ['first.png'] }, 'image_urls'],
		['a data URL as an image', { ...base, image_urls: ['data:image/png;base64,AA'] }, 'image_urls'],
		['a missing image for Fast', { ...base, model: HAILUO_23_FAST }, 'image_urls'],
		['an unknown quality', { ...base, quality: '720p' }, 'quality'],
		['512p without an image', { ...base, quality: '512p' }, 'quality'],
		['a duration that is a string', { ...base, duration: '6' }, 'duration'],
		['a duration of 8 s', { ...base, duration: 8 }, 'duration'],
		['a duration that is not an integer', { ...base, duration: 6.5 }, 'duration'],
		['10 s at 1080p', { ...base, quality: '1080p', duration: 10 }, 'duration'],
		['model_params that is not an object', { ...base, model_params: true }, 'model_params'],
		['an unknown model parameter', { ...base, model_params: { seed: 1 } }, 'model_params.seed'],
		[
			'a model parameter that is not a boolean',
			{ ...base, model_params: { prompt_optimizer: 'true' } },
			'model_params.prompt_optimizer',
		],
		[
			'fast_pretreatment for Fast',
			{ model: HAILUO_23_FAST, image_urls: ONE_IMAGE, model_params: { fast_pretreatment: true } },
			'model_params.fast_pretreatment',
		],
	];

	it.each(invalid)('rejects %s with a 400 that names the parameter', (_reason, body, param) => {
		expect(errorOf(body)).toMatchObject({ status: 400, param });
	});

	it.each(['MiniMax-Hailuo-02-Fast', 'constructor'])('rejects the model %s with a 404', (model) => {
		expect(errorOf({ ...base, model })).toMatchObject({ status: 404, param: 'model' });
	});
});

describe('checkCreateRequest, valid requests', () => {
	it('returns the defaults of omitted fields', () => {
		expect(checkCreateRequest({ model: HAILUO_02, prompt: 'A cat' })).toEqual({
			model: HAILUO_02,
			prompt: 'A cat',
			imageUrls: [],
			mode: 'textToVideo',
			quality: '768p',
			duration: 6,
			modelParams: {},
		});
	});

	it('keeps the order of first and last frame', () => {
		const request = { model: HAILUO_02, image_urls: TWO_IMAGES };
		expect(checkCreateRequest(request)).toMatchObject({
			imageUrls: TWO_IMAGES,
			mode: 'firstLastFrame',
		});
	});

	it('accepts a prompt of 2,000 characters that has 4,000 UTF-16 units', () => {
		expect(errorOf({ model: HAILUO_02, prompt: '🌊'.repeat(2000) })).toBeUndefined();
	});

	it('accepts an image without a prompt', () => {
		expect(errorOf({ model: HAILUO_02, image_urls: ONE_IMAGE })).toBeUndefined();
		expect(errorOf({ model: HAILUO_23_FAST, image_urls: ONE_IMAGE })).toBeUndefined();
	});
});

describe('checkCreateRequest, MiniMax H3', () => {
	const [first] = ONE_IMAGE;
	const h3 = (kind: string, fields: object = {}, variant = '') => ({
		model: `minimax-h3${variant}-${kind}-to-video`,
		prompt: 'A cat',
		...fields,
	});
	const urls = (count: number) => Array.from({ length: count }, (_, i) => `${first}?${i}`);

	it.each([
		['', ['768p', '2k'], 4],
		['-max', ['480p', '768p'], 5],
		['-max-turbo', ['480p', '768p'], 5],
	])(
		'accepts for the variant "%s" exactly the qualities %j and %d to 15 s',
		(variant, qualities, shortest) => {
			for (const quality of ['480p', '512p', '768p', '1080p', '2k']) {
				for (let duration = 1; duration < 20; duration += 1) {
					const isValid = qualities.includes(quality) && duration >= shortest && duration <= 15;
					const error = errorOf(h3('text', { quality, duration }, variant));
					expect([quality, duration, error === undefined]).toEqual([quality, duration, isValid]);
				}
			}
		},
	);

	it.each([
		['textToVideo', h3('text')],
		['imageToVideo', h3('image', { image_start: first })],
		['firstLastFrame', h3('image', { image_start: first, image_end: first }, '-max')],
		['lastFrame', h3('image', { image_end: first })],
		['reference', h3('reference', { audio_urls: [first] })],
		['reference', h3('reference', { image_urls: urls(9), video_urls: urls(3) }, '-max')],
	])('accepts a request in mode %s', (mode, body) => {
		expect(checkCreateRequest(body)).toMatchObject({ mode, quality: '768p' });
	});

	it.each<[string, object, string]>([
		['no prompt', h3('text', { prompt: ' ' }), 'prompt'],
		['7,001 characters', h3('text', { prompt: 'x'.repeat(7001) }), 'prompt'],
		['images for text to video', h3('text', { image_urls: [] }), 'image_urls'],
		['model_params', h3('text', { model_params: {} }), 'model_params'],
		['the ratio "adaptive" for text', h3('text', { aspect_ratio: 'adaptive' }), 'aspect_ratio'],
		[
			'a ratio with frames',
			h3('image', { image_start: first, aspect_ratio: '1:1' }),
			'aspect_ratio',
		],
		['no frame', h3('image'), 'image_start'],
		['only a last frame for Max', h3('image', { image_end: first }, '-max'), 'image_start'],
		[
			'a data URI as a frame',
			h3('image', { image_start: 'data:image/png;base64,AA' }),
			'image_start',
		],
		['no reference', h3('reference'), 'image_urls'],
		['audio alone for Max', h3('reference', { audio_urls: [first] }, '-max'), 'image_urls'],
		['ten images', h3('reference', { image_urls: urls(10) }), 'image_urls'],
		[
			'13 references',
			h3('reference', { image_urls: urls(9), video_urls: urls(3), audio_urls: urls(1) }),
			'image_urls',
		],
		['a duration as text', h3('text', { duration: '6' }), 'duration'],
	])('rejects %s with a 400 that names the parameter', (_, body, param) => {
		expect(errorOf(body)).toMatchObject({ status: 400, param });
	});
});
