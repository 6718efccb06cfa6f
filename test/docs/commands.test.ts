import { globSync } from 'glob';

import mutation from '../../scripts/mutation/folders.json';
import { readManifest } from '../package/tree';
import { documents, ROOT } from './documents';

const { scripts } = readManifest();
const all = documents().map((document) => ({
	...document,
	code: [...document.commands, ...document.inlineCode],
}));

describe('A document', () => {
	it.each(all)('names only existing npm scripts: $path', ({ code }) => {
		const named = code.flatMap((line) => [
			...[...line.matchAll(/\bnpm run ([\w:.-]+)/g)].map(([, script]) => script),
			...(/\bnpm test\b/.test(line) ? ['test'] : []),
		]);
		expect(named.filter((script) => !(script in scripts))).toEqual([]);
	});

	it('names npm scripts, in at least two of all documents', () => {
		const line = /\bnpm (run \w|test\b)/;
		expect(all.filter(({ code }) => code.some((text) => line.test(text))).length).toBeGreaterThan(
			1,
		);
	});

	/** `nodes/Hailuo/domain/models.ts`, `test/engine/rule*.test.ts`, `docs/`: code that looks like a path from the root. */
	const PATH = new RegExp(`^(?:${rootFolders().join('|')})/[\\w./*{},<>-]*$`);

	it.each(all)('names only existing files: $path', ({ inlineCode }) => {
		const named = inlineCode.filter((text) => PATH.test(text) && !text.includes('<'));
		expect(missing(named)).toEqual([]);
	});
});

describe('An npm script', () => {
	it.each(Object.entries(scripts))('names only existing files: %s', (_, command) => {
		const named = command.match(/\b[\w-]+\/[\w./-]+\.(?:ts|mjs|js)\b/g) ?? [];
		expect(missing(named)).toEqual([]);
	});
});

describe('The mutation test', () => {
	it.each(Object.entries(mutation))(
		'names only existing files and folders: %s',
		(folder, { mutate, tests }) => {
			const sources = mutate.split(' ').map((name) => `nodes/Hailuo/${folder}/${name}.ts`);
			const folders = tests.split(' ').map((name) => `test/unit/${name}`);
			expect(missing([...sources, ...folders])).toEqual([]);
		},
	);
});

/** The folders of the project's files, without those that tools create. */
function rootFolders(): string[] {
	const folders = globSync('*/', {
		cwd: ROOT,
		dot: true,
		ignore: ['node_modules', 'dist', '.git'],
	});
	return folders.map((name) => name.replaceAll('.', '\\.'));
}

function missing(paths: readonly string[]): string[] {
	return paths.filter((path) => globSync(path, { cwd: ROOT }).length === 0);
}
