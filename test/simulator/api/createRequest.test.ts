import { checkCreateRequest } from '../../../simulator/api/createRequest';
import { Refusal } from '../../../simulator/api/errors';

const HAILUO_02 = 'MiniMax-Hailuo-02';
const HAILUO_23 = 'MiniMax-Hailuo-2.3';
const HAILUO_23_FAST = 'MiniMax-Hailuo-2.3-Fast';
const ONE = ['https://example.org/first.png'];
const TWO = [...ONE, 'https://example.org/last.png?size=1'];

function refusalOf(body: unknown) {
	try {
		checkCreateRequest(body);
	} catch (problem) {
		if (problem instanceof Refusal) return problem.error;
	}
	return undefined;
}

describe('The qualities and durations of a model', () => {
	const standard = ['768p/6', '768p/10', '1080p/6'];
	const offers: Array<[model: string, images: string[], offered: string[]]> = [
		[HAILUO_02, [], standard],
		[HAILUO_02, ONE, ['512p/6', '512p/10', ...standard]],
		[HAILUO_02, TWO, standard],
		[HAILUO_23, [], standard],
		[HAILUO_23, ONE, standard],
		[HAILUO_23, TWO, []],
		[HAILUO_23_FAST, [], []],
		[HAILUO_23_FAST, ONE, standard],
		[HAILUO_23_FAST, TWO, []],
	];

	it.each(offers)('of %s with images %j are %j', (model, image_urls, offered) => {
		const taken = ['512p', '768p', '1080p']
			.flatMap((quality) => [6, 10].map((duration) => ({ quality, duration })))
			.filter((choice) => !refusalOf({ model, prompt: 'A cat', image_urls, ...choice }))
			.map(({ quality, duration }) => `${quality}/${duration}`);

		expect(taken).toEqual(offered);
	});
});

describe('An invalid create request', () => {
	const base = { model: HAILUO_02, prompt: 'A cat' };
	const refused: Array<[why: string, body: unknown, param: string]> = [
		['not an object', [], 'body'],
		['null', null, 'body'],
		['no model', { prompt: 'A cat' }, 'model'],
		['a model that is not a string', { ...base, model: 2 }, 'model'],
		['an unknown field', { ...base, seed: 1 }, 'seed'],
		['no prompt for text to video', { model: HAILUO_02 }, 'prompt'],
		['a blank prompt for text to video', { ...base, prompt: ' \n' }, 'prompt'],
		['a prompt that is not a string', { ...base, prompt: null }, 'prompt'],
		['a prompt that is too long', { ...base, prompt: 'x'.repeat(2001) }, 'prompt'],
		['no prompt for 2.3 with an image', { model: HAILUO_23, image_urls: ONE }, 'prompt'],
		['images that are not a list', { ...base, image_urls: ONE[0] }, 'image_urls'],
		['three images', { ...base, image_urls: [...TWO, ...ONE] }, 'image_urls'],
		['an image that is not a URL', { ...base, image_urls: ['first.png'] }, 'image_urls'],
		['a data URL as image', { ...base, image_urls: ['data:image/png;base64,AA'] }, 'image_urls'],
		['no image for Fast', { ...base, model: HAILUO_23_FAST }, 'image_urls'],
		['an unknown quality', { ...base, quality: '720p' }, 'quality'],
		['512p without an image', { ...base, quality: '512p' }, 'quality'],
		['a duration in quotes', { ...base, duration: '6' }, 'duration'],
		['another duration', { ...base, duration: 8 }, 'duration'],
		['a duration that is not an integer', { ...base, duration: 6.5 }, 'duration'],
		['10 s at 1080p', { ...base, quality: '1080p', duration: 10 }, 'duration'],
		['parameters that are not an object', { ...base, model_params: true }, 'model_params'],
		['an unknown parameter', { ...base, model_params: { seed: 1 } }, 'model_params.seed'],
		[
			'a parameter that is not a boolean',
			{ ...base, model_params: { prompt_optimizer: 'true' } },
			'model_params.prompt_optimizer',
		],
		[
			'fast_pretreatment for Fast',
			{ model: HAILUO_23_FAST, image_urls: ONE, model_params: { fast_pretreatment: true } },
			'model_params.fast_pretreatment',
		],
	];

	it.each(refused)('is rejected with 400 and its parameter: %s', (_why, body, param) => {
		expect(refusalOf(body)).toMatchObject({ status: 400, param });
	});

	it.each(['MiniMax-Hailuo-02-Fast', 'constructor'])(
		'is rejected with 404 for the model %s',
		(model) => {
			expect(refusalOf({ ...base, model })).toMatchObject({ status: 404, param: 'model' });
		},
	);
});

describe('A valid create request', () => {
	it('gets the defaults of omitted fields', () => {
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
		const request = { model: HAILUO_02, image_urls: TWO };
		expect(checkCreateRequest(request)).toMatchObject({ imageUrls: TWO, mode: 'firstLastFrame' });
	});

	it('has its prompt counted in characters, not UTF-16 units', () => {
		expect(refusalOf({ model: HAILUO_02, prompt: '🌊'.repeat(2000) })).toBeUndefined();
	});

	it('needs no prompt if it has an image', () => {
		expect(refusalOf({ model: HAILUO_02, image_urls: ONE })).toBeUndefined();
		expect(refusalOf({ model: HAILUO_23_FAST, image_urls: ONE })).toBeUndefined();
	});
});
