/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code, never shipped */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Slugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

export const ROOT = join(__dirname, '..', '..');

/** One Markdown file of the repository, taken apart. */
export interface Document {
	/** From the repository's root, with forward slashes. */
	path: string;
	text: string;
	/** Targets of links and pictures, as written. */
	links: string[];
	pictures: Array<{ target: string; alt: string }>;
	/** What its headings are called in a link, without the `#`. */
	anchors: string[];
	/** `code` within a sentence. */
	inlineCode: string[];
	/** Lines of code blocks marked as a shell's. */
	commands: string[];
}

/** All Markdown files that belong to the repository, those not committed yet included. */
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

/** GitHub's names for the headings; a heading that comes twice gets a number. */
function anchorsOf(blocks: readonly Token[]): string[] {
	const slugger = new Slugger();
	return blocks.flatMap((block, at) => {
		if (block.type !== 'heading_open') return [];
		const words = blocks[at + 1].children ?? [];
		return slugger.slug(words.map(({ content }) => content).join(''));
	});
}
