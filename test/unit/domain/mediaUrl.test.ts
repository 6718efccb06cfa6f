import fc from 'fast-check';

import { hintForMediaUrl, validateMediaUrl } from '../../../nodes/Hailuo/domain/mediaUrl';
import { privateHost, urlOf } from '../../engine/hostile/privateUrls';

const IMAGES = ['JPEG', 'PNG', 'WebP'];
/** The issue as one text. */
function issueOf(url: string, formats = IMAGES): string | undefined {
	const issue = validateMediaUrl(url, formats);
	return issue && [issue.message, issue.suggestion].filter(Boolean).join('. ');
}

describe('validateMediaUrl', () => {
	// prettier-ignore
	it.each<[url: string, page: string, direct: string]>([
		['https://drive.google.com/file/d/1AbC-_9/view?usp=sharing', 'a Google Drive page', 'https://drive.google.com/uc?export=download&id=1AbC-_9'],
		['https://drive.google.com/open?id=1AbC', 'a Google Drive page', 'https://drive.google.com/uc?export=download&id=1AbC'],
		['https://drive.google.com/drive/folders/1AbC', 'a Google Drive page', ''],
		['https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&dl=0', 'a Dropbox page', 'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&raw=1'],
		['https://photos.app.goo.gl/AbC', 'a Google Photos page', ''],
		['https://photos.google.com/share/AbC', 'a Google Photos page', ''],
		['https://1drv.ms/i/s!AbC', 'a OneDrive page', ''],
		['https://onedrive.live.com/?id=AbC', 'a OneDrive page', ''],
		['https://acme.sharepoint.com/:i:/g/AbC?e=x', 'a SharePoint page', 'https://acme.sharepoint.com/:i:/g/AbC?e=x&download=1'],
		['https://imgur.com/a/AbC', 'an Imgur page', ''],
		['https://imgur.com/AbC', 'an Imgur page', 'https://i.imgur.com/AbC.png'],
	])('rejects %s, %s, and suggests a link that it accepts', (url, page, direct) => {
		const suggestion = direct
			? `Share the file with everyone, and use ${direct} instead.`
			: 'Download the file and use a link to the file itself.';
		expect(issueOf(url)).toBe(`is ${page}, not a file. ${suggestion}`);
		expect(direct === '' ? undefined : issueOf(direct)).toBeUndefined();
	});

	it.each([
		'https://drive.usercontent.google.com/download?id=1AbC',
		'https://lh3.googleusercontent.com/AbC=w1280',
		'https://www.dropbox.com/s/abc/a.png?dl=1',
		'https://dl.dropboxusercontent.com/s/abc/a.png',
		'https://onedrive.live.com/download?resid=AbC',
		'https://acme.sharepoint.com/sites/a/a.png',
		'https://imgur.com/AbC.png',
		'https://example.com/photos.google.com/a.png',
		'https://bücher.example/é.png',
	])('accepts the link to a file %s', (url) => {
		expect(issueOf(url)).toBeUndefined();
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
	])('judges the extension of %s for %j', (url, formats, issue) => {
		expect(issueOf(url, formats)).toBe(issue);
	});

	// prettier-ignore
	it.each<[issue: string, ...urls: string[]]>([
		['is not a valid URL: "', 'first.png', '/images/first.png', '//example.com/a.png', 'http://', 'http://[::1', 'https:example.com/a.png', 'https:/example.com', 'https:\\\\example.com', 'https:a.example?of=https://b.example', 'https://?', 'https://example.com:99999/', 'https://1.2.3.4.5/'],
		['must start with http:// or https:// (got "', 'file:///home/me/a.png', 'ftp://example.com/a.png', 'blob:https://x.example/1', 'javascript:alert(1)', 'JavaScript://example.com/%0aalert(1)'],
		['contains several links. Enter one.', 'https://example.com/a.png https://example.com/b.png', 'https://example.com/a.png\thttps://example.com/b.png'],
		['contains a space or a line break. Write a space as %20.', 'https://example.com/my image.png', 'https://exa\nmple.com/', 'https://example.com/\u2028a'],
		['contains a backslash or an invalid character.', 'https://example.com\\@127.0.0.1/a.png', 'https://example.com/\0a.png', 'https://example.com/\ud83c.png'],
		['contains a user name or password. Use a public URL without them.', 'https://me@example.com/a.png', 'https://me:secret@example.com/', 'https://:secret@a.de/', 'https://example.com@localhost/a.png'],
		['is a data URI, not a link. Convert it with the node Convert to File, then select Binary File', 'data:image/png;base64,iVBORw0KGgo='],
		['is base64, not a link. Convert it', 'iVBORw0KGgoAAAANSUhEUgAA', '/9j/4AAQSkZJRgABAQAAAQABAAD', 'A'.repeat(5000)],
		['contains "[object Object]": ', 'https://example.com/[object Object]'],
		['contains "{{ $json.name }}", which was not', 'https://example.com/{{ $json.name }}.png'],
		['points to a private network (127.0.0.1), where the provider cannot', 'http://127.1/a.png'],
	])('rejects what %s', (issue, ...urls) => {
		for (const url of urls) {
			expect([url, issueOf(url)]).toEqual([url, expect.stringContaining(issue)]);
			expect(issueOf(url)).not.toContain('secret');
			expect(issueOf(url)?.length).toBeLessThan(250);
		}
	});

	it('rejects URLs of private networks in every notation', () => {
		const isRejected = (url: string) => issueOf(url)?.startsWith('points to a private network (');
		const property = fc.property(urlOf(privateHost), (url) => isRejected(url) === true);
		fc.assert(property, { seed: 20_260_131, numRuns: 500 });
	});

	it('accepts any URL of a public host', () => {
		const publicUrl = fc.webUrl({ withQueryParameters: true, withFragments: true });
		const property = fc.property(publicUrl, (url) => issueOf(url) === undefined);
		fc.assert(property, { seed: 20_260_131, numRuns: 100 });
	});
});

describe('hintForMediaUrl', () => {
	it.each([
		['https://cdn.example.com/a.gif?as=png', true],
		['https://cdn.example.com/a.png?as=gif', false],
		['https://cdn.example.com/a?as=gif', false],
		['not a link', false],
	])('%s has a hint: %p', (url, isHinted) => {
		const hint = hintForMediaUrl(url, IMAGES);
		expect(hint !== undefined).toBe(isHinted);
		if (isHinted) expect(hint).toContain(url);
	});
});
