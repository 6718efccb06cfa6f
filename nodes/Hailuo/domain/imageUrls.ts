import { parseUrl } from '../utils/url';
import type { ImageFile } from './imageLimits';
import { IMAGES_PER_MODE, MODE_NAMES, type FixedMode, type Mode } from './models';
import { isPrivateHost } from '../utils/privateHost';
import type { CreateRequestInput } from './createRequest';
import { formatAllowed, formatMissing, formatValue, toText } from '../utils/format';

export const FRAME_SOURCES = ['url', 'binary'] as const;

const MAX_IMAGES = Math.max(...Object.values(IMAGES_PER_MODE));

/** What was found where a frame is a file: the image, or what is wrong, in words that follow "First frame …". */
export type FrameFile = { image: ImageFile } | { complaint: string };

/**
 * The images that a wish sends in this mode, in the API's order: first frame, last frame. What is
 * wrong with them is added to the complaints.
 *
 * @returns links; the place of a file that is yet to be uploaded is held by its ID
 */
export function readImageUrls(
	wish: CreateRequestInput,
	mode: Mode,
	complaints: string[],
): string[] {
	if (mode === 'auto') return readUrlList(wish.imageUrls, complaints);
	const frames: Frame[] = [
		{
			name: 'First Frame',
			source: wish.firstFrameSource,
			link: wish.firstFrameUrl,
			found: wish.firstFrameFile,
		},
		{
			name: 'Last Frame',
			source: wish.lastFrameSource,
			link: wish.lastFrameUrl,
			found: wish.lastFrameFile,
		},
	];
	return frames.slice(0, IMAGES_PER_MODE[mode]).map((frame) => readFrame(frame, mode, complaints));
}

interface Frame {
	/** As the form calls it. */
	name: string;
	source: unknown;
	link: unknown;
	found: FrameFile | undefined;
}

function readFrame(
	{ name, source, ...given }: Frame,
	mode: FixedMode,
	complaints: string[],
): string {
	if (source === 'binary') {
		if (given.found && 'image' in given.found) return given.found.image.id;
		const { complaint } = given.found ?? { complaint: 'is missing' };
		complaints.push(`${name.replace('Frame', 'frame')} ${complaint}`);
		return '';
	}
	const link = toText(given.link).trim();
	if (source !== undefined && source !== 'url') {
		complaints.push(`${name} Source is ${formatValue(source)}. ${formatAllowed(FRAME_SOURCES)}`);
	} else if (link === '') {
		complaints.push(
			`${name} URL is ${formatMissing(given.link)}. ${MODE_NAMES[mode]} needs a link`,
		);
	} else checkImageUrl(`${name} URL`, link, complaints);
	return link;
}

function checkImageUrl(name: string, link: string, complaints: string[]): void {
	const complaint = validateImageUrl(link);
	if (complaint !== undefined) complaints.push(`${name} ${complaint}`);
}

/**
 * The links of mode Auto. Their number decides what is made and paid for, so that a link which an
 * expression failed to give is an issue and not one link less.
 */
function readUrlList(value: unknown, complaints: string[]): string[] {
	const entries = splitUrls(value);
	if (entries === undefined) {
		complaints.push(
			value === undefined || value === null
				? 'Image URLs has no value. Give links, or an empty text or list for text to video; if it is an expression, check the field that it reads'
				: 'Image URLs must be a list of links, or text with commas or line breaks',
		);
		return [];
	}
	const links = entries.map((entry) => toText(entry).trim());
	const empty = links.indexOf('');
	if (empty >= 0) {
		complaints.push(
			`Image URLs has an empty entry (number ${empty + 1} of ${links.length}). Remove the comma or line break, or check the expression`,
		);
		return links;
	}
	// Of a list that is too long only its length is told, and that by the caller.
	const sendable = links.slice(0, MAX_IMAGES);
	sendable.forEach((link, i) => checkImageUrl(`Image URL ${i + 1}`, link, complaints));
	return links;
}

/** A comma inside a link is legal, so only one before white space, before a new link, or at the end divides. */
function splitUrls(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value.every(isEntry) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	if (/^[ \t]*$/.test(value)) return [];
	return value.split(/\r\n|[\r\n]|,\s+|,(?=,|[a-z][a-z\d+.-]*:\/\/)|^\s*,|,\s*$/i);
}

/** A link, or the gap that an expression left. */
function isEntry(entry: unknown): boolean {
	return typeof entry === 'string' || entry === undefined || entry === null;
}

/**
 * Whether the vendor can fetch an image from this link at all. What only the vendor can judge (is
 * it public, is it an image) comes back as a failed task with code `image_processing_error`.
 *
 * @returns what is wrong with the link, in words that follow its name ("First Frame URL …"), or
 * undefined where nothing is
 */
function validateImageUrl(link: string): string | undefined {
	const url = parseUrl(link);
	const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
	// Without slashes it is no link to people, though URL takes "https:example.com" for one.
	if (url === undefined || (isHttp && !/^https?:\/\//i.test(link))) {
		return `is not a link: ${formatValue(link)}. Give a full address, e.g. https://example.com/frame.png`;
	}
	if (!isHttp) {
		return `starts with ${formatValue(url.protocol)}. Only http:// and https:// links are allowed`;
	}
	if (/\s/.test(link)) {
		return 'contains a space or a line break. One link per image is allowed';
	}
	// Programs disagree on where these belong, so that the vendor could read another host than we.
	if (/[\\\p{Cc}\p{Cs}]/u.test(link)) {
		return 'contains a backslash or a character that no link may have. Copy it from the address bar of a browser';
	}
	if (url.username !== '' || url.password !== '') {
		return 'contains a user name or password. Use a link that is public without them';
	}
	const host = url.hostname.replace(/\.+$/, '');
	if (isPrivateHost(host)) {
		return `points into a private network (${host}), where the video service cannot fetch it. Use a public link`;
	}
	return undefined;
}
