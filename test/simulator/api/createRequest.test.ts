import { checkCreateRequest } from '../../../simulator/api/createRequest';
import { Refusal } from '../../../simulator/api/errors';
import {
	ASPECT_RATIOS,
	DOCUMENTED,
	documentedMedia,
	DURATIONS,
	maxPromptOf,
	QUALITIES,
} from '../../unit/domain/documented';

const [FIRST, LAST] = ['https://example.org/first.png', 'https://example.org/last.png?size=1'];

const VIDEO = 'https://example.org/motion.mp4';

function errorOf(body: unknown) {
	try {
		checkCreateRequest(body);
	} catch (error) {
		if (error instanceof Refusal) return error.error;
	}
	return undefined;
}

describe('checkCreateRequest', () => {
	it.each(DOCUMENTED)(
		'accepts exactly the documented qualities, durations, ratios and prompts: $model, $mode',
		(row) => {
			const { mode, apiModel, durations } = row;
			const longest = maxPromptOf(row.model);
			const media = documentedMedia(row, { first: FIRST, last: LAST, videos: [VIDEO] });
			const base = { model: apiModel, prompt: 'A cat', ...media };
			for (const quality of QUALITIES) {
				for (const duration of DURATIONS) {
					const isDocumented = durations[quality]?.includes(duration) ?? false;
					const error = errorOf({ ...base, quality, duration });
					expect([quality, duration, error === undefined]).toEqual([
						quality,
						duration,
						isDocumented,
					]);
				}
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

	const hailuo = { model: 'MiniMax-Hailuo-02', prompt: 'A cat' };
	const h3 = (kind: string, fields: object) => ({
		...hailuo,
		model: `minimax-h3-${kind}`,
		...fields,
	});
	const urls = (count: number) => Array.from({ length: count }, (_, i) => `${FIRST}?${i}`);

	it.each<[string, unknown, string]>([
		['a body that is not an object', [], 'body'],
		['a model that is not a string', { ...hailuo, model: 2 }, 'model'],
		['a prompt that is not a string', { ...hailuo, prompt: null }, 'prompt'],
		['images that are not a list', { ...hailuo, image_urls: FIRST }, 'image_urls'],
		['a data URL', { ...hailuo, image_urls: ['data:image/png;base64,AA'] }, 'image_urls'],
		['a missing image', { ...hailuo, model: 'MiniMax-Hailuo-2.3-Fast' }, 'image_urls'],
		['a duration of 6.5 s', { ...hailuo, duration: 6.5 }, 'duration'],
		['model_params that is not an object', { ...hailuo, model_params: true }, 'model_params'],
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
