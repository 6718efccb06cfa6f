/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { join } from 'node:path';
import { chromium, type Locator } from 'playwright-core';

import type { N8nClient } from '../n8n/client';
import { RUN_FOLDER } from '../n8n/environment';
import { findChromium } from '../programs.cjs';

/** Without these, Chromium sends requests to Google at startup. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** n8n's editor in a browser, as a person uses it. */
export type Editor = Awaited<ReturnType<typeof openEditor>>;

export async function openEditor(n8n: N8nClient) {
	const context = await chromium.launchPersistentContext(profileFolder(), {
		executablePath: findChromium(),
		args: FLAGS,
		viewport: { width: 1500, height: 950 },
		// Animations use CPU time, and a screenshot could show the middle of one.
		reducedMotion: 'reduce',
	});
	await context.addCookies(
		n8n.cookie.split('; ').map((pair) => {
			const [name, ...value] = pair.split('=');
			return { name, value: value.join('='), url: n8n.url };
		}),
	);
	// A page takes seconds to open, and longer on a busy machine.
	context.setDefaultTimeout(90_000);
	const page = await context.newPage();
	/** An element by n8n's own test ID. */
	const byTestId = (id: string): Locator => page.locator(`[data-test-id="${id}"]`);
	const entries = page.locator('.el-select-dropdown__item:visible');

	async function openDropDown(parameter: string): Promise<void> {
		await byTestId(`parameter-input-${parameter}`).click();
		await entries.first().waitFor();
	}

	return {
		page,
		byTestId,
		/** Opens a workflow and shows its canvas. */
		async openWorkflow(id: string): Promise<void> {
			// The results of a run arrive over this connection; a click before n8n knows the connection is lost.
			const known = page
				.waitForEvent('websocket', (socket) => socket.url().includes('/push'))
				.then(async (socket) => await socket.waitForEvent('framereceived'));
			await page.goto(`${n8n.url}/workflow/${id}`);
			await Promise.all([byTestId('canvas-node').first().waitFor(), known]);
		},
		/** Opens a node's panel by a double click on the canvas. */
		async openNode(name: string): Promise<void> {
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
			await byTestId('node-execute-button').waitFor();
		},
		/** Selects an action or trigger of a node in the open node list, and waits for its panel. */
		async addNode(words: string, name: string, action: string): Promise<void> {
			await page.getByPlaceholder('Search nodes...').fill(words);
			await byTestId('node-creator-item-name').getByText(name, { exact: true }).click();
			await page.getByText(action, { exact: true }).click();
			await byTestId('node-parameters').waitFor();
		},
		/** Closes a node's panel. */
		closeNode: async (): Promise<void> => await byTestId('ndv-close-button').click(),
		/** Selects an option of a parameter. */
		async choose(parameter: string, entry: string): Promise<void> {
			await openDropDown(parameter);
			await entries.getByText(entry, { exact: true }).click();
			await entries.first().waitFor({ state: 'hidden' });
		},
		/** The options of a parameter. */
		async choices(parameter: string): Promise<string[]> {
			await openDropDown(parameter);
			const texts = await entries.allInnerTexts();
			await page.keyboard.press('Escape');
			await entries.first().waitFor({ state: 'hidden' });
			return texts.map((text) => text.split('\n')[0]);
		},
		/** Presses *Execute step*. */
		execute: async (): Promise<void> => await byTestId('node-execute-button').click(),
		/** The error in the output panel, once it is shown. */
		async error() {
			const message = byTestId('node-error-message');
			await message.waitFor();
			return {
				message: await message.innerText(),
				description: await byTestId('node-error-description').innerText(),
			};
		},
		/** Those of the given parameters that are shown. */
		async shown(parameters: readonly string[]): Promise<string[]> {
			const visible = await Promise.all(
				parameters.map(async (name) => await byTestId(`parameter-input-${name}`).isVisible()),
			);
			return parameters.filter((_, i) => visible[i]);
		},
		close: async (): Promise<void> => await context.close(),
	};
}

/**
 * The browser's profile, kept between the files of one worker, so that the editor's code is fetched
 * and compiled once; elsewhere a temporary profile.
 */
function profileFolder(): string {
	const worker = process.env.JEST_WORKER_ID;
	return worker ? join(RUN_FOLDER, `browser-${worker}`) : '';
}
