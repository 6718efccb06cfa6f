/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { dirname, posix } from 'node:path';

import { RESOURCES } from '../../nodes/Hailuo/actions/resources';
import { packed, type Tarball } from './tarball';
import { filesBelow, readManifest, readText } from './tree';

const TASK = ['taskId', 'status', 'videoUrl', 'expiresAt'];
/** The most important fields of each operation's output. */
const OUTPUTS: Record<string, string[]> = {
	'video/create': TASK,
	'video/getMany': TASK,
	'video/getStatus': TASK,
	'video/wait': TASK,
	'account/getCredits': ['remainingCredits', 'usedCredits', 'keyRemainingCredits'],
	'file/upload': ['fileUrl', 'fileName', 'mimeType', 'fileSize', 'expiresAt'],
};

let tarball: Tarball;
let files: string[];

beforeAll(async () => {
	tarball = await packed();
	files = filesBelow(tarball.folder);
});
afterAll(() => tarball.remove());

describe('The published package', () => {
	it('contains only code, icons, schemas and the standard files', () => {
		const allowed = [
			/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
			/^dist\/(nodes|credentials)\/.*\.js$/,
			/^dist\/nodes\/\w+\/\w+\.node\.json$/,
			/^dist\/nodes\/\w+\/__schema__\/v\d+\.\d+\.\d+\/\w+\/\w+\.json$/,
			/^dist\/icons\/[\w.]+\.(svg|png)$/,
		];

		expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
	});

	it.each(['package.json', 'README.md', 'LICENSE'])('contains %s', (file) => {
		expect(files).toContain(file);
	});

	it('contains no tests, source maps or declarations', () => {
		expect(files.filter((file) => /test|spec|\.map$|\.d\.ts$|tsbuildinfo/.test(file))).toEqual([]);
	});

	it('is at most 100 kB in size', () => {
		expect(tarball.bytes).toBeLessThanOrEqual(100 * 1024);
	});

	it('contains every node and credential that package.json lists', () => {
		const { nodes, credentials } = readManifest(tarball.folder).n8n;

		expect(nodes).toContain('dist/nodes/Hailuo/Hailuo.node.js');
		expect(credentials).toContain('dist/credentials/HailuoApi.credentials.js');
		expect([...nodes, ...credentials].filter((file) => !files.includes(file))).toEqual([]);
	});

	it('lists every node and credential that it contains in package.json', () => {
		const { nodes, credentials } = readManifest(tarball.folder).n8n;
		const loadable = files.filter((file) => /\.(node|credentials)\.js$/.test(file));

		expect(loadable.sort()).toEqual([...nodes, ...credentials].sort());
	});

	it('contains each icon in a light and a dark version', () => {
		const iconsOfFiles = files
			.filter((file) => /\.(node|credentials)\.js$/.test(file))
			.map((file) =>
				[...readText(tarball.folder, file).matchAll(/['"]file:([^'"]+)['"]/g)].map(([, icon]) =>
					posix.join(dirname(file), icon),
				),
			);

		expect(iconsOfFiles.length).toBeGreaterThanOrEqual(2);
		for (const icons of iconsOfFiles) {
			expect(new Set(icons).size).toBe(2);
			expect(icons.filter((icon) => !files.includes(icon))).toEqual([]);
		}
	});

	it('contains a codex file for each node', () => {
		for (const node of readManifest(tarball.folder).n8n.nodes) {
			const codex = JSON.parse(readText(tarball.folder, node.replace(/\.js$/, '.json'))) as {
				node: string;
				resources: object;
			};
			const name = /(\w+)\.node\.js$/.exec(node)?.[1] ?? '';
			const type = `n8n-nodes-hailuo.${name[0].toLowerCase()}${name.slice(1)}`;
			// n8n silently ignores a codex file without resources.
			expect(codex).toMatchObject({ node: type, resources: expect.any(Object) });
		}
	});

	const operations = RESOURCES.flatMap((resource) =>
		resource.operations.map(({ option }) => `${resource.value}/${option.value}`),
	);
	it.each(operations)('contains an output schema for %s', (operation) => {
		const file = `dist/nodes/Hailuo/__schema__/v1.0.0/${operation}.json`;
		const schema = JSON.parse(readText(tarball.folder, file)) as { properties: object };
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(OUTPUTS[operation]));
	});
});
