import { exampleNames, filledInExample, readExample } from '../../tools/examples/file';
import type { CredentialReference } from '../../tools/n8n/credentials';
import type { Picture, Scene } from './panels';

/** The canvas of each example, with its credentials selected. */
export const EXAMPLES: Record<string, Picture> = Object.fromEntries(
	exampleNames.map((name) => [`examples/${name}`, async (scene) => await canvas(scene, name)]),
);

/** Margin around the nodes, pixels; a node's name is below it. */
const MARGIN = 32;
const NAME_HEIGHT = 48;

/** Hides the buttons over the canvas. */
const BARE = `.vue-flow__panel, [data-test-id='canvas-handle-plus-wrapper'], [class*='executionButtons'] {
	visibility: hidden !important;
}`;

async function canvas(scene: Scene, name: string): Promise<Buffer> {
	const { editor, n8n } = scene;
	const { page } = editor;
	const credentials = await credentialsFor(scene, name);
	const { id } = await n8n.createWorkflow(filledInExample(name, { credentials }));

	await page.setViewportSize({ width: 2000, height: 1100 });
	await editor.openWorkflow(id);
	await page.addStyleTag({ content: BARE });
	const { left, top, right, bottom } = await boundsAtRest(page);
	return await page.screenshot({
		animations: 'disabled',
		clip: {
			x: left - MARGIN,
			y: top - MARGIN,
			width: right - left + 2 * MARGIN,
			height: bottom - top + 2 * MARGIN + NAME_HEIGHT,
		},
	});
}

/** One credential for each type of the example; its values are not visible. */
async function credentialsFor({ n8n, credentials }: Scene, name: string) {
	const all: Record<string, CredentialReference> = { ...credentials };
	const types = readExample(name).nodes.flatMap((node) => Object.keys(node.credentials ?? {}));
	for (const type of types) {
		all[type] ??= await n8n.createCredential({ name: type, type, data: {} });
	}
	return all;
}

/** The bounds of all nodes, once the editor has moved them into view. */
async function boundsAtRest(page: Scene['editor']['page']) {
	const nodes = page.locator('.vue-flow__node');
	for (const node of await nodes.all())
		await (await node.elementHandle())?.waitForElementState('stable');
	const boxes = await nodes.evaluateAll((all) => all.map((node) => node.getBoundingClientRect()));
	return {
		left: Math.min(...boxes.map(({ left }) => left)),
		top: Math.min(...boxes.map(({ top }) => top)),
		right: Math.max(...boxes.map(({ right }) => right)),
		bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
	};
}
