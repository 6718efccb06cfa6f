import { checkCreateRequest } from '../../simulator/api/createRequest';
import { Refusal } from '../../simulator/api/errors';
import {
	ASPECT_RATIOS,
	DOCUMENTED,
	documentedMedia,
	DURATIONS,
	maxPromptOf,
	QUALITIES,
} from '../unit/domain/documented';
import { schemaErrors } from './openapi';

const [FIRST, LAST] = ['https://example.org/first.png', 'https://example.org/last.png?size=1'];
const hailuo = { model: 'MiniMax-Hailuo-02', prompt: 'A cat' };
const h3 = (kind: string, fields: object) => ({
	...hailuo,
	model: `minimax-h3-${kind}`,
	...fields,
});
const urls = (count: number) => Array.from({ length: count }, (_, i) => `${FIRST}?${i}`);

/** The error of the simulator; undefined if it accepts the body. */
function errorOf(body: unknown) {
	try {
		checkCreateRequest(body);
	} catch (error) {
		if (error instanceof Refusal) return error.error;
	}
	return undefined;
}

const errorsInSchema = (body: unknown) =>
	schemaErrors('#/components/schemas/CreateRequest', JSON.parse(JSON.stringify(body)));

describe('checkCreateRequest', () => {
	it.each(DOCUMENTED)(
		'accepts exactly the documented qualities, durations, ratios and prompts: $model, $mode',
		(row) => {
			const { mode, apiModel, durations } = row;
			const longest = maxPromptOf(row.model);
			const media = documentedMedia(row, { first: FIRST, last: LAST, videos: [FIRST] });
			const base = { model: apiModel, prompt: 'A cat', ...media };
			for (const quality of QUALITIES) {
				const accepted = DURATIONS.filter((duration) => !errorOf({ ...base, quality, duration }));
				expect([quality, accepted]).toEqual([quality, durations[quality] ?? []]);
				if (accepted.length > 0) expect(errorsInSchema({ ...base, quality })).toEqual([]);
			}
			const ratios = ASPECT_RATIOS.filter((ratio) => !errorOf({ ...base, aspect_ratio: ratio }));
			expect(ratios.sort()).toEqual([...row.ratios].sort());
			expect(errorOf({ ...base, prompt: ' ' })?.param).toBe(
				row.isPromptRequired ? 'prompt' : undefined,
			);
			expect(errorOf({ ...base, prompt: '🌊'.repeat(longest) })).toBeUndefined();
			expect(errorOf({ ...base, prompt: 'x'.repeat(longest + 1) })?.param).toBe('prompt');
			expect(checkCreateRequest(base)).toMatchObject({ mode, quality: '768p' });
		},
	);

	it.each<[string, unknown, string]>([
		['a body that is not an object', [], 'body'],
		['a model that is not a string', { ...hailuo, model: 2 }, 'model'],
		['an unknown field', { ...hailuo, seed: 1 }, 'seed'],
		['a prompt that is not a string', { ...hailuo, prompt: null }, 'prompt'],
		['images that are not a list', { ...hailuo, image_urls: FIRST }, 'image_urls'],
		['three images', { ...hailuo, image_urls: urls(3) }, 'image_urls'],
		['a data URL', { ...hailuo, image_urls: ['data:image/png;base64,AA'] }, 'image_urls'],
		['a duration that is a string', { ...hailuo, duration: '6' }, 'duration'],
		['model_params that is not an object', { ...hailuo, model_params: true }, 'model_params'],
		[
			'a model parameter that is a string',
			{ ...hailuo, model_params: { prompt_optimizer: 'true' } },
			'model_params.prompt_optimizer',
		],
		['H3 with model_params', h3('text-to-video', { model_params: {} }), 'model_params'],
		['ten images', h3('reference-to-video', { image_urls: urls(10) }), 'image_urls'],
	])('rejects %s with a 400 that names the parameter, as openapi.yaml does', (_, body, param) => {
		expect(errorOf(body)).toMatchObject({ status: 400, param });
		expect(errorsInSchema(body)).not.toEqual([]);
	});

	it.each<[string, unknown, string]>([
		['a missing image', { ...hailuo, model: 'MiniMax-Hailuo-2.3-Fast' }, 'image_urls'],
		['no frame', h3('image-to-video', {}), 'image_start'],
		['only a last frame for Max', h3('max-image-to-video', { image_end: LAST }), 'image_start'],
		['no reference', h3('reference-to-video', {}), 'image_urls'],
		['audio alone for Max', h3('max-reference-to-video', { audio_urls: [FIRST] }), 'image_urls'],
		[
			'13 references',
			h3('reference-to-video', { image_urls: urls(9), video_urls: urls(3), audio_urls: urls(1) }),
			'image_urls',
		],
	])('rejects %s', (_, body, param) => {
		expect(errorOf(body)).toMatchObject({ status: 400, param });
	});

	it('rejects an unknown model with a 404', () => {
		expect(errorOf({ ...hailuo, model: 'constructor' })).toMatchObject({ status: 404 });
	});
});
