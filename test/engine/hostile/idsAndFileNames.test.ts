import { sample } from '../../../tools/images/sampleImages';
import { inItem, storedFile } from '../../../tools/engine/binaryStore';
import { createParams, createAndWaitParams, simulated } from '../harness/simulatedNode';
import { expectCleanPrototypes } from './hostileRuns';
import { FILE_NAMES } from './values';

describe('A task ID from the API', () => {
	const node = simulated();

	it.each([
		['a/credits?x=1#y', 'a%2Fcredits%3Fx%3D1%23y'],
		['%2e%2e', '%252e%252e'],
		['urn:uuid:a+b==', 'urn%3Auuid%3Aa%2Bb%3D%3D'],
		['__proto__', '__proto__'],
		['🎬', '%F0%9F%8E%AC'],
	])('is encoded as one segment of the path: %j', async (id, part) => {
		node.api.fault({ on: 'create', then: { patch: { id } } });

		const { error } = await node.run({
			parameters: createAndWaitParams({ options: { timeoutMinutes: 0.001 } }),
		});

		const [, ...reads] = node.api.requests;
		expect(new Set(reads.map(({ path }) => path))).toEqual(new Set([`/apiv1/v1/tasks/${part}`]));
		expect(error?.message).toMatch(/^Task /);
		expect(error?.message).toContain(id);
		expectCleanPrototypes();
	});

	it.each(['..', '.', 'task-\ud83c', 'a/../../credits', 'line\r\nbreak: header'])(
		'is treated as missing if no request could contain it: %j',
		async (id) => {
			node.api.fault({ on: 'create', then: { patch: { id } } });

			const { error } = await node.run({ parameters: createAndWaitParams() });

			expect(error?.message).toMatch(
				/^The request may have been accepted, but no task ID was returned/,
			);
			expect(node.api.requestsTo('create')).toHaveLength(1);
			expect(node.api.requestsTo('read')).toHaveLength(0);
		},
	);
});

describe('An image file with a hostile name', () => {
	const node = simulated();

	it.each(FILE_NAMES)(
		'is uploaded under a generated name with its own content: %j',
		async (fileName) => {
			const image = await sample('PNG', 640, 360);
			const odd = { fileName, fileExtension: fileName, directory: fileName, mimeType: fileName };
			for (const file of [inItem(image), await storedFile(image)]) {
				node.api.reset();
				const { items } = await node.run({
					parameters: createParams({
						mode: 'imageToVideo',
						firstFrameSource: 'binary',
						firstFrameBinaryProperty: 'a.b/../c',
					}),
					files: [{ 'a.b/../c': { ...file, ...odd } }],
					filesBaseUrl: node.api.filesUrl,
				});

				expect(items[0].json.mode).toBe('imageToVideo');
				const [{ body, path }] = node.api.requestsTo('upload');
				expect(path).toBe('/api/v1/files/upload/stream');
				expect(body).toEqual({
					file: expect.stringMatching(/^[0-9a-f]{32}\.png, image\/png, \d+ bytes$/),
				});
			}
		},
	);
});
