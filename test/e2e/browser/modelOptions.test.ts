import { MODE_NAMES, type Mode } from '../../../nodes/Hailuo/domain/models';
import { MODEL_VALUES, OFFERED, offeredModes } from '../../unit/domain/documented';
import { simulatedN8n } from '../harness/simulatedN8n';
import { formIn, nameOf } from './harness/form';

const MEDIA_FIELDS: Record<Mode, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameSource', 'firstFrameUrl'],
	firstLastFrame: ['firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	lastFrame: ['lastFrameSource', 'lastFrameUrl'],
	reference: ['referenceImageUrls', 'referenceVideoUrls', 'referenceAudioUrls'],
	auto: ['imageUrls'],
};

describe('The form in the editor', () => {
	const hailuo = simulatedN8n();
	const form = formIn(hailuo);
	const { editor } = form;

	beforeAll(async () => await form.open({ prompt: 'A paper boat' }));

	it('offers the documented models', async () => {
		expect(await editor.choices('model')).toEqual(MODEL_VALUES.map(nameOf));
	});

	it.each(MODEL_VALUES)(
		'offers the documented modes, qualities, durations and aspect ratios of %s',
		async (model) => {
			await editor.choose('model', nameOf(model));
			const modes = offeredModes(model);
			expect(await editor.choices('mode')).toEqual(modes.map((mode) => MODE_NAMES[mode]));

			for (const { mode, durations, ratios } of OFFERED.filter((row) => row.model === model)) {
				await editor.choose('mode', MODE_NAMES[mode]);
				const ratioField = ratios.length > 0 ? ['aspectRatio'] : [];
				await form.expectFields([
					'prompt',
					...MEDIA_FIELDS[mode],
					'quality',
					'duration',
					...ratioField,
				]);
				for (const name of ratioField) {
					const shown = await editor.choices(name);
					expect([mode, shown.map((ratio) => ratio.toLowerCase()).sort()]).toEqual([
						mode,
						[...ratios].sort(),
					]);
				}

				const qualities = Object.keys(durations);
				expect([mode, await editor.choices('quality')]).toEqual([mode, qualities]);
				for (const quality of qualities) {
					await editor.choose('quality', quality);
					expect([mode, quality, await editor.choices('duration')]).toEqual([
						mode,
						quality,
						durations[quality].map((seconds) => `${seconds} Seconds`),
					]);
				}
			}
		},
	);

	it('sends the choices of MiniMax H3 in the documented body', async () => {
		await form.open({ model: 'minimax-h3', prompt: 'A paper boat', waitForCompletion: false });
		await editor.choose('quality', '2k');
		await editor.choose('duration', '15 Seconds');
		await editor.choose('aspectRatio', '9:16');

		await editor.execute();

		expect((await hailuo.api.waitForRequest('create')).body).toEqual({
			model: 'minimax-h3-text-to-video',
			prompt: 'A paper boat',
			quality: '2k',
			duration: 15,
			aspect_ratio: '9:16',
		});
	});
});
