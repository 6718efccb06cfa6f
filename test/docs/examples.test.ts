/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

import type { WorkflowJson } from '../../tools/n8n/workflow';

const namesIn = (folder: string, ending: string) =>
	readdirSync(folder)
		.filter((file) => file.endsWith(ending))
		.map((file) => file.slice(0, -ending.length));

const examples = namesIn('examples', '.json');
const read = (name: string) =>
	JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as WorkflowJson;
const index = readFileSync('examples/README.md', 'utf8');

describe('examples/', () => {
	it('has a test for every example, whose title names it', () => {
		const folder = 'test/e2e/examples';
		const tests = namesIn(folder, '.test.ts').map((name) =>
			readFileSync(`${folder}/${name}.test.ts`, 'utf8'),
		);
		const tested = tests.flatMap((text) => [...text.matchAll(/'Example (\d+)\b/g)]);
		const numbers = new Set(tested.map(([, number]) => Number(number)));
		expect([...numbers].sort((a, b) => a - b)).toEqual(
			examples.map((name) => Number(name.slice(0, 2))),
		);
	});

	it('begins examples/README.md with a table that leads to every example', () => {
		const [table] = index.split('\n## ');
		expect(table).toMatch(/^# Examples\n\n\| I want to … +\| Example/);
		const linked = [...table.matchAll(/\]\(#(\d+)-/g)].map(([, number]) => Number(number));
		const numbers = examples.map((name) => Number(name.slice(0, 2)));
		expect([...new Set(linked)].sort((a, b) => a - b)).toEqual(numbers);
	});

	it('lists every example in order with its picture in examples/README.md', () => {
		const listedNames = [...index.matchAll(/\]\(([\w-]+)\.json\)/g)].map(([, name]) => name);
		expect(listedNames).toEqual(examples);
		const pictures = [...index.matchAll(/!\[.+?\]\(\.\.\/(.+?)\)/g)].map(([, path]) => path);
		expect(pictures).toEqual(examples.map((name) => `docs/images/examples/${name}.png`));
	});
});

describe.each(examples)('examples/%s.json', (name) => {
	const { nodes } = read(name);

	it('has a note with purpose, values to fill in, costs, and what to do if something fails', () => {
		const [note] = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(note?.parameters.content).toMatch(/^## .+[\s\S]+\*\*Fill in:\*\*[\s\S]+costs?/i);
		expect(note?.parameters.content).toMatch(/fail|cannot|error/i);
	});

	it('contains no credential ID, only the default name of each credential', () => {
		const credentials = nodes.flatMap((node) => Object.values(node.credentials ?? {}));
		for (const credential of credentials) {
			expect(credential).toEqual({ id: '', name: expect.stringMatching(/ account$/) });
		}
	});

	it('sets Wait for Completion in every Create, whatever its default', () => {
		const creates = nodes.filter(
			({ type, parameters: { resource = 'video', operation = 'create' } }) =>
				/^n8n-nodes-hailuo\.hailuo(Tool)?$/.test(type) &&
				resource === 'video' &&
				operation === 'create',
		);
		for (const { name: node, parameters } of creates) {
			expect({ node, value: parameters.waitForCompletion }).toEqual({
				node,
				value: expect.any(Boolean),
			});
		}
	});

	it('has no overlapping nodes or notes', () => {
		const boxes = nodes.map(boxOf);
		for (const [i, a] of boxes.entries()) {
			for (const b of boxes.slice(i + 1)) {
				const isApart =
					a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
				expect({ a: a.name, b: b.name, isApart }).toMatchObject({ isApart: true });
			}
		}
	});

	it('has a picture of less than 60 kB', () => {
		const picture = `docs/images/examples/${name}.png`;
		expect(existsSync(picture) && statSync(picture).size).toBeLessThan(60_000);
	});
});

/** The space of a node on the canvas in pixels: 96 by 96 plus its name, a note by its own size. */
function boxOf({ name, type, position: [left, top], parameters }: WorkflowJson['nodes'][number]) {
	const isNote = type.endsWith('.stickyNote');
	const isWide = type.endsWith('.agent') || type.endsWith('HitlTool');
	const width = isNote ? Number(parameters.width) : isWide ? 256 : 96;
	const height = isNote ? Number(parameters.height) : 136;
	return { name, left, top, right: left + width, bottom: top + height };
}
