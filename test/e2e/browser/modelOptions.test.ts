import { MODE_NAMES, type Mode } from '../../../nodes/Hailuo/domain/models';
import {
	documentedDurations,
	documentedModes,
	documentedQualities,
	MODEL_IDS,
} from '../../unit/domain/documented';
import { simulatedN8n } from '../harness/simulatedN8n';
import { formIn, nameOf } from './harness/form';

const IMAGE_FIELDS: Record<Mode, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameSource', 'firstFrameUrl'],
	firstLastFrame: ['firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	auto: ['imageUrls'],
};

/** A model with several modes also has `auto`, with the options that suit any number of images. */
const modesOf = (model: string): Mode[] => {
	const modes = documentedModes(model);
	return modes.length > 1 ? [...modes, 'auto'] : modes;
};
const qualitiesOf = (model: string, mode: Mode) =>
	mode === 'auto' ? ['768p', '1080p'] : documentedQualities(model, mode);
const durationsOf = (model: string, mode: Mode, quality: string) =>
	documentedDurations(model, mode === 'auto' ? undefined : mode, quality);

const names = MODEL_IDS.map(nameOf);

describe('Model, Mode, Quality and Duration in the editor', () => {
	const hailuo = simulatedN8n();
	const form = formIn(hailuo);

	beforeAll(async () => await form.open({ prompt: 'A paper boat' }));

	it('offer the documented models', async () => {
		expect(await form.editor.choices('model')).toEqual(names);
	});

	it.each(MODEL_IDS)('offer the documented modes, qualities and durations of %s', async (model) => {
		await form.editor.choose('model', nameOf(model));
		expect(await form.editor.choices('mode')).toEqual(
			modesOf(model).map((mode) => MODE_NAMES[mode]),
		);

		for (const mode of modesOf(model)) {
			await form.editor.choose('mode', MODE_NAMES[mode]);
			await form.expectFields(['prompt', ...IMAGE_FIELDS[mode], 'quality', 'duration']);
			expect([mode, await form.editor.choices('quality')]).toEqual([
				mode,
				qualitiesOf(model, mode),
			]);

			for (const quality of qualitiesOf(model, mode)) {
				await form.editor.choose('quality', quality);
				expect([mode, quality, await form.editor.choices('duration')]).toEqual([
					mode,
					quality,
					durationsOf(model, mode, quality).map((seconds) => `${seconds} Seconds`),
				]);
			}
		}
	});
});
