import { openEditor, type Editor } from '../../../../tools/browser/editor';
import type { WorkflowBuilder } from '../../../../tools/n8n/workflow';
import type { SimulatedN8n } from '../../harness/simulatedN8n';

// A page takes seconds to open, and longer on a busy machine.
jest.setTimeout(300_000);

/**
 * One editor for the whole test file, since each page costs seconds of CPU time: opened before the first
 * test, with this workflow if one is given, and closed after the last. After each test, the panel of the
 * node is closed.
 */
export function editorIn({ n8n }: SimulatedN8n, flow?: () => WorkflowBuilder): Editor {
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor(n8n);
		if (flow) await editor.openWorkflow((await n8n.createWorkflow(flow().build())).id);
	});
	afterEach(async () => {
		if (await editor.byTestId('ndv-close-button').isVisible()) await editor.closeNode();
	});
	afterAll(async () => await editor.close());
	// A test file refers to it before it is open.
	return new Proxy({} as Editor, { get: (_, name) => Reflect.get(editor, name) });
}
