import { formatChoices, formatValue } from '../utils/format';
import { isPrivateHost, parseUrl } from '../utils/url';
import { newIssue, type Issue } from './issue';
import { fileInText, validatePastedText } from './pastedText';

/**
 * Validates that the provider could fetch a file from this URL. Whether it is public is checked only by
 * the provider, whose task then fails with the code `image_processing_error`.
 *
 * @param formats the formats that the model accepts, e.g. `['JPEG', 'PNG']`
 * @returns the issue as a predicate ("First Frame URL **is not a valid URL…**"), or undefined
 */
export function validateMediaUrl(url: string, formats: readonly string[]): Issue | undefined {
	const file = fileInText(url);
	if (file !== undefined) {
		return newIssue(
			`is ${file}, not a link`,
			'Convert it with the node Convert to File, then select Binary File as the source.',
		);
	}
	const issue = validatePastedText(url);
	if (issue !== undefined) return issue;
	if (/\shttps?:/i.test(url)) {
		return newIssue('contains several links', 'Enter one.');
	}
	if (/\s/.test(url)) {
		return newIssue('contains a space or a line break', 'Write a space as %20.');
	}
	const parsed = parseUrl(url);
	const isHttp = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
	// URL accepts "https:example.com", which is a typo.
	if (parsed === undefined || (isHttp && !/^https?:\/\//i.test(url))) {
		return newIssue(
			`is not a valid URL: ${formatValue(url)}`,
			'Enter a full URL, e.g. https://example.com/frame.png.',
		);
	}
	if (!isHttp) {
		return newIssue(`must start with http:// or https:// (got ${formatValue(parsed.protocol)})`);
	}
	// Parsers disagree on these characters, so the provider could fetch from another host.
	if (/[\\\p{Cc}\p{Cs}]/u.test(url)) {
		return newIssue(
			'contains a backslash or an invalid character',
			'Copy the URL from the address bar of a browser.',
		);
	}
	if (parsed.username !== '' || parsed.password !== '') {
		return newIssue('contains a user name or password', 'Use a public URL without them.');
	}
	if (isPrivateHost(parsed.hostname)) {
		return newIssue(
			`points to a private network (${parsed.hostname}), where the provider cannot fetch it`,
			'Use a public URL.',
		);
	}
	return pageIssue(parsed) ?? (parsed.search === '' ? extensionIssue(parsed, formats) : undefined);
}

/**
 * A hint for a valid URL that may not return a file of an accepted format: with a query, the server may
 * convert it.
 */
export function hintForMediaUrl(url: string, formats: readonly string[]): string | undefined {
	const parsed = parseUrl(url);
	const issue = parsed && extensionIssue(parsed, formats);
	return issue && `${url} ${issue.message}. It was sent, since the server may convert it.`;
}

/** URLs that show a page with a file instead of the file itself. */
interface Page {
	name: string;
	host: RegExp;
	isPage(url: URL): boolean;
	/** The URL of the file itself, where it is known. */
	direct?(url: URL): string | undefined;
}

const isSet = (url: URL, name: string) => url.searchParams.get(name) === '1';

const PAGES: readonly Page[] = [
	{
		name: 'a Google Drive page',
		host: /^(drive|docs)\.google\.com$/,
		isPage: ({ pathname }) => !/^\/(uc|thumbnail)\b/.test(pathname),
		direct(url) {
			const id = /^\/file\/d\/([^/]+)/.exec(url.pathname)?.[1] ?? url.searchParams.get('id');
			return id ? `https://drive.google.com/uc?export=download&id=${id}` : undefined;
		},
	},
	{
		name: 'a Dropbox page',
		host: /^(www\.)?dropbox\.com$/,
		isPage: (url) => !isSet(url, 'dl') && !isSet(url, 'raw'),
		direct: (url) => withQuery(url, 'raw', 'dl'),
	},
	{
		name: 'a SharePoint page',
		host: /\.sharepoint\.com$/,
		isPage: (url) => /^\/:\w:\//.test(url.pathname) && !isSet(url, 'download'),
		direct: (url) => withQuery(url, 'download'),
	},
	{
		name: 'a OneDrive page',
		host: /^(1drv\.ms|onedrive\.live\.com)$/,
		isPage: ({ pathname }) => !/^\/download\b/.test(pathname),
	},
	{
		name: 'a Google Photos page',
		host: /^photos\.(google\.com|app\.goo\.gl)$/,
		isPage: () => true,
	},
	{
		name: 'an Imgur page',
		host: /^((www|m)\.)?imgur\.com$/,
		isPage: ({ pathname }) => !/\.\w+$/.test(pathname),
		direct({ pathname }) {
			return /^\/\w+$/.test(pathname) ? `https://i.imgur.com${pathname}.png` : undefined;
		},
	},
];

function pageIssue(url: URL): Issue | undefined {
	const page = PAGES.find(({ host, isPage }) => host.test(url.hostname) && isPage(url));
	if (page === undefined) return undefined;
	const direct = page.direct?.(url);
	const suggestion = direct
		? `Share the file with everyone, and use ${direct} instead.`
		: 'Download the file and use a link to the file itself.';
	return newIssue(`is ${page.name}, not a file`, suggestion);
}

/** The URL with a parameter set to 1, and another one removed. */
function withQuery(url: URL, name: string, removed = ''): string {
	const direct = new URL(url);
	direct.searchParams.delete(removed);
	direct.searchParams.set(name, '1');
	return direct.href;
}

/** Formats by file extension. Extensions that are not listed say nothing. */
const FORMATS = new Map(
	Object.entries({
		...{ jpg: 'JPEG', jpeg: 'JPEG', png: 'PNG', webp: 'WebP', heic: 'HEIC', heif: 'HEIC' },
		...{ gif: 'GIF', avif: 'AVIF', bmp: 'BMP', svg: 'SVG', tif: 'TIFF', tiff: 'TIFF', pdf: 'PDF' },
		...{ mp4: 'MP4', mov: 'MOV', webm: 'WebM', mkv: 'MKV', avi: 'AVI' },
		...{ wav: 'WAV', mp3: 'MP3', m4a: 'M4A', ogg: 'OGG', flac: 'FLAC' },
	}),
);

function extensionIssue({ pathname }: URL, formats: readonly string[]): Issue | undefined {
	const extension = /\.(\w+)$/.exec(pathname)?.[1].toLowerCase() ?? '';
	const format = FORMATS.get(extension);
	if (format === undefined || formats.includes(format)) return undefined;
	return newIssue(`must be a link to ${formatChoices(formats)} (got .${extension})`);
}
