import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { bodyOf, issuesOf, FIRST, LAST } from './createInputs';

const imageUrlsOf = (imageUrls: unknown) => bodyOf({ mode: 'auto', imageUrls }).image_urls;
const issueOf = (url: unknown) => issuesOf({ mode: 'imageToVideo', firstFrameUrl: url }).join();

describe('readMedia', () => {
	describe('in mode auto', () => {
		it.each([
			['a list', [FIRST, LAST]],
			['a list with blanks around the URLs', [` ${FIRST}\n`, `\t${LAST} `]],
			['text with a comma', `${FIRST},${LAST}`],
			['text with a comma and a blank', `${FIRST}, ${LAST}`],
			['text with a line break', `${FIRST}\n${LAST}`],
			['text with a Windows line break', `${FIRST}\r\n${LAST}`],
			['text with commas and line breaks', `${FIRST},\n${LAST}`],
			['text with blanks around it', `  ${FIRST}, ${LAST} `],
			['text with a semicolon', `${FIRST};${LAST}`],
			['text with a semicolon and a blank', `${FIRST}; ${LAST}`],
			['text with a line break at the end', `${FIRST}\n${LAST}\n`],
			['text with a Windows line break at the end', `${FIRST}\r\n${LAST}\r\n`],
			['a list as JSON text', JSON.stringify([FIRST, LAST])],
			[
				'a list as JSON text with blanks and line breaks',
				` ${JSON.stringify([FIRST, LAST], null, 1)}\n`,
			],
		])('reads two URLs, in order, from %s', (_, imageUrls) => {
			expect(imageUrlsOf(imageUrls)).toEqual([FIRST, LAST]);
		});

		it.each([
			'https://cdn.example.com/w_300,h_200/first.png',
			'https://cdn.example.com/first.png?size=300,200',
			'https://cdn.example.com/a,b,c.png',
			'https://cdn.example.com/a;b;c.png',
		])('keeps the commas inside the URL %s', (url) => {
			expect(imageUrlsOf(url)).toEqual([url]);
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
			['a list with an empty entry', [FIRST, ''], '2 of 2'],
			['a list with a blank entry', ['  ', LAST], '1 of 2'],
			['a list with null', [FIRST, null], '2 of 2'],
			['a list with undefined', [undefined, LAST], '1 of 2'],
			['a list of one empty entry', [''], '1 of 1'],
			['text with a comma at the end', `${FIRST},`, '2 of 2'],
			['text with a comma and a blank at the end', `${FIRST}, `, '2 of 2'],
			['text with a comma at the start', `, ${LAST}`, '1 of 2'],
			['text that is only a comma', ',', '1 of 2'],
			['text with two commas in a row', `${FIRST},,${LAST}`, '2 of 3'],
			['text with a comma, a blank and a comma', `${FIRST}, , ${LAST}`, '2 of 3'],
			['text with two line breaks at the end', `${FIRST}\n\n`, '2 of 3'],
			['a list as JSON text with an empty entry', JSON.stringify([FIRST, '']), '2 of 2'],
			['text with an empty line in the middle', `${FIRST}\n\n${LAST}`, '2 of 3'],
			['text that is only an empty line', ' \n', '1 of 2'],
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
		it.each([
			['textToVideo', undefined],
			['imageToVideo', [FIRST]],
			['firstLastFrame', [FIRST, LAST]],
		])('sends in mode %s only the frames of that mode: %j', (mode, urls) => {
			expect(bodyOf({ mode, imageUrls: 'not even a link' }).image_urls).toEqual(urls);
		});

		it.each([
			['imageToVideo', { firstFrameUrl: '' }, ['First Frame URL']],
			['firstLastFrame', { firstFrameUrl: ' ' }, ['First Frame URL']],
			['firstLastFrame', { lastFrameUrl: undefined }, ['Last Frame URL']],
			[
				'firstLastFrame',
				{ firstFrameUrl: null, lastFrameUrl: '' },
				['First Frame URL', 'Last Frame URL'],
			],
		])(
			'rejects a request in mode %s with %p and names each missing frame',
			(mode, changes, names) => {
				expect(issuesOf({ mode, ...changes })).toEqual(
					names.map((name) => expect.stringMatching(`^${name} is empty`)),
				);
			},
		);

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

	describe('with a public URL', () => {
		it.each([
			'https://example.com/a.png',
			'http://example.com/a',
			'https://example.com:8443/a.png?sig=a%20b#top',
			'https://8.8.8.8/a.png',
			'https://172.32.0.1/a.png',
			'https://[2606:4700::1]/a.png',
			'https://bücher.example/é.png',
			'https://internal.example.com/a.png',
			'https://fd.example.com/a.png',
			// Host names that begin like a private address range; the first one hosts many profile pictures.
			'https://0.gravatar.com/avatar/a.png',
			'https://10.example.com/a.png',
			'https://127.example.com/a.png',
			'https://192.168.example.com/a.png',
			'https://100.128.0.1/a.png',
			'https://192.0.1.1/a.png',
			'https://198.20.0.1/a.png',
			'https://223.255.255.255/a.png',
			'https://[2001:4860:4860::8888]/a.png',
			'https://home.example.com/a.png',
			'https://nas.local.example.com/a.png',
			'https://8.8.8.8.example.com/a.png',
		])('accepts %s', (url) => {
			expect(issueOf(url)).toBe('');
		});
	});

	describe('with a URL in a private network', () => {
		it.each([
			'http://localhost/a.png',
			'http://LOCALHOST:8080/a.png',
			'http://localhost./a.png',
			'http://nas/a.png',
			'http://nas.local/a.png',
			'http://minio.internal:9000/a.png',
			'http://printer.lan/a.png',
			'http://0.0.0.0/a.png',
			'http://0.1.2.3/a.png',
			'http://10.1.2.3/a.png',
			'http://127.0.0.1/a.png',
			'http://127.1/a.png',
			'http://2130706433/a.png',
			'http://169.254.169.254/latest',
			'http://172.16.0.1/a.png',
			'http://172.31.255.255/a.png',
			'http://192.168.1.2/a.png',
			'http://[::1]/a.png',
			'http://[::]/a.png',
			'http://[fd12:3456::1]/a.png',
			'http://[fe80::1]/a.png',
			'http://[::ffff:192.168.1.2]/a.png',
			// Addresses in other notations, and reserved address ranges.
			'http://0x7f.1/a.png',
			'http://0177.0.0.1/a.png',
			'http://0xc0a80102/a.png',
			'http://127.0.0.1../a.png',
			'http://①②⑦.⓪.⓪.①/a.png',
			'http://127。0。0。1/a.png',
			'http://%31%32%37.0.0.1/a.png',
			'http://ｌｏｃａｌｈｏｓｔ/a.png',
			'http://loc\u00adalhost/a.png',
			'http://100.64.0.1/a.png',
			'http://100.127.255.255/a.png',
			'http://192.0.0.1/a.png',
			'http://192.0.2.1/a.png',
			'http://198.19.255.255/a.png',
			'http://198.51.100.7/a.png',
			'http://203.0.113.7/a.png',
			'http://224.0.0.1/a.png',
			'http://255.255.255.255/a.png',
			'http://[::127.0.0.1]/a.png',
			'http://[::ffff:0:127.0.0.1]/a.png',
			'http://[64:ff9b::127.0.0.1]/a.png',
			'http://[2001::7f00:1]/a.png',
			'http://[2001:0:1::1]/a.png',
			'http://[2001:db8::1]/a.png',
			'http://[2002:7f00:1::]/a.png',
			'http://[ff02::1]/a.png',
			'http://[fec0::1]/a.png',
			'http://router.home.arpa/a.png',
			'http://nas.home/a.png',
			'http://wiki.corp/a.png',
			'http://wiki.intranet/a.png',
			'http://wiki.private/a.png',
			'http://nas.local../a.png',
		])('rejects %s', (url) => {
			expect(issueOf(url)).toMatch(/^First Frame URL points to a private network \(/);
		});
	});

	describe('with an invalid URL', () => {
		it.each([
			['a file name', 'first.png', /is not a valid URL: "first\.png"/],
			['a path', '/images/first.png', /is not a valid URL/],
			['a URL without a scheme', '//example.com/a.png', /is not a valid URL/],
			['a URL without slashes', 'https:example.com/a.png', /is not a valid URL/],
			[
				'a URL without slashes before another URL',
				'https:a.example?of=https://b.example',
				/is not a valid/,
			],
			['a file URL', 'file:///home/me/a.png', /must start with http.*\(got "file:"\)/],
			['an FTP URL', 'ftp://example.com/a.png', /must start with http.*\(got "ftp:"\)/],
			['a data URL', 'data:image/png;base64,iVBORw0KGgo=', /is a data URI/],
			['two URLs', `${FIRST} ${LAST}`, /several links/],
			['a URL with a space', 'https://example.com/my image.png', /space or a line break/],
			['a URL with a backslash', 'https://example.com\\@127.0.0.1/a.png', /contains a backslash/],
			['a URL with a zero byte', 'https://example.com/\0a.png', /an invalid character/],
			['a URL with half an emoji', 'https://example.com/\ud83c.png', /an invalid character/],
			['a URL with a user name', 'https://me@example.com/a.png', /user name or password/],
			[
				'a URL with a user name and a password',
				'https://me:secret@example.com/a.png',
				/user name or password/,
			],
			['a URL with only a password', 'https://:secret@example.com/a.png', /user name or password/],
		])('rejects %s', (_, url, issue) => {
			expect(issueOf(url)).toMatch(issue);
		});

		it('does not repeat the password in the issue', () => {
			expect(issueOf('https://me:secret@example.com/a.png')).not.toContain('secret');
		});
	});
});
