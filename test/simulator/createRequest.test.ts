import { checkCreateRequest } from '../../simulator/api/createRequest';
import { Refusal } from '../../simulator/api/errors';

const [FIRST, LAST] = ['https://example.org/first.png', 'https://example.org/last.png?size=1'];
const hailuo = { model: 'MiniMax-Hailuo-02', prompt: 'A cat' };
const fast = { ...hailuo, model: 'MiniMax-Hailuo-2.3-Fast', image_urls: [FIRST] };
const h3 = (kind: string, fields: object) => ({
	...hailuo,
	model: `minimax-h3-${kind}`,
	...fields,
});
const urls = (count: number) => Array.from({ length: count }, (_, i) => `${FIRST}?${i}`);
const params = (model: object, name: string, value: unknown = true) => ({
	...model,
	model_params: { [name]: value },
});

/** The error of the simulator; undefined if it accepts the body. */
function errorOf(body: unknown) {
	try {
		checkCreateRequest(body);
	} catch (error) {
		if (error instanceof Refusal) return error.error;
	}
	return undefined;
}

describe('checkCreateRequest', () => {
	it.each<[object, object]>([
		[hailuo, { mode: 'textToVideo', quality: '768p', duration: 6 }],
		[
			{ ...hailuo, prompt: undefined, image_urls: [FIRST] },
			{ mode: 'imageToVideo', prompt: '' },
		],
		[{ ...hailuo, image_urls: [FIRST, LAST], duration: 10 }, { mode: 'firstLastFrame' }],
		[{ ...fast, quality: '1080p' }, { quality: '1080p' }],
		[h3('text-to-video', { aspect_ratio: '9:16', quality: '2k', duration: 4 }), { duration: 4 }],
		[h3('image-to-video', { image_end: LAST }), { mode: 'lastFrame', imageUrls: [LAST] }],
		[h3('reference-to-video', { audio_urls: [FIRST] }), { mode: 'reference', duration: 4 }],
		[{ ...hailuo, prompt: '🌊'.repeat(2000) }, {}],
	])('accepts %j', (body, accepted) => {
		expect(checkCreateRequest(body)).toMatchObject(accepted);
	});

	it.each<[string, unknown, string]>([
		['a body that is not an object', [], 'body'],
		['a model that is not a string', { ...hailuo, model: 2 }, 'model'],
		['an unknown field', { ...hailuo, seed: 1 }, 'seed'],
		['a prompt that is not a string', { ...hailuo, prompt: 7 }, 'prompt'],
		['an empty prompt of text to video', { ...hailuo, prompt: ' ' }, 'prompt'],
		['2,001 characters', { ...hailuo, prompt: 'x'.repeat(2001) }, 'prompt'],
		['a quality of another mode', { ...hailuo, quality: '512p' }, 'quality'],
		['a duration of another quality', { ...hailuo, quality: '1080p', duration: 10 }, 'duration'],
		['a duration that is a string', { ...hailuo, duration: '6' }, 'duration'],
		['images that are not a list', { ...hailuo, image_urls: FIRST }, 'image_urls'],
		['three images', { ...hailuo, image_urls: urls(3) }, 'image_urls'],
		['a data URL', { ...hailuo, image_urls: ['data:image/png;base64,AA'] }, 'image_urls'],
		['a missing image', { ...fast, image_urls: [] }, 'image_urls'],
		['model_params that is not an object', { ...hailuo, model_params: true }, 'model_params'],
		['a string', params(hailuo, 'prompt_optimizer', 'true'), 'model_params.prompt_optimizer'],
		['a parameter of others', params(fast, 'fast_pretreatment'), 'model_params.fast_pretreatment'],
		['H3 with model_params', h3('text-to-video', { model_params: {} }), 'model_params'],
		['the ratio of references', h3('text-to-video', { aspect_ratio: 'adaptive' }), 'aspect_ratio'],
		['no frame', h3('image-to-video', {}), 'image_start'],
		['only a last frame for Max', h3('max-image-to-video', { image_end: LAST }), 'image_start'],
		['no reference', h3('reference-to-video', {}), 'image_urls'],
		['audio alone for Max', h3('max-reference-to-video', { audio_urls: [FIRST] }), 'image_urls'],
		['ten images', h3('reference-to-video', { image_urls: urls(10) }), 'image_urls'],
		[
			'13 references',
			h3('reference-to-video', { image_urls: urls(9), video_urls: urls(3), audio_urls: urls(1) }),
			'image_urls',
		],
	])('rejects %s with a 400 that names the parameter', (_, body, param) => {
		expect(errorOf(body)).toMatchObject({ status: 400, param });
	});

	it('rejects an unknown model with a 404', () => {
		expect(errorOf({ ...hailuo, model: 'constructor' })).toMatchObject({ status: 404 });
	});
});
