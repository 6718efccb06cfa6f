import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { bodyOf, issuesOf, FIRST, LAST } from './createInputs';

const imageUrlsOf = (imageUrls: unknown) => bodyOf({ mode: 'auto', imageUrls }).image_urls;
const issueOf = (url: unknown) => issuesOf({ mode: 'imageToVideo', firstFrameUrl: url }).join();

describe('readMedia', () => {
	it.each(['MiniMax-H4', 'Hailuo-9'])(
		'sends a last frame alone as the last one to %s, which is not in the table',
		(model) => {
			const body = bodyOf({ model, mode: 'lastFrame', lastFrameUrl: LAST });
			expect(body).toMatchObject({ image_end: LAST });
			expect(body).not.toHaveProperty('image_urls');
		},
	);

	it.each(['binary', ' Binary'])(
		'never sends a URL that is left from before if the source is %j',
		(firstFrameSource) => {
			const parameters = { mode: 'imageToVideo', firstFrameSource, firstFrameUrl: FIRST };
			expect(issuesOf(parameters)).toEqual([expect.stringContaining('First frame was not read')]);
		},
	);

	describe('in mode auto', () => {
		it.each([
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
		])('reads two URLs, in order, from %s', (_, imageUrls) => {
			expect(imageUrlsOf(imageUrls)).toEqual([FIRST, LAST]);
		});

		it.each([
			'https://cdn.example.com/w_300,h_200/first.png?size=300,200',
			'https://cdn.example.com/a;b;c.png',
		])('keeps the separators inside the URL %s', (url) => {
			expect(imageUrlsOf(`${url},${LAST}`)).toEqual([url, LAST]);
		});

		it.each([[''], ['   '], [[]]])('omits image_urls for %j', (imageUrls) => {
			expect(bodyOf({ mode: 'auto', imageUrls })).not.toHaveProperty('image_urls');
		});

		it.each([[undefined], [null]])(
			'rejects %j, the result of an expression without a value',
			(imageUrls) => {
				expect(issuesOf({ mode: 'auto', imageUrls })).toEqual([
					expect.stringMatching(/^Image URLs has no value\..*check the field that it reads/),
				]);
			},
		);

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
			expect(issuesOf({ mode: 'auto', imageUrls })[0]).toMatch(
				new RegExp(`^Image URLs has an empty entry \\(number ${position}\\)`),
			);
		});

		it.each([5, true, { url: FIRST }, [{ url: FIRST }], [FIRST, 5]].map((value) => [value]))(
			'rejects %j, which is neither a list of URLs nor text',
			(imageUrls) => {
				expect(issuesOf({ mode: 'auto', imageUrls })).toEqual([
					expect.stringMatching(
						/^Image URLs must be a list of URLs, or comma- or newline-separated text \(got /,
					),
				]);
			},
		);

		it('reports of 200,000 invalid URLs only the count', () => {
			const imageUrls = Array.from({ length: 200_000 }, (_, i) => `${i}.png`).join('\n');

			expect(issuesOf({ mode: 'auto', imageUrls })).toEqual([
				'MiniMax Hailuo 02 accepts 0 to 2 image URLs (got 200000)',
			]);
		});

		it('names the position of an invalid URL in its issue', () => {
			expect(issuesOf({ mode: 'auto', imageUrls: [FIRST, 'last.png'] })).toEqual([
				expect.stringMatching(/^Image URL 2 is not a valid URL: "last\.png"/),
			]);
		});
	});

	describe('in a mode with a fixed number of frames', () => {
		it('ignores the field of mode auto', () => {
			const body = bodyOf({ mode: 'imageToVideo', imageUrls: 'not even a link' });
			expect(body.image_urls).toEqual([FIRST]);
		});

		it.each<[string, object, string[]]>([
			['firstLastFrame', { firstFrameUrl: ' ' }, ['First Frame URL']],
			['firstLastFrame', { lastFrameUrl: undefined }, ['Last Frame URL']],
			['firstLastFrame', { firstFrameUrl: null, lastFrameUrl: '' }, ['First Frame URL', 'Last Frame URL']], // prettier-ignore
		])('in mode %s with %j names each missing frame', (mode, changes, names) => {
			expect(issuesOf({ mode, ...changes })).toEqual(
				names.map((name) => expect.stringMatching(`^${name} is empty`)),
			);
		});

		it.each([
			[[FIRST], 'a list'],
			[{ url: FIRST }, 'an object'],
		])('rejects %j as a frame URL', (firstFrameUrl, description) => {
			expect(issueOf(firstFrameUrl)).toBe(
				`First Frame URL is ${description}. Image to Video requires a URL.`,
			);
		});

		describe('when a frame is a file', () => {
			const file = (id: string) =>
				ok({ id, format: 'PNG' as const, bytes: 1000, width: 1280, height: 720 });
			const binary = {
				mode: 'firstLastFrame',
				firstFrameSource: 'binary',
				lastFrameSource: 'binary',
			};

			it('sends the file IDs as image_urls and ignores the URL fields', () => {
				const files = { firstFrame: file('file-1'), lastFrame: file('file-2') };
				const changes = { ...binary, files, firstFrameUrl: '', lastFrameUrl: 'no URL' };

				expect(bodyOf(changes).image_urls).toEqual(['file-1', 'file-2']);
			});

			it('accepts a file for one frame and a URL for the other', () => {
				const changes = {
					...binary,
					files: { firstFrame: file('file-1') },
					lastFrameSource: 'url',
				};
				expect(bodyOf(changes).image_urls).toEqual(['file-1', LAST]);
			});

			it('names the frame in the issue of a file', () => {
				const empty = err({ message: 'is an empty file' });
				expect(issuesOf({ ...binary, files: { firstFrame: empty, lastFrame: empty } })).toEqual([
					'First frame is an empty file',
					'Last frame is an empty file',
				]);
			});
		});

		it('rejects a frame source other than url and binary', () => {
			expect(issuesOf({ mode: 'imageToVideo', firstFrameSource: 'file' })).toEqual([
				'First Frame Source must be url or binary (got "file")',
			]);
		});

		it('trims blanks around a frame URL', () => {
			expect(bodyOf({ mode: 'imageToVideo', firstFrameUrl: ` ${FIRST}\n` }).image_urls).toEqual([
				FIRST,
			]);
		});
	});
});
