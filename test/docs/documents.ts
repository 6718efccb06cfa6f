/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Slugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

export const ROOT = join(__dirname, '..', '..');

/** One parsed Markdown file of the repository. */
export interface Document {
	/** From the root of the repository, with forward slashes. */
	path: string;
	text: string;
	/** Targets of links and pictures, as written. */
	links: string[];
	pictures: Array<{ target: string; alt: string }>;
	/** The anchors of its headings, without the `#`. */
	anchors: string[];
	/** Inline code in sentences. */
	inlineCode: string[];
	/** Lines of `sh` code blocks. */
	commands: string[];
}

/** All Markdown files of the repository, including uncommitted ones. */
export function documents(): Document[] {
	const listed = execFileSync(
		'git',
		['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	return listed.split('\n').filter(Boolean).map(readDocument);
}

export function readDocument(path: string): Document {
	const text = readFileSync(join(ROOT, path), 'utf8');
	const blocks = new MarkdownIt().parse(text, {});
	const inline = blocks.flatMap(({ children }) => children ?? []);
	const ofType = (type: string) => inline.filter((token) => token.type === type);
	return {
		path,
		text,
		links: ofType('link_open').flatMap((token) => token.attrGet('href') ?? []),
		pictures: ofType('image').map((token) => ({
			target: token.attrGet('src') ?? '',
			alt: token.content,
		})),
		anchors: anchorsOf(blocks),
		inlineCode: ofType('code_inline').map(({ content }) => content),
		commands: blocks
			.filter(({ type, info }) => type === 'fence' && info === 'sh')
			.flatMap(({ content }) => content.trim().split('\n')),
	};
}

/** GitHub's anchors of the headings; a repeated heading gets a number. */
function anchorsOf(blocks: readonly Token[]): string[] {
	const slugger = new Slugger();
	return blocks.flatMap((block, at) => {
		if (block.type !== 'heading_open') return [];
		const words = blocks[at + 1].children ?? [];
		return slugger.slug(words.map(({ content }) => content).join(''));
	});
}
