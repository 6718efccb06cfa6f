import fc from 'fast-check';

import { inItem } from '../../../tools/engine/binaryStore';
import { fixture } from '../../../simulator/media/video';
import { simulated } from '../harness/simulatedNode';
import { expectCleanPrototypes, expectReadableIssue, onErrors, runItem } from './runItem';
import {
	FC_PARAMETERS,
	FILE_NAMES,
	hostile,
	parametersWith,
	valuesFor,
	type TestedParameter,
} from './values';

const FILE = inItem(fixture('first.png'));

const FIELDS: readonly TestedParameter[] = [
	{ name: 'binaryPropertyName', validValues: ['data', FILE] },
];

describe('Upload with hostile values', () => {
	const node = simulated();

	it('uploads the file of the field, or refuses with a readable issue before any request', async () => {
		const ends = new Set<string>();
		const property = fc.asyncProperty(
			valuesFor(FIELDS, hostile, 1, ['item data']),
			fc.constantFrom(...onErrors),
			async (values, onError) => {
				node.api.reset();
				const { parameters, item } = parametersWith(
					{ resource: 'file', operation: 'upload' },
					values,
				);
				const run = {
					parameters,
					items: [item],
					files: [{ data: FILE }],
					baseUrl: node.api.baseUrl,
					filesBaseUrl: node.api.filesUrl,
				};

				const outcome = await runItem(run, onError);

				expectCleanPrototypes();
				const [[, { value, source }]] = values;
				// n8n replaces null in the workflow with the default.
				const isDefault = value === null && source === 'workflow file';
				const isFile = value === 'data' || value === FILE || isDefault;
				if (outcome.isRefusedByN8n) {
					expect(node.api.requests).toEqual([]);
				} else if (isFile) {
					ends.add('uploaded');
					expect(outcome.item?.json.fileUrl).toContain('/uploads/');
					expect(node.api.requests).toHaveLength(1);
				} else {
					ends.add('refused');
					expectReadableIssue(outcome, ['The file', 'Input Binary Field']);
					expect(node.api.requests).toEqual([]);
				}
			},
		);
		await fc.assert(property, FC_PARAMETERS);
		expect(ends.size).toBe(2);
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
