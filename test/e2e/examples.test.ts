/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { simulatedN8n } from './harness/simulated';
import type { WorkflowJson } from './harness/workflow';

const folder = join(__dirname, '../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** The last node of each example, and how many videos must come out of it. */
const results: Record<string, [node: string, videos: number]> = {
	'01-text-to-video.json': ['Create a video', 1],
	'02-batch-create-then-wait.json': ['Videos', 3],
	'03-image-file-to-video.json': ['Create a video', 1],
};

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
		const { id } = await hailuo.n8n.createWorkflow({ ...example, active: false });

		const execution = await hailuo.n8n.run(id, { trigger: 'Start' });

		const [node, videos] = results[file];
		expect(execution.error).toBeUndefined();
		const items = execution.items(node);
		expect(items).toHaveLength(videos);
		expect(items.every(({ binary }) => binary?.data.mimeType === 'video/mp4')).toBe(true);
	});
});
