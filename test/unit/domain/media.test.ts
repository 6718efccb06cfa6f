import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { bodyOf, issuesOf, FIRST, LAST } from './createInputs';

const file = (id: string) =>
	ok({ id, format: 'PNG' as const, bytes: 1000, width: 1280, height: 720 });
const EMPTY_FILE = err({ message: 'is an empty file' });
const auto = { mode: 'auto' };
const image = { mode: 'imageToVideo' };
const frames = { mode: 'firstLastFrame' };
const files = { ...frames, firstFrameSource: 'binary', lastFrameSource: 'binary' };

describe('readMedia', () => {
	it.each<[string, unknown, string[]?]>([
		['a list', [FIRST, LAST]],
		['a list with blanks around the URLs', [` ${FIRST}\n`, `\t${LAST} `]],
		['text with a comma', `${FIRST},${LAST}`],
		['text with a line break', `${FIRST}\n${LAST}`],
		['text with commas and line breaks', `${FIRST},\n${LAST}`],
		['text with blanks around it', `  ${FIRST}, ${LAST} `],
		['text with a semicolon', `${FIRST};${LAST}`],
		['text with a line break at the end', `${FIRST}\n${LAST}\n`],
		['text with Windows line breaks', `${FIRST}\r\n${LAST}\r\n`],
		['a list as JSON text', ` ${JSON.stringify([FIRST, LAST], null, 1)}\n`],
		...[`${FIRST}?size=300,200`, 'https://cdn.example.com/w_300,h_200/a;b;c.png'].map(
			(url): [string, string, string[]] => [`text with ${url}`, `${url},${LAST}`, [url, LAST]],
		),
	])('reads two image URLs, in order, from %s', (_, imageUrls, expected = [FIRST, LAST]) => {
		expect(bodyOf({ ...auto, imageUrls }).image_urls).toEqual(expected);
	});

	it.each<[string, unknown, string]>([
		['a list with a blank entry', ['  ', LAST], '1 of 2'],
		['a list with null', [FIRST, null], '2 of 2'],
		['a list with undefined', [undefined, LAST], '1 of 2'],
		['a list of one empty entry', [''], '1 of 1'],
		['text with a comma at the end', `${FIRST}, `, '2 of 2'],
		['text with a comma at the start', `, ${LAST}`, '1 of 2'],
		['text that is only a comma', ',', '1 of 2'],
		['text with two commas in a row', `${FIRST},,${LAST}`, '2 of 3'],
		['text with a comma, a blank and a comma', `${FIRST}, , ${LAST}`, '2 of 3'],
		['text with an empty line at the end', `${FIRST}\n\n`, '2 of 3'],
		['text with an empty line in the middle', `${FIRST}\n\n${LAST}`, '2 of 3'],
		['text that is only an empty line', ' \n', '1 of 2'],
		['a list as JSON text', JSON.stringify([FIRST, '']), '2 of 2'],
	])('rejects the empty entry in %s and names its position', (_, imageUrls, position) => {
		expect(issuesOf({ ...auto, imageUrls })[0]).toMatch(
			new RegExp(`^Image URLs has an empty entry \\(number ${position}\\)`),
		);
	});

	it.each<[string, object, object]>([
		['no image URLs for an empty text', { ...auto, imageUrls: '' }, {}],
		['no image URLs for blanks', { ...auto, imageUrls: '   ' }, {}],
		['no image URLs for an empty list', { ...auto, imageUrls: [] }, {}],
		['a URL without blanks', { ...image, firstFrameUrl: ` ${FIRST}\n` }, { image_urls: [FIRST] }],
		['no field of mode auto', { ...image, imageUrls: 'no link' }, { image_urls: [FIRST] }],
		[
			'the IDs of files, and no URL',
			{
				...files,
				...{ firstFrameUrl: '', lastFrameUrl: 'no URL' },
				files: { firstFrame: file('file-1'), lastFrame: file('file-2') },
			},
			{ image_urls: ['file-1', 'file-2'] },
		],
		[
			'a file and a URL',
			{ ...files, lastFrameSource: 'url', files: { firstFrame: file('file-1') } },
			{ image_urls: ['file-1', LAST] },
		],
		// Models that are not in the table.
		[
			'a last frame as the last one',
			{ mode: 'lastFrame', model: 'MiniMax-H4' },
			{ image_end: LAST },
		],
		['a last frame as the last one', { mode: 'lastFrame', model: 'Hailuo-9' }, { image_end: LAST }],
	])('sends %s: %j', (_, changes, expected) => {
		const { image_urls, image_start, image_end } = bodyOf({ ...changes });
		expect({ image_urls, image_start, image_end }).toEqual(expected);
	});

	const NOT_A_LIST =
		/^Image URLs must be a list of URLs, or comma- or newline-separated text \(got /;
	const NO_VALUE = /^Image URLs has no value\..*check the field that it reads/;

	it.each<[issue: RegExp | string, changes: object]>([
		...[5, true, { url: FIRST }, [{ url: FIRST }], [FIRST, 5]].map(
			(imageUrls): [RegExp, object] => [NOT_A_LIST, { ...auto, imageUrls }],
		),
		[NO_VALUE, { ...auto, imageUrls: undefined }],
		[NO_VALUE, { ...auto, imageUrls: null }],
		[/^Image URL 2 is not a valid URL: "last\.png"/, { ...auto, imageUrls: [FIRST, 'last.png'] }],
		[/^First Frame URL is empty/, { ...frames, firstFrameUrl: ' ' }],
		[/^Last Frame URL is empty/, { ...frames, lastFrameUrl: undefined }],
		['First Frame URL is a list. Image to Video requires a URL.', { ...image, firstFrameUrl: [FIRST] }], // prettier-ignore
		['First Frame URL is an object. Image to Video requires a URL.', { ...image, firstFrameUrl: { url: FIRST } }], // prettier-ignore
		['First Frame Source must be url or binary (got "file")', { ...image, firstFrameSource: 'file' }], // prettier-ignore
		// Never the URL that is left from before.
		[/First frame was not read/, { ...image, firstFrameSource: 'binary' }],
		[/First frame was not read/, { ...image, firstFrameSource: ' Binary' }],
	])('reports %p for %j', (issue, changes) => {
		const expected = typeof issue === 'string' ? issue : expect.stringMatching(issue);
		expect(issuesOf({ ...changes })).toEqual([expected]);
	});

	it('names each frame', () => {
		expect(issuesOf({ ...frames, firstFrameUrl: null, lastFrameUrl: '' })).toEqual([
			expect.stringMatching(/^First Frame URL is empty/),
			expect.stringMatching(/^Last Frame URL is empty/),
		]);
		const empty = { firstFrame: EMPTY_FILE, lastFrame: EMPTY_FILE };
		expect(issuesOf({ ...files, files: empty })).toEqual([
			'First frame is an empty file',
			'Last frame is an empty file',
		]);
	});

	it('reports of 200,000 invalid URLs only the count', () => {
		const imageUrls = Array.from({ length: 200_000 }, (_, i) => `${i}.png`).join('\n');
		expect(issuesOf({ ...auto, imageUrls })).toEqual([
			'MiniMax Hailuo 02 accepts 0 to 2 image URLs (got 200000)',
		]);
	});
});
