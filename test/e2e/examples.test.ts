/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { clientOf, createdId } from '../simulator/testing/client';
import { simulatedN8n } from './harness/simulated';
import type { WorkflowJson } from './harness/workflow';

const folder = join(__dirname, '../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** The node of each example that gives the videos, how many, and the trigger if it is not Start. */
const results: Record<string, [node: string, videos: number, trigger?: string]> = {
	'01-text-to-video.json': ['Create a video', 1],
	'02-batch-create-then-wait.json': ['Videos', 3],
	'03-image-file-to-video.json': ['Create a video', 1],
	'04-trigger-download-store.json': ['Store the video', 1, 'When a video is ready'],
};

const FINISHED = { model: 'MiniMax-Hailuo-02', prompt: 'Finished at once' };

describe('The examples', () => {
	const hailuo = simulatedN8n();

	it('are all in this test', () => {
		expect(files).toEqual(Object.keys(results));
	});

	it.each(files)('%s imports and runs', async (file) => {
		const example = JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowJson;
		for (const node of example.nodes) {
			if (node.credentials) node.credentials = hailuo.credentials;
		}
		const [node, videos, trigger = 'Start'] = results[file];
		const { id } = await hailuo.n8n.createWorkflow({ ...example, active: false });
		// For an example that begins with a finished video.
		hailuo.api.plan({ promptIncludes: FINISHED.prompt, durationMs: 0 });
		await createdId(clientOf(hailuo.api), FINISHED);

		const execution = await hailuo.n8n.run(id, { trigger });

		expect(execution.error).toBeUndefined();
		const items = execution.items(node);
		expect(items).toHaveLength(videos);
		expect(items.every(({ binary }) => binary?.data.mimeType === 'video/mp4')).toBe(true);
	});
});
