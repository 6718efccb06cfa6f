/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';

import { RESOURCES } from '../../nodes/Hailuo/actions/resources';
import { filesBelow, readManifest, readText, ROOT } from './tree';

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

const run = promisify(execFile);
const temporary = mkdtempSync(join(tmpdir(), 'hailuo-packed-'));
/** The tarball that `npm publish` would send, with `dist` as it is, and the folder into which it is unpacked. */
let tarball: string;
const folder = join(temporary, 'package');
let files: string[];

beforeAll(async () => {
	const pack = ['pack', '--json', '--pack-destination', temporary];
	const { stdout } = await run('npm', pack, { cwd: ROOT });
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	tarball = join(temporary, filename);
	mkdirSync(folder);
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	files = filesBelow(folder);
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('The published package', () => {
	it('contains only code without tests, icons, schemas and the standard files', () => {
		const allowed = [
			/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
			/^dist\/(nodes|credentials)\/(?!.*(test|spec)).*\.js$/,
			/^dist\/nodes\/\w+\/\w+\.node\.json$/,
			/^dist\/nodes\/\w+\/__schema__\/v\d+\.\d+\.\d+\/\w+\/\w+\.json$/,
			/^dist\/icons\/[\w.]+\.(svg|png)$/,
		];

		expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
	});

	it.each(['package.json', 'README.md', 'LICENSE'])('contains %s', (file) => {
		expect(files).toContain(file);
	});

	it('is at most 100 kB in size', () => {
		expect(statSync(tarball).size).toBeLessThanOrEqual(100 * 1024);
	});

	it('contains exactly the nodes and credentials that package.json lists', () => {
		const { nodes, credentials } = readManifest(folder).n8n;
		const loadable = files.filter((file) => /\.(node|credentials)\.js$/.test(file));

		expect(nodes).toContain('dist/nodes/Hailuo/Hailuo.node.js');
		expect(loadable.sort()).toEqual([...nodes, ...credentials].sort());
	});

	it('contains each icon in a light and a dark version', () => {
		const iconsOfFiles = files
			.filter((file) => /\.(node|credentials)\.js$/.test(file))
			.map((file) =>
				[...readText(folder, file).matchAll(/['"]file:([^'"]+)['"]/g)].map(([, icon]) =>
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
		for (const node of readManifest(folder).n8n.nodes) {
			const codex = JSON.parse(readText(folder, node.replace(/\.js$/, '.json'))) as {
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
		const schema = JSON.parse(readText(folder, file)) as { properties: object };
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(OUTPUTS[operation]));
	});
});

/** Runs n8n's verification scan in a process of its own: it is an ES module, which Jest cannot load. */
async function scan(target: string, kind: 'source' | 'tarball') {
	const script = join(__dirname, 'scan.mjs');
	const { stdout } = await run(process.execPath, [script, target, kind], {
		cwd: ROOT,
		// With Jest's NODE_ENV=test the linter treats every file as a trigger.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	return JSON.parse(stdout) as { passed: boolean; message?: string; details?: string };
}

describe('n8n’s verification scan', () => {
	it('accepts the sources', async () => {
		expect(await scan(ROOT, 'source')).toEqual({ passed: true });
	});

	it('accepts the published package', async () => {
		expect(await scan(folder, 'tarball')).toEqual({ passed: true });
	});

	/** Proves that the scan reports anything. */
	it('rejects code that n8n forbids, even if lint rules are disabled in the file', async () => {
		const sources = join(temporary, 'sources');
		for (const path of ['package.json', 'nodes', 'credentials', 'icons']) {
			cpSync(join(ROOT, path), join(sources, path), { recursive: true });
		}
		const node = join(sources, 'nodes', 'Hailuo', 'Hailuo.node.ts');
		writeFileSync(
			node,
			`/* eslint-disable */
import { readFileSync } from 'fs';
${readText(node)}
readFileSync('x');
setTimeout(() => undefined, 1);
`,
		);
		const dependencies = { axios: '1.18.0' };
		writeFileSync(
			join(sources, 'package.json'),
			JSON.stringify({ ...readManifest(sources), dependencies, overrides: dependencies }),
		);

		const { passed, details } = await scan(sources, 'source');

		expect(passed).toBe(false);
		for (const rule of [
			'no-restricted-imports',
			'no-restricted-globals',
			'no-runtime-dependencies',
			'no-overrides-field',
		]) {
			expect(details).toContain(rule);
		}
	});
});
