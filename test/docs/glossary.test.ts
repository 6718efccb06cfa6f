/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { globSync } from 'glob';
import ts from 'typescript';

import { HailuoApi } from '../../credentials/HailuoApi.credentials';
import { Hailuo } from '../../nodes/Hailuo/Hailuo.node';
import { HailuoTrigger } from '../../nodes/Hailuo/HailuoTrigger.node';
import { ROOT } from './documents';

// Files whose string literals are messages. To widen: ['credentials/*.ts', 'nodes/**/*.ts'].
const MESSAGE_FILES = ['credentials/*.ts', 'nodes/**/*.ts'];

/** Without generated documents, and those for contributors. */
const DOCUMENTS = globSync(['*.md', 'docs/*.md', 'examples/*.md'], {
	cwd: ROOT,
	ignore: ['CONTRIBUTING.md', 'docs/{architecture,benchmarks,compatibility,faults}.md'],
}).sort();

/** One term for each concept, in all texts for users. `example` is a text that the pattern matches. */
const GLOSSARY: ReadonlyArray<{ banned: RegExp; write: string; example: string }> = [
	{ banned: /\bvendors?\b/i, write: 'provider', example: 'made by the vendor' },
	{ banned: /\bgateways?\b/i, write: 'provider', example: 'through a gateway API' },
	{
		banned: /\borders\b|\border(?:ed|ing)\b|\border (?:an?|it|the|one|another|videos?)\b/i,
		write: 'create',
		example: 'Order a video',
	},
	{
		banned: /\b(?:mak(?:e|es|ing)|made) (?:(?:an?|the|another|new|many) )?(?:video|task)s?\b/i,
		write: 'create, generate',
		example: 'Make videos',
	},
	{ banned: /\bwish(?:e[ds])?\b/i, write: 'request', example: 'a new wish' },
	{ banned: /\bsen(?:d|ds|t) (?:it |them )?again\b/i, write: 'retry', example: 'is sent again' },
	{ banned: /\btr(?:ied|ies) (?:it )?again\b/i, write: 'retry', example: 'It is tried again' },
	{
		banned: /\b(?:left|leaves?) alone\b/i,
		write: 'rate limited; ignored',
		example: 'asks to be left alone for 60 min',
	},
	{
		banned: /\b(?:takes?|took) no(?:ne)?\b/i,
		write: 'rate limited; not accepted',
		example: 'It took no video of this run for 10 min',
	},
	{ banned: /\bin line\b/i, write: 'queued, pending', example: 'the others stand in line' },
	{ banned: /\bone by one until\b/i, write: 'one at a time', example: 'go one by one until' },
	{ banned: /\b(?:die[ds]?|lives)\b/i, write: 'expires', example: 'dies after 24 hours' },
	{
		banned: /\blook(?:s|ed|ing)? (?:at|into|after)\b/i,
		write: 'validate, check',
		example: 'Files are looked at',
	},
	{
		banned: /\b(?:goe?s?|going|went) on\b/i,
		write: 'continue, keep running',
		example: 'It goes on at the provider',
	},
	{
		banned: /\bpick(?:s|ed)? (?:(?:it|them) )?up\b/i,
		write: 'resume',
		example: 'Wait picks them up',
	},
	{ banned: /\bforgiven?\b/i, write: 'is removed', example: 'is forgiven' },
	{ banned: /\bto the letter\b/i, write: 'verbatim', example: 'followed to the letter' },
	{ banned: /\banew\b/i, write: 'again', example: 'run the workflow anew' },
	{ banned: /\bsurely\b/i, write: 'certainly', example: 'the API surely refused' },
	{ banned: /\bfor the moment\b/i, write: 'rate limited', example: 'no more for the moment' },
	{
		banned: /\bby (?:itself|themselves)\b/i,
		write: 'automatically',
		example: 'not retried by itself',
	},
	{
		banned: /\bnothing to say\b/i,
		write: 'without a value',
		example: 'absent where there is nothing to say',
	},
	{
		banned: /\bdivided by (?:commas|line)\b/i,
		write: 'comma-separated',
		example: 'divided by commas',
	},
	{ banned: /\bhands? (?:it|them) on\b/i, write: 'output', example: 'hands it on as a file' },
	{ banned: /\bcomes? once\b/i, write: 'is emitted once', example: 'comes once as failed' },
	{ banned: /\bcomes? with\b/i, write: 'includes', example: 'comes with videoUrl' },
	{ banned: /\bwhose end\b/i, write: 'tasks to watch', example: 'Whose end to wait for' },
	{ banned: /\blines of the picture\b/i, write: 'resolution', example: 'Lines of the picture' },
	{ banned: /\bbelow follow\b/i, write: 'determines', example: 'The choices below follow it' },
	{
		banned: /\bsomething else than\b/i,
		write: 'not found',
		example: 'Something else than the video API',
	},
	{ banned: /\bmade before\b/i, write: 'existing', example: 'a task that was made before' },
	{
		banned: /\bunfinished at once\b/i,
		write: 'in parallel',
		example: 'may be unfinished at once',
	},
	{
		banned: /\bcareful with money\b|\bplain about errors\b/i,
		write: 'Never pay twice; Actionable errors',
		example: 'Careful with money',
	},
	{
		banned: /\banswer is not one of\b/i,
		write: 'Unexpected response format',
		example: 'The answer is not one of this API',
	},
	{ banned: /\bwas over\b/i, write: 'timeout', example: 'the time-out was over' },
];

/** The banned terms in these texts, each with the term to use. */
const bannedIn = (texts: readonly string[]) =>
	texts.flatMap((text) =>
		GLOSSARY.flatMap(({ banned, write }) => {
			const found = banned.exec(text);
			return found ? [{ found: found[0], write, text }] : [];
		}),
	);

describe('GLOSSARY', () => {
	it.each(GLOSSARY)('rejects "$example"', ({ banned, example }) => {
		expect(example).toMatch(banned);
	});

	it('accepts sentences without banned terms', () => {
		const plain = [
			'Videos are output in input order.',
			'Camera movements in order. Each step is added to the end of the prompt.',
			'Rate limited. Try again in 60 min.',
		];
		expect(bannedIn(plain)).toEqual([]);
	});
});

describe('The form', () => {
	/** Keys of a description whose values n8n shows to users or models. */
	const SHOWN = ['displayName', 'name', 'description', 'hint', 'placeholder', 'action', 'message'];

	function shownIn(value: unknown): string[] {
		if (Array.isArray(value)) return value.flatMap(shownIn);
		if (typeof value !== 'object' || value === null) return [];
		return Object.entries(value).flatMap(([key, inside]) => {
			const isShown = SHOWN.includes(key) || (key === 'default' && isProse(inside));
			return isShown && typeof inside === 'string' ? [inside] : shownIn(inside);
		});
	}
	/** Whether a value is the default of a tool description, which an agent reads. */
	const isProse = (value: unknown) => typeof value === 'string' && value.split(' ').length > 10;

	const forms = {
		'Hailuo node': new Hailuo().description,
		'Hailuo Trigger': new HailuoTrigger().description,
		'Hailuo API credential': new HailuoApi(),
	};

	it.each(Object.entries(forms))('uses the terms of the glossary: %s', (_, form) => {
		const texts = shownIn(form);
		expect(texts.length).toBeGreaterThan(5);
		expect(bannedIn(texts)).toEqual([]);
	});
});

describe('A document', () => {
	it.each(DOCUMENTS)('uses the terms of the glossary: %s', (path) => {
		const paragraphs = readFileSync(join(ROOT, path), 'utf8').split('\n');
		expect(bannedIn(paragraphs)).toEqual([]);
	});

	it.each(globSync('examples/*.json', { cwd: ROOT }).sort())(
		'uses the terms of the glossary in the notes of %s',
		(path) => {
			const { nodes } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as {
				nodes: Array<{ parameters: { content?: string } }>;
			};
			const notes = nodes.flatMap(({ parameters }) => parameters.content?.split('\n') ?? []);
			const withoutNodeNames = notes.map((line) => line.replace(/\*\*.+?\*\*/g, ''));
			expect(withoutNodeNames.length).toBeGreaterThan(0);
			expect(bannedIn(withoutNodeNames)).toEqual([]);
		},
	);
});

describe('A source file', () => {
	const files = globSync(MESSAGE_FILES, { cwd: ROOT }).sort();

	it.each(files)('uses the terms of the glossary in its messages: %s', (path) => {
		expect(bannedIn(literalsIn(path))).toEqual([]);
	});

	it('is searched for its string literals', () => {
		expect(literalsIn('credentials/HailuoApi.credentials.ts')).toContain('Base URL');
	});
});

/** All string literals of a file, and the constant parts of its templates. */
function literalsIn(path: string): string[] {
	const source = ts.createSourceFile(
		path,
		readFileSync(join(ROOT, path), 'utf8'),
		ts.ScriptTarget.Latest,
	);
	const literals: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node)) return;
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isMiddleOrTail(node)) {
			literals.push(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return literals;
}

const isMiddleOrTail = (node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail =>
	ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
