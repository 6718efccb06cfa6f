import type { Page } from 'playwright-core';

import { workflow, type NodeOptions, type WorkflowBuilder } from '../../tools/n8n/workflow';
import { fixture } from '../../simulator/media/video';
import { sample } from '../../tools/images/sampleImages';
import type { Editor } from '../../tools/browser/editor';
import type { N8nClient } from '../../tools/n8n/client';
import type { CredentialReference } from '../../tools/n8n/credentials';

/** Where pictures are taken. */
export interface Scene {
	n8n: N8nClient;
	editor: Editor;
	credentials: { hailuoApi: CredentialReference };
}

/** Prepares the editor and takes the picture as a PNG. */
export type Picture = (scene: Scene) => Promise<Buffer>;

const PROMPT = 'A paper boat sails down a rainy street at dusk';

/** The README's pictures by name: the panel of our node, or its form. */
export const PANELS: Record<string, Picture> = {
	async 'text-to-video'(scene) {
		await openNode(scene, { prompt: PROMPT, waitForCompletion: true });
		await scene.editor.execute();
		const output = scene.editor.page.locator('[data-test-id="output-panel"]');
		await output.getByRole('button', { name: 'View' }).click();
		await output.locator('video').waitFor();
		return await panel(scene);
	},

	async 'first-and-last-frame'(scene) {
		await openNode(
			scene,
			{
				mode: 'firstLastFrame',
				prompt: 'The day fades into night',
				firstFrameSource: 'binary',
				lastFrameUrl: 'https://example.com/last.png',
			},
			fixture('first.png'),
		);
		return await form(scene);
	},

	async 'camera-movements'(scene) {
		const step = [{ commands: ['Pan left', 'Pedestal up'] }, { commands: ['Zoom in'] }];
		await openNode(scene, { prompt: PROMPT, cameraMovements: { step } });
		return await inHighWindow(scene, async (page) => {
			await page.locator('[data-test-id="parameter-input-commands"]').nth(1).click();
			const entries = page.locator('.el-select-dropdown__item:visible');
			await entries.first().waitFor();
			await entries.first().evaluate(untilStill);
			return await panel(scene);
		});
	},

	async 'bad-image'(scene) {
		const parameters = { mode: 'imageToVideo', firstFrameSource: 'binary' };
		await openNode(scene, parameters, await sample('JPEG', 2000, 700));
		await scene.editor.execute();
		await scene.editor.error();
		return await panel(scene);
	},
};

async function openNode(
	{ n8n, editor, credentials }: Scene,
	parameters: NodeOptions['parameters'],
	file?: Buffer,
): Promise<void> {
	const start = workflow('Hailuo');
	const before = file ? withFile(start, file) : start.manualTrigger();
	const flow = before.node('Hailuo', 'n8n-nodes-hailuo.hailuo', { parameters, credentials });
	const { id } = await n8n.createWorkflow(flow.build());
	await editor.openWorkflow(id);
	await editor.openNode('Hailuo');
}

/** The file is in the trigger's data: a disk node would show the file's path on this machine. */
function withFile(flow: WorkflowBuilder, file: Buffer): WorkflowBuilder {
	const options = { fileName: 'picture.jpg', mimeType: 'image/jpeg' };
	return flow
		.manualTrigger([{ picture: file.toString('base64') }])
		.node('Picture', 'n8n-nodes-base.convertToFile', {
			typeVersion: 1.1,
			parameters: { operation: 'toBinary', sourceProperty: 'picture', options },
		});
}

/** The whole panel of the node: input, form and output. */
const panel = async ({ editor }: Scene) =>
	await editor.page.locator('[data-test-id="ndv"]').screenshot({ animations: 'disabled' });

/** The form alone. */
const form = async (scene: Scene) =>
	await inHighWindow(
		scene,
		async (page) =>
			await page.locator('[data-test-id="node-parameters"]').screenshot({ animations: 'disabled' }),
	);

/** In a window that is high enough for the whole form. */
async function inHighWindow(
	{ editor: { page } }: Scene,
	take: (page: Page) => Promise<Buffer>,
): Promise<Buffer> {
	const usual = page.viewportSize();
	await page.setViewportSize({ width: 1500, height: 1460 });
	const picture = await take(page);
	if (usual) await page.setViewportSize(usual);
	return picture;
}

/** Resolves in the page when no animation is running. */
const untilStill = async (element: {
	ownerDocument: { getAnimations(): Array<{ finished: Promise<unknown> }> };
}) =>
	await Promise.allSettled(
		element.ownerDocument.getAnimations().map(async ({ finished }) => await finished),
	);
