/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

import { documents, readDocument, ROOT } from './documents';

const all = documents();
const isExternal = (target: string) => /^[a-z]+:/i.test(target);
/** The only external pictures. */
const isBadge = (target: string) =>
	/^https:\/\/(?:img\.shields\.io\/|github\.com\/.+\/badge\.svg$)/.test(target);

/** Resolves a link to a file of the repository, as a path from its root. */
function resolve(from: string, target: string): { file: string; anchor?: string } {
	const [path, anchor] = target.split('#');
	const file = path === '' ? from : posix.join(posix.dirname(from), decodeURI(path));
	return { file, anchor };
}

describe.each(all)('$path', ({ path, links, pictures }) => {
	const internal = links.filter((target) => !isExternal(target)).map((link) => resolve(path, link));

	it('links to existing files', () => {
		const missing = internal.filter(({ file }) => !existsSync(join(ROOT, file)));
		expect(missing).toEqual([]);
	});

	it('links to existing headings', () => {
		const missing = internal.filter(
			({ file, anchor }) => anchor !== undefined && !readDocument(file).anchors.includes(anchor),
		);
		expect(missing).toEqual([]);
	});

	it('embeds existing pictures with alternative text', () => {
		for (const { target, alt } of pictures) {
			expect(alt).not.toBe('');
			if (isBadge(target)) continue;
			expect(existsSync(join(ROOT, resolve(path, target).file)) && target).toBe(target);
		}
	});

	it('links to other sites over https only', () => {
		const external = links.filter(isExternal);
		expect(external.filter((target) => new URL(target).protocol !== 'https:')).toEqual([]);
	});
});

describe('README.md', () => {
	it('links to every page, directly or through other pages', () => {
		const reached = new Set(['README.md']);
		for (const path of reached) {
			for (const target of readDocument(path).links) {
				const { file } = resolve(path, target);
				if (all.some((document) => document.path === file)) reached.add(file);
			}
		}
		expect(all.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
	});
});
