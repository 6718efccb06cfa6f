import { formatAllowed, formatMissing, formatValue, toText } from '../utils/format';
import { isPrivateHost, parseUrl } from '../utils/url';
import { err, type Result } from '../utils/result';
import type { ImageFile } from './imageLimits';
import { IMAGES_PER_MODE, MODE_NAMES, type FixedMode, type Mode } from './models';

export const FRAME_SOURCES = ['url', 'binary'] as const;

const MAX_IMAGES = Math.max(...Object.values(IMAGES_PER_MODE));

/** A frame that is a file, or the issue with it as a predicate: "First frame **is an empty file**". */
export type FrameFile = Result<ImageFile, string>;

/** The raw image parameters of one item. */
export interface ImageInput {
	/** `url` (the default) or `binary`. */
	firstFrameSource?: unknown;
	lastFrameSource?: unknown;
	firstFrameUrl?: unknown;
	lastFrameUrl?: unknown;
	firstFrameFile?: FrameFile;
	lastFrameFile?: FrameFile;
	/** For mode `auto`: an array, or comma- or newline-separated text. */
	imageUrls?: unknown;
}

/**
 * Reads the images of a request in the API's order: first frame, last frame.
 *
 * @param issues problems are added here
 * @returns URLs; a file that is not uploaded yet is represented by its ID
 */
export function readImageUrls(input: ImageInput, mode: Mode, issues: string[]): string[] {
	if (mode === 'auto') return readUrlList(input.imageUrls, issues);
	const frames: Frame[] = [
		{
			name: 'First Frame',
			source: input.firstFrameSource,
			url: input.firstFrameUrl,
			file: input.firstFrameFile,
		},
		{
			name: 'Last Frame',
			source: input.lastFrameSource,
			url: input.lastFrameUrl,
			file: input.lastFrameFile,
		},
	];
	return frames.slice(0, IMAGES_PER_MODE[mode]).map((frame) => readFrame(frame, mode, issues));
}

interface Frame {
	/** The display name in the form. */
	name: string;
	source: unknown;
	url: unknown;
	file: FrameFile | undefined;
}

function readFrame({ name, source, url, file }: Frame, mode: FixedMode, issues: string[]): string {
	if (source === 'binary') {
		const image = file ?? err('is missing');
		if (image.ok) return image.value.id;
		issues.push(`${name.replace('Frame', 'frame')} ${image.error}`);
		return '';
	}
	const link = toText(url).trim();
	if (source !== undefined && source !== 'url') {
		issues.push(`${name} Source is ${formatValue(source)}. ${formatAllowed(FRAME_SOURCES)}`);
	} else if (link === '') {
		issues.push(`${name} URL is ${formatMissing(url)}. ${MODE_NAMES[mode]} requires a URL`);
	} else checkImageUrl(`${name} URL`, link, issues);
	return link;
}

function checkImageUrl(name: string, link: string, issues: string[]): void {
	const issue = validateImageUrl(link);
	if (issue !== undefined) issues.push(`${name} ${issue}`);
}

/**
 * Reads the URLs of mode Auto. Their number determines what is created and charged, so an empty entry,
 * which comes from an expression without a value, is an issue instead of being skipped.
 */
function readUrlList(value: unknown, issues: string[]): string[] {
	const entries = splitUrls(value);
	if (entries === undefined) {
		issues.push(
			value === undefined || value === null
				? 'Image URLs has no value. Enter URLs, or an empty text or list for text to video. If it is an expression, check the field that it reads'
				: 'Image URLs must be a list of URLs, or comma- or newline-separated text',
		);
		return [];
	}
	const links = entries.map((entry) => toText(entry).trim());
	const empty = links.indexOf('');
	if (empty >= 0) {
		issues.push(
			`Image URLs has an empty entry (number ${empty + 1} of ${links.length}). Remove the comma or line break, or check the expression`,
		);
		return links;
	}
	// If the list is too long, the caller reports only its length.
	const sendable = links.slice(0, MAX_IMAGES);
	sendable.forEach((link, i) => checkImageUrl(`Image URL ${i + 1}`, link, issues));
	return links;
}

/** Commas are legal in URLs, so a comma separates only before white space, a comma or a URL, or at either end. */
function splitUrls(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value.every(isEntry) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	if (/^[ \t]*$/.test(value)) return [];
	return value.split(/\r\n|[\r\n]|,\s+|,(?=,|[a-z][a-z\d+.-]*:\/\/)|^\s*,|,\s*$/i);
}

/** A URL, or an empty entry from an expression without a value. */
function isEntry(entry: unknown): boolean {
	return typeof entry === 'string' || entry === undefined || entry === null;
}

/**
 * Validates that the provider could fetch an image from this URL. Whether it is public and an image is
 * checked only by the provider, whose task then fails with the code `image_processing_error`.
 *
 * @returns the issue as a predicate ("First Frame URL **is not a valid URL…**"), or undefined
 */
function validateImageUrl(link: string): string | undefined {
	const url = parseUrl(link);
	const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
	// URL accepts "https:example.com", which is a typo.
	if (url === undefined || (isHttp && !/^https?:\/\//i.test(link))) {
		return `is not a valid URL: ${formatValue(link)}. Enter a full URL, e.g. https://example.com/frame.png`;
	}
	if (!isHttp) {
		return `starts with ${formatValue(url.protocol)}. Only http:// and https:// are allowed`;
	}
	if (/\s/.test(link)) {
		return 'contains a space or a line break. Enter one URL per image';
	}
	// Parsers disagree on these characters, so the provider could fetch from another host.
	if (/[\\\p{Cc}\p{Cs}]/u.test(link)) {
		return 'contains a backslash or an invalid character. Copy the URL from the address bar of a browser';
	}
	if (url.username !== '' || url.password !== '') {
		return 'contains a user name or password. Use a public URL without them';
	}
	if (isPrivateHost(url.hostname)) {
		return `points to a private network (${url.hostname}), where the provider cannot fetch it. Use a public URL`;
	}
	return undefined;
}
