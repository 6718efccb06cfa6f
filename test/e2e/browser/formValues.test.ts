import { MODE_NAMES } from '../../../nodes/Hailuo/domain/models';
import { simulatedN8n } from '../harness/simulatedN8n';
import { formIn, nameOf } from './harness/form';

describe('The form in the editor', () => {
	const hailuo = simulatedN8n();
	const form = formIn(hailuo);

	it('shows the binary field of a frame instead of its URL field', async () => {
		await form.open({ mode: 'firstLastFrame' });

		await form.editor.choose('lastFrameSource', 'Binary File');

		await form.expectFields([
			'prompt',
			'firstFrameSource',
			'firstFrameUrl',
			'lastFrameSource',
			'lastFrameBinaryProperty',
			'quality',
			'duration',
		]);
	});

	/**
	 * n8n itself drops the value of a hidden field and a value that is a variant's default, so these
	 * models and modes all show the fields.
	 */
	const firstFrameUrl = 'https://example.com/first.png';
	const kept = { prompt: 'A paper boat [Shake]', quality: '512p', duration: 10 };
	it.each<[string, object, Array<[string, string]>]>([
		[
			'a first frame, a quality and a duration',
			{ image_urls: [firstFrameUrl], ...kept },
			[
				['mode', MODE_NAMES.firstLastFrame],
				['mode', MODE_NAMES.imageToVideo],
				['model', nameOf('MiniMax-Hailuo-2.3')],
				['model', nameOf('MiniMax-Hailuo-02')],
			],
		],
		[
			'a prompt and its camera movements',
			{ prompt: 'A paper boat [Shake]', quality: '768p', duration: 10 },
			[
				['mode', MODE_NAMES.auto],
				['model', nameOf('MiniMax-Hailuo-2.3')],
				['mode', MODE_NAMES.textToVideo],
				['model', nameOf('MiniMax-Hailuo-02')],
				['quality', '768p'],
			],
		],
	])('keeps %s while model and mode change', async (_, sent, choices) => {
		await form.open({
			...kept,
			prompt: 'A paper boat',
			cameraMovements: { step: [{ commands: ['Shake'] }] },
			mode: 'imageToVideo',
			firstFrameUrl,
		});

		for (const [field, entry] of choices) await form.editor.choose(field, entry);
		await form.editor.execute();

		expect((await hailuo.api.waitForRequest('create')).body).toMatchObject(sent);
	});
});
