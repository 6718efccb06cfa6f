import { openEditor, type Editor } from '../../../../tools/browser/editor';
import type { SimulatedN8n } from '../../harness/simulatedN8n';

/** One editor for the whole test file: opened before the first test, closed after the last. */
export function editorIn({ n8n }: SimulatedN8n): Editor {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
	});
	afterAll(async () => await editor.close());
	// A test file refers to it before it is open.
	return new Proxy({} as Editor, { get: (_, name) => Reflect.get(editor, name) });
}
