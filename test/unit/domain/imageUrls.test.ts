import { err, ok } from '../../../nodes/Hailuo/utils/result';
import { bodyOf, issuesOf, FIRST, LAST } from './createInputs';

const sent = (imageUrls: unknown) => bodyOf({ mode: 'auto', imageUrls }).image_urls;
const issue = (link: unknown) => issuesOf({ mode: 'imageToVideo', firstFrameUrl: link }).join();

describe('links of mode auto', () => {
	it.each([
		['a list', [FIRST, LAST]],
		['a list with blanks around the links', [` ${FIRST}\n`, `\t${LAST} `]],
		['text with a comma', `${FIRST},${LAST}`],
		['text with a comma and a blank', `${FIRST}, ${LAST}`],
		['text with a line break', `${FIRST}\n${LAST}`],
		['text with a Windows line break', `${FIRST}\r\n${LAST}`],
		['text with both', `${FIRST},\n${LAST}`],
		['text with blanks around', `  ${FIRST}, ${LAST} `],
	])('are two, in order: %s', (_, imageUrls) => {
		expect(sent(imageUrls)).toEqual([FIRST, LAST]);
	});

	it.each([
		'https://cdn.example.com/w_300,h_200/first.png',
		'https://cdn.example.com/first.png?size=300,200',
		'https://cdn.example.com/a,b,c.png',
	])('keep the commas inside: %s', (link) => {
		expect(sent(link)).toEqual([link]);
		expect(sent(`${link},${LAST}`)).toEqual([link, LAST]);
	});

	it.each([[''], ['   '], [[]]])('are none: %j', (imageUrls) => {
		expect(bodyOf({ mode: 'auto', imageUrls })).not.toHaveProperty('image_urls');
	});

	it.each([[undefined], [null]])(
		'are refused where an expression gives nothing: %j',
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
		['a list of an empty entry', [''], '1 of 1'],
		['a comma at the end', `${FIRST},`, '2 of 2'],
		['a comma and a blank at the end', `${FIRST}, `, '2 of 2'],
		['a comma at the start', `, ${LAST}`, '1 of 2'],
		['a comma alone', ',', '1 of 2'],
		['two commas', `${FIRST},,${LAST}`, '2 of 3'],
		['a comma, a blank and a comma', `${FIRST}, , ${LAST}`, '2 of 3'],
		['an empty line at the end', `${FIRST}\n`, '2 of 2'],
		['an empty line between', `${FIRST}\n\n${LAST}`, '2 of 3'],
		['an empty line alone', ' \n', '1 of 2'],
	])('are refused where an expression left a gap: %s', (_, imageUrls, which) => {
		expect(issuesOf({ mode: 'auto', imageUrls })[0]).toMatch(
			new RegExp(`^Image URLs has an empty entry \\(number ${which}\\)`),
		);
	});

	it.each([5, true, { url: FIRST }, [{ url: FIRST }], [FIRST, 5]].map((value) => [value]))(
		'cannot be read from %j',
		(imageUrls) => {
			expect(issuesOf({ mode: 'auto', imageUrls })).toContainEqual(
				'Image URLs must be a list of URLs, or comma- or newline-separated text',
			);
		},
	);

	it('are not judged one by one where they are far too many', () => {
		const imageUrls = Array.from({ length: 200_000 }, (_, i) => `${i}.png`).join('\n');

		expect(issuesOf({ mode: 'auto', imageUrls })).toEqual([
			expect.stringMatching(/^Image URL 1 is not a valid URL/),
			expect.stringMatching(/^Image URL 2 is not a valid URL/),
			expect.stringMatching(/^Image URLs has 200000 URLs\. Allowed: 0, 1, 2/),
		]);
	});

	it('are counted in the issues', () => {
		expect(issuesOf({ mode: 'auto', imageUrls: [FIRST, 'last.png'] })).toEqual([
			expect.stringMatching(/^Image URL 2 is not a valid URL: "last\.png"/),
		]);
	});
});

describe('frames', () => {
	it.each([
		['textToVideo', undefined],
		['imageToVideo', [FIRST]],
		['firstLastFrame', [FIRST, LAST]],
	])('%s sends %j and leaves the rest', (mode, links) => {
		expect(bodyOf({ mode, imageUrls: 'not even a link' }).image_urls).toEqual(links);
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
	])('%s needs those missing in %j', (mode, changes, names) => {
		expect(issuesOf({ mode, ...changes })).toEqual(
			names.map((name) => expect.stringMatching(`^${name} is empty`)),
		);
	});

	it.each([
		[[FIRST], 'a list'],
		[{ url: FIRST }, 'an object'],
	])('are links, not %j', (firstFrameUrl, what) => {
		expect(issue(firstFrameUrl)).toBe(`First Frame URL is ${what}. Image to Video requires a URL`);
	});

	describe('that are files', () => {
		const file = (id: string) => ok({ id, format: 'PNG' as const, width: 1280, height: 720 });
		const binary = {
			mode: 'firstLastFrame',
			firstFrameSource: 'binary',
			lastFrameSource: 'binary',
		};

		it('stand for their URLs by their IDs, and leave the URL fields unread', () => {
			const files = { firstFrameFile: file('file-1'), lastFrameFile: file('file-2') };
			const given = { ...binary, ...files, firstFrameUrl: '', lastFrameUrl: 'no URL' };

			expect(bodyOf(given).image_urls).toEqual(['file-1', 'file-2']);
		});

		it('may stand beside a URL', () => {
			const given = { ...binary, firstFrameFile: file('file-1'), lastFrameSource: 'url' };
			expect(bodyOf(given).image_urls).toEqual(['file-1', LAST]);
		});

		it('have their issues told with the frame', () => {
			expect(issuesOf({ ...binary, lastFrameFile: err('is an empty file') })).toEqual([
				'First frame is missing',
				'Last frame is an empty file',
			]);
		});
	});

	it('come from a URL or a file, and from nothing else', () => {
		expect(issuesOf({ mode: 'imageToVideo', firstFrameSource: 'file' })).toEqual([
			'First Frame Source is "file". Allowed: url, binary',
		]);
	});

	it('forgive blanks around', () => {
		expect(bodyOf({ mode: 'imageToVideo', firstFrameUrl: ` ${FIRST}\n` }).image_urls).toEqual([
			FIRST,
		]);
	});
});

describe('a link the vendor can fetch', () => {
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
		// Names that begin like a private range; the first one is the host of many profile pictures.
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
	])('%s', (link) => {
		expect(issue(link)).toBe('');
	});
});

describe('a link into a private network', () => {
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
		// Addresses in other spellings, and those that are reserved for something.
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
	])('%s', (link) => {
		expect(issue(link)).toMatch(/^First Frame URL points to a private network \(/);
	});
});

describe('no link at all', () => {
	it.each([
		['a file name', 'first.png', /is not a valid URL: "first\.png"/],
		['a path', '/images/first.png', /is not a valid URL/],
		['a link without a scheme', '//example.com/a.png', /is not a valid URL/],
		['a link without slashes', 'https:example.com/a.png', /is not a valid URL/],
		[
			'a link without slashes before another',
			'https:a.example?of=https://b.example',
			/is not a valid/,
		],
		['a file', 'file:///home/me/a.png', /starts with "file:"/],
		['an FTP server', 'ftp://example.com/a.png', /starts with "ftp:"/],
		['the image itself', 'data:image/png;base64,iVBORw0KGgo=', /starts with "data:"/],
		['two links', `${FIRST} ${LAST}`, /space or a line break/],
		['a space', 'https://example.com/my image.png', /space or a line break/],
		['a backslash', 'https://example.com\\@127.0.0.1/a.png', /contains a backslash/],
		['a zero byte', 'https://example.com/\0a.png', /an invalid character/],
		['half an emoji', 'https://example.com/\ud83c.png', /an invalid character/],
		['a user name', 'https://me@example.com/a.png', /user name or password/],
		['a password', 'https://me:secret@example.com/a.png', /user name or password/],
		['a password alone', 'https://:secret@example.com/a.png', /user name or password/],
	])('%s', (_, link, words) => {
		expect(issue(link)).toMatch(words);
	});

	it('does not show a password', () => {
		expect(issue('https://me:secret@example.com/a.png')).not.toContain('secret');
	});
});
