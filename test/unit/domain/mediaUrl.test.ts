import { hintForMediaUrl, validateMediaUrl } from '../../../nodes/Hailuo/domain/mediaUrl';

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
		const advice = direct
			? `Share the file with everyone, and use ${direct} instead.`
			: 'Download the file and use a link to the file itself.';
		expect(issueOf(link)).toBe(`is ${page}, not a file. ${advice}`);
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

	it.each([
		[
			'https://example.com/my image.png',
			/^contains a space or a line break\. Write a space as %20\.$/,
		],
		[
			'https://example.com/a.png\thttps://example.com/b.png',
			/^contains several links\. Enter one\.$/,
		],
		[
			'data:image/png;base64,iVBORw0KGgo=',
			/^is a data URI, not a link\. .*Convert to File.*Binary File/,
		],
		['iVBORw0KGgoAAAANSUhEUgAA', /^is base64, not a link\./],
		['/9j/4AAQSkZJRgABAQAAAQABAAD', /^is base64, not a link\./],
		['https://example.com/[object Object]', /^contains "\[object Object\]"/],
		[
			'https://example.com/{{ $json.name }}.png',
			/^contains "\{\{ \$json\.name \}\}", which was not/,
		],
	])('rejects what people paste: %s', (link, issue) => {
		expect(issueOf(link)).toMatch(issue);
		expect(issueOf(link)?.length).toBeLessThan(250);
	});

	it('rejects 5,000 characters of base64 without repeating them', () => {
		expect(issueOf('A'.repeat(5000))).toMatch(/^is base64, not a link\./);
		expect(issueOf('A'.repeat(5000))?.length).toBeLessThan(250);
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
