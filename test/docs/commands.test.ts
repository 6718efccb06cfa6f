import { globSync } from 'glob';

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

	/** `nodes/Hailuo/video/models.ts`, `test/engine/rule*.test.ts`, `docs/`: code that looks like a path from the root. */
	const PATH =
		/^(?:\.ci|\.github|credentials|docs|examples|icons|nodes|scripts|test)\/[\w./*{},<>-]*$/;

	it.each(all)('names only existing files: $path', ({ inlineCode }) => {
		const named = inlineCode.filter((text) => PATH.test(text) && !text.includes('<'));
		expect(named.filter((path) => globSync(path, { cwd: ROOT }).length === 0)).toEqual([]);
	});
});

describe('An npm script', () => {
	it.each(Object.entries(scripts))('names only existing files: %s (%s)', (_, command) => {
		const named = command.match(/\b(?:scripts|test)\/[\w./-]+\.(?:ts|mjs|js)\b/g) ?? [];
		expect(named.filter((path) => globSync(path, { cwd: ROOT }).length === 0)).toEqual([]);
	});
});
