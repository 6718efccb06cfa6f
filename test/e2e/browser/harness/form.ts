import { MODELS } from '../../../../nodes/Hailuo/domain/models';
import type { Editor } from '../../../../tools/browser/editor';
import { eventually } from '../../../../tools/browser/eventually';
import type { NodeOptions } from '../../../../tools/n8n/workflow';
import type { SimulatedN8n } from '../../harness/simulatedN8n';
import { editorIn } from './editor';

/** The fields that depend on model and mode. */
const FIELDS = [
	'prompt',
	'firstFrameSource',
	'firstFrameUrl',
	'firstFrameBinaryProperty',
	'lastFrameSource',
	'lastFrameUrl',
	'lastFrameBinaryProperty',
	'imageUrls',
	'referenceImageUrls',
	'referenceVideoUrls',
	'referenceAudioUrls',
	'quality',
	'duration',
	'aspectRatio',
];

/** The node's form in the editor. */
export interface Form {
	/** The editor of the test file. */
	readonly editor: Editor;
	/** Opens the form of a new workflow. */
	open(parameters?: NodeOptions['parameters']): Promise<void>;
	/** Waits until exactly these of the fields that depend on model and mode are visible. */
	expectFields(fields: string[]): Promise<void>;
}

/** The model's name in the form. */
export const nameOf = (id: string) => MODELS.find(({ value }) => value === id)?.name ?? '';

/** The form in the editor of the test file. */
export function formIn(hailuo: SimulatedN8n): Form {
	const editor = editorIn(hailuo);
	return {
		editor,
		async open(parameters = {}) {
			const { id } = await hailuo.n8n.createWorkflow(hailuo.flow(parameters).build());
			await editor.openWorkflow(id);
			await editor.openNode('Hailuo');
		},
		expectFields: async (fields) =>
			await eventually(async () => expect(await editor.shown(FIELDS)).toEqual(fields)),
	};
}
