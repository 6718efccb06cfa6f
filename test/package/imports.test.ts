/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { dirname, join, posix } from 'node:path';
import { globSync } from 'glob';
import { preProcessFile } from 'typescript';

import { filesBelow, readText, ROOT } from './tree';

/** All imports of a file, those of types included. */
const importsOf = (code: string) =>
	preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
const isRelative = (path: string) => path.startsWith('.');

describe('A built file', () => {
	const dist = join(ROOT, 'dist');
	const files = filesBelow(dist).filter((file) => file.endsWith('.js'));

	it('exists after the build', () => {
		expect(files).toContain('nodes/Hailuo/Hailuo.node.js');
	});

	it('imports only its own files, n8n-workflow and crypto', () => {
		const imported = files.flatMap((file) => importsOf(readText(dist, file)));
		const packages = new Set(imported.filter((path) => !isRelative(path)));
		expect([...packages].sort()).toEqual(['crypto', 'n8n-workflow']);
	});
});

describe('A source file', () => {
	const nodes = join(ROOT, 'nodes', 'Hailuo');
	const sources = filesBelow(nodes).filter((file) => file.endsWith('.ts'));

	/** The folders from which each folder may import. */
	const MAY_IMPORT: Record<string, string[]> = {
		utils: ['utils'],
		domain: ['domain', 'utils'],
		images: ['images', 'domain', 'utils'],
		transport: ['transport', 'images', 'domain', 'utils'],
		scheduling: ['scheduling', 'transport', 'domain', 'utils'],
		execution: ['execution', 'scheduling', 'transport', 'domain', 'utils'],
		trigger: ['trigger', 'execution', 'scheduling', 'transport', 'domain', 'utils'],
		actions: ['actions', 'execution', 'images', 'scheduling', 'transport', 'domain', 'utils'],
	};
	const folderOf = (file: string) => (file.includes('/') ? file.split('/')[0] : 'the node');
	const inFolders = sources.filter((file) => folderOf(file) !== 'the node');

	it('is in a folder that has an import rule', () => {
		const folders = [...new Set(inFolders.map(folderOf))];
		expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
	});

	it.each(inFolders)('imports only from the folders that its folder may import: %s', (file) => {
		const targets = importsOf(readText(nodes, file))
			.filter(isRelative)
			.map((path) => folderOf(posix.join(dirname(file), path)));
		expect(targets.filter((folder) => !MAY_IMPORT[folderOf(file)].includes(folder))).toEqual([]);
	});

	it.each(inFolders.filter((file) => /^(utils|domain|scheduling)\//.test(file)))(
		'imports no package, not even types of n8n: %s',
		(file) => {
			expect(importsOf(readText(nodes, file)).filter((path) => !isRelative(path))).toEqual([]);
		},
	);
});

describe('A TypeScript file', () => {
	const folders = '{benchmarks,credentials,nodes,scripts,simulator,test,tools}';
	const files = globSync(`${folders}/**/*.ts`, {
		cwd: ROOT,
		posix: true,
		ignore: '**/node_modules/**',
	});
	const importsIn = new Map(
		files.map((file) => [
			file,
			importsOf(readText(ROOT, file))
				.filter(isRelative)
				.map((path) => posix.join(dirname(file), path))
				.flatMap((path) => [`${path}.ts`, `${path}/index.ts`]),
		]),
	);

	function reachableFrom(file: string, reached = new Set<string>()): Set<string> {
		for (const next of importsIn.get(file) ?? []) {
			if (reached.has(next)) continue;
			reached.add(next);
			reachableFrom(next, reached);
		}
		return reached;
	}

	it('does not import itself, directly or through other files', () => {
		expect(files.length).toBeGreaterThan(300);
		expect(files.filter((file) => reachableFrom(file).has(file))).toEqual([]);
	});
});
