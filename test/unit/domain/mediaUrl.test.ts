import fc from 'fast-check';

import { hintForMediaUrl, validateMediaUrl } from '../../../nodes/Hailuo/domain/mediaUrl';
import { privateHost, urlOf } from '../../engine/hostile/privateUrls';

const IMAGES = ['JPEG', 'PNG', 'WebP'];
/** The issue as one text. */
function issueOf(link: string, formats = IMAGES): string | undefined {
	const issue = validateMediaUrl(link, formats);
	return issue && [issue.message, issue.suggestion].filter(Boolean).join('. ');
}

describe('validateMediaUrl', () => {
	it.each<[link: string, page: string, direct: string]>([
		[
			'https://drive.google.com/file/d/1AbC-_9/view?usp=sharing',
			'a Google Drive page',
			'https://drive.google.com/uc?export=download&id=1AbC-_9',
		],
		[
			'https://drive.google.com/open?id=1AbC',
			'a Google Drive page',
			'https://drive.google.com/uc?export=download&id=1AbC',
		],
		['https://drive.google.com/drive/folders/1AbC', 'a Google Drive page', ''],
		[
			'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&dl=0',
			'a Dropbox page',
			'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&raw=1',
		],
		['https://photos.app.goo.gl/AbC', 'a Google Photos page', ''],
		['https://photos.google.com/share/AbC', 'a Google Photos page', ''],
		['https://1drv.ms/i/s!AbC', 'a OneDrive page', ''],
		['https://onedrive.live.com/?id=AbC', 'a OneDrive page', ''],
		[
			'https://acme.sharepoint.com/:i:/g/AbC?e=x',
			'a SharePoint page',
			'https://acme.sharepoint.com/:i:/g/AbC?e=x&download=1',
		],
		['https://imgur.com/a/AbC', 'an Imgur page', ''],
		['https://imgur.com/AbC', 'an Imgur page', 'https://i.imgur.com/AbC.png'],
	])('rejects %s, %s, and suggests a link that it accepts', (link, page, direct) => {
		const suggestion = direct
			? `Share the file with everyone, and use ${direct} instead.`
			: 'Download the file and use a link to the file itself.';
		expect(issueOf(link)).toBe(`is ${page}, not a file. ${suggestion}`);
		expect(direct === '' ? undefined : issueOf(direct)).toBeUndefined();
	});

	it.each([
		'https://drive.google.com/uc?export=download&id=1AbC',
		'https://drive.usercontent.google.com/download?id=1AbC',
		'https://lh3.googleusercontent.com/AbC=w1280',
		'https://www.dropbox.com/s/abc/a.png?dl=1',
		'https://www.dropbox.com/s/abc/a.png?raw=1',
		'https://dl.dropboxusercontent.com/s/abc/a.png',
		'https://onedrive.live.com/download?resid=AbC',
		'https://acme.sharepoint.com/:i:/g/AbC?e=x&download=1',
		'https://acme.sharepoint.com/sites/a/a.png',
		'https://i.imgur.com/AbC.png',
		'https://imgur.com/AbC.png',
		'https://example.com/photos.google.com/a.png',
	])('accepts the link to a file %s', (link) => {
		expect(issueOf(link)).toBeUndefined();
	});

	it.each([
		['https://example.com/a.gif', IMAGES, 'must be a link to JPEG, PNG or WebP (got .gif)'],
		['https://example.com/a.PDF', IMAGES, 'must be a link to JPEG, PNG or WebP (got .pdf)'],
		['https://example.com/a.mp4', IMAGES, 'must be a link to JPEG, PNG or WebP (got .mp4)'],
		['https://example.com/a.heic', IMAGES, 'must be a link to JPEG, PNG or WebP (got .heic)'],
		['https://example.com/a.heif', [...IMAGES, 'HEIC'], undefined],
		['https://example.com/a.jpeg#top', IMAGES, undefined],
		['https://example.com/a.mp4', ['MP4', 'MOV'], undefined],
		['https://example.com/a.webm', ['MP4', 'MOV'], 'must be a link to MP4 or MOV (got .webm)'],
		['https://example.com/a.m4a', ['WAV', 'MP3'], 'must be a link to WAV or MP3 (got .m4a)'],
		['https://example.com/a.b', IMAGES, undefined],
		['https://example.com/constructor', IMAGES, undefined],
		['https://example.gif', IMAGES, undefined],
	])('judges the extension of %s for %j', (link, formats, issue) => {
		expect(issueOf(link, formats)).toBe(issue);
	});

	it.each<[issue: string, ...links: string[]]>([
		[
			'is not a valid URL: "',
			...['first.png', '/images/first.png', '//example.com/a.png', 'https://', 'http://[::1'],
			...['https:example.com/a.png', 'https:/example.com', 'https:\\\\example.com', 'http://'],
			...['https:a.example?of=https://b.example', 'https://?', 'https://example.com:99999/'],
			'https://1.2.3.4.5/',
		],
		[
			'must start with http:// or https:// (got "',
			...[
				'file:///home/me/a.png',
				'ftp://example.com/a.png',
				'ws://a.de/',
				'blob:https://x.example/1',
			],
			...['javascript:alert(1)', 'JavaScript://example.com/%0aalert(1)'],
		],
		[
			'contains several links. Enter one.',
			'https://example.com/a.png https://example.com/b.png',
			'https://example.com/a.png\thttps://example.com/b.png',
		],
		[
			'contains a space or a line break. Write a space as %20.',
			...['https://example.com/my image.png', 'https://exa mple.com/', 'https://exa\nmple.com/'],
			'https://example.com/\u2028a',
		],
		[
			'contains a backslash or an invalid character.',
			...['https://example.com\\@127.0.0.1/a.png', 'https://example.com/\0a.png'],
			'https://example.com/\ud83c.png',
		],
		[
			'contains a user name or password. Use a public URL without them.',
			...[
				'https://me@example.com/a.png',
				'https://me:secret@example.com/',
				'https://:secret@a.de/',
			],
			'https://example.com@localhost/a.png',
		],
		[
			'is a data URI, not a link. Convert it with the node Convert to File, then select Binary File',
			'data:image/png;base64,iVBORw0KGgo=',
		],
		[
			'is base64, not a link. Convert it',
			...['iVBORw0KGgoAAAANSUhEUgAA', '/9j/4AAQSkZJRgABAQAAAQABAAD', 'A'.repeat(5000)],
		],
		['contains "[object Object]": ', 'https://example.com/[object Object]'],
		['contains "{{ $json.name }}", which was not', 'https://example.com/{{ $json.name }}.png'],
		['points to a private network (127.0.0.1), where the provider cannot', 'http://127.1/a.png'],
	])('rejects what %s', (issue, ...links) => {
		for (const link of links) {
			expect([link, issueOf(link)]).toEqual([link, expect.stringContaining(issue)]);
			expect(issueOf(link)).not.toContain('secret');
			expect(issueOf(link)?.length).toBeLessThan(250);
		}
	});

	it('rejects URLs of private networks in every notation', () => {
		const isRejected = (link: string) => issueOf(link)?.startsWith('points to a private network (');
		const property = fc.property(urlOf(privateHost), (link) => isRejected(link) === true);
		fc.assert(property, { seed: 20_260_131, numRuns: 500 });
	});

	it.each([
		'http://example.com/a',
		'https://example.com:8443/a.png?sig=a%20b#top',
		'https://bücher.example/é.png',
	])('accepts the public URL %s', (link) => {
		expect(issueOf(link)).toBeUndefined();
	});

	it('accepts any URL of a public host', () => {
		const publicUrl = fc.webUrl({ withQueryParameters: true, withFragments: true });
		const property = fc.property(publicUrl, (link) => issueOf(link) === undefined);
		fc.assert(property, { seed: 20_260_131, numRuns: 500 });
	});
});

describe('hintForMediaUrl', () => {
	it.each([
		['https://cdn.example.com/a.gif?as=png', true],
		['https://cdn.example.com/a.png?as=gif', false],
		['https://cdn.example.com/a?as=gif', false],
		['not a link', false],
	])('%s has a hint: %p', (link, isHinted) => {
		const hint = hintForMediaUrl(link, IMAGES);
		expect(hint !== undefined).toBe(isHinted);
		if (isHinted) expect(hint).toContain(link);
	});
});
