import { inItem } from '../../../tools/engine/binaryStore';
import { fixture } from '../../../simulator/media/video';
import { simulated } from '../harness/simulatedNode';
import { expectNoHarm, runItem } from './hostileRuns';
import { FILE_NAMES } from './values';

const FILE = inItem(fixture('first.png'));

describe('Upload with hostile values', () => {
	const node = simulated();

	it('uploads the file of the field, or refuses with a readable issue before any request', async () => {
		await expectNoHarm({
			fields: [
				{
					name: 'binaryPropertyName',
					label: ['The file', 'Input Binary Field'],
					validValues: ['data', FILE],
					isRefused: (value) => value !== 'data' && value !== FILE,
				},
			],
			usual: { resource: 'file', operation: 'upload' },
			async run(parameters, item, onError) {
				node.api.reset();
				const { baseUrl, filesUrl: filesBaseUrl } = node.api;
				const files = [{ data: FILE }];
				return await runItem({ parameters, items: [item], files, baseUrl, filesBaseUrl }, onError);
			},
			requests: () => node.api.requests,
			removeUnsent(sent, [[name, { source, value }]]) {
				// n8n replaces null in the workflow with the default.
				if (source === 'workflow file' && value === null) sent.delete(name);
			},
			expectAccepted(_, { item }) {
				expect(item?.json.fileUrl).toContain('/uploads/');
				expect(node.api.requests).toHaveLength(1);
				return 'uploaded';
			},
			endings: ['uploaded'],
		});
	});

	it.each(FILE_NAMES)(
		'uploads a file whose name, extension and type are %j under a generated name',
		async (text) => {
			const odd = { fileName: text, fileExtension: text, mimeType: text };

			const { items } = await node.run({
				parameters: { resource: 'file', operation: 'upload' },
				files: [{ data: { ...FILE, ...odd } }],
				filesBaseUrl: node.api.filesUrl,
			});

			expect(items[0].json).toMatchObject({ mimeType: 'application/octet-stream' });
			const [{ body, path }] = node.api.requestsTo('upload');
			expect(path).toBe('/api/v1/files/upload/stream');
			expect(body).toEqual({
				file: expect.stringMatching(
					/^[0-9a-f]{32}(\.[a-z]+)?, application\/octet-stream, \d+ bytes$/,
				),
			});
		},
	);
});
