import { MODE_NAMES, MODELS, type Mode } from '../../../nodes/Hailuo/domain/models';
import {
	documentedDurations,
	documentedModes,
	documentedQualities,
	MODEL_IDS,
} from '../../unit/domain/documented';
import { simulatedN8n } from '../harness/simulatedN8n';
import { openEditor, type Editor } from '../../../tools/browser/editor';
import { soon } from '../../../tools/browser/soon';

const FIELDS = [
	'prompt',
	'firstFrameSource',
	'firstFrameUrl',
	'firstFrameBinaryProperty',
	'lastFrameSource',
	'lastFrameUrl',
	'lastFrameBinaryProperty',
	'imageUrls',
	'quality',
	'duration',
];

const IMAGE_FIELDS: Record<Mode, string[]> = {
	textToVideo: [],
	imageToVideo: ['firstFrameSource', 'firstFrameUrl'],
	firstLastFrame: ['firstFrameSource', 'firstFrameUrl', 'lastFrameSource', 'lastFrameUrl'],
	auto: ['imageUrls'],
};

/** `auto` is there where the number of images leaves a choice, with what is right for any number. */
const modesOf = (model: string): Mode[] => {
	const modes = documentedModes(model);
	return modes.length > 1 ? [...modes, 'auto'] : modes;
};
const qualitiesOf = (model: string, mode: Mode) =>
	mode === 'auto' ? ['768p', '1080p'] : documentedQualities(model, mode);
const durationsOf = (model: string, mode: Mode, quality: string) =>
	documentedDurations(model, mode === 'auto' ? undefined : mode, quality);

const nameOf = (id: string) => MODELS.find((model) => model.id === id)?.name ?? '';
const names = MODEL_IDS.map(nameOf);

describe('The form in the editor, model by model', () => {
	const hailuo = simulatedN8n();
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(hailuo.n8n);
	});
	afterAll(async () => await editor.close());

	async function open(parameters = {}): Promise<void> {
		const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters).build());
		await editor.openWorkflow(id);
		await editor.openNode('Hailuo');
	}

	const expectFields = async (fields: string[]) =>
		await soon(async () => expect(await editor.shown(FIELDS)).toEqual(fields));

	it('offers the models of the documents', async () => {
		await open();
		expect(await editor.choices('model')).toEqual(names);
	});

	it.each(MODEL_IDS)('%s: every mode and quality is as documented', async (model) => {
		await open({ prompt: 'A paper boat' });
		await editor.choose('model', nameOf(model));
		expect(await editor.choices('mode')).toEqual(modesOf(model).map((mode) => MODE_NAMES[mode]));

		for (const mode of modesOf(model)) {
			await editor.choose('mode', MODE_NAMES[mode]);
			await expectFields(['prompt', ...IMAGE_FIELDS[mode], 'quality', 'duration']);
			expect([mode, await editor.choices('quality')]).toEqual([mode, qualitiesOf(model, mode)]);

			for (const quality of qualitiesOf(model, mode)) {
				await editor.choose('quality', quality);
				expect([mode, quality, await editor.choices('duration')]).toEqual([
					mode,
					quality,
					durationsOf(model, mode, quality).map((seconds) => `${seconds} Seconds`),
				]);
			}
		}
	});
});
