import { formatAllowed, formatChoices, formatMissing, formatValue, toText } from '../utils/format';
import { err, type Result } from '../utils/result';
import { validateImage, type ImageFile } from './imageLimits';
import { validateMediaUrl } from './mediaUrl';
import { autoImageCounts, modeForImages } from './modelOptions';
import {
	FRAMES_IN_MODE,
	MODE_NAMES,
	type FixedMode,
	type Frame,
	type Mode,
	type Model,
	type ModeRules,
} from './models';
import { readUrlList } from './urlList';

const FRAME_SOURCES = ['url', 'binary'];
const FRAME_NAMES: Readonly<Record<Frame, string>> = {
	firstFrame: 'First Frame',
	lastFrame: 'Last Frame',
};

/** The kinds of references, with the name and the formats of each. */
export const REFERENCES = {
	images: { input: 'referenceImageUrls', label: 'Reference Image URLs' },
	videos: { input: 'referenceVideoUrls', label: 'Reference Video URLs' },
	audios: { input: 'referenceAudioUrls', label: 'Reference Audio URLs' },
} as const;
export type ReferenceKind = keyof typeof REFERENCES;
export const REFERENCE_KINDS = Object.keys(REFERENCES) as ReferenceKind[];

/** A frame that is a file, or the issue with it as a predicate: "First frame **is an empty file**". */
export type FrameFile = Result<ImageFile, string>;

/** The raw media parameters of one item. */
export interface MediaInput {
	/** `url` (the default) or `binary`. */
	firstFrameSource?: unknown;
	lastFrameSource?: unknown;
	firstFrameUrl?: unknown;
	lastFrameUrl?: unknown;
	firstFrameFile?: FrameFile;
	lastFrameFile?: FrameFile;
	/** For mode `auto`; like the three lists below an array, or comma- or newline-separated text. */
	imageUrls?: unknown;
	referenceImageUrls?: unknown;
	referenceVideoUrls?: unknown;
	referenceAudioUrls?: unknown;
}

/** The media of a request: URLs, or IDs of files that are not uploaded yet. */
export interface Media
	extends Partial<Record<Frame, string>>,
		Partial<Record<ReferenceKind, string[]>> {}

/**
 * Reads the media of a request, and the mode that `auto` selects.
 *
 * @param issues problems are added here
 * @returns undefined if `auto` selects no mode of the model
 */
export function readMedia(
	input: MediaInput,
	model: Model,
	mode: Mode,
	issues: string[],
): { mode: FixedMode; media: Media } | undefined {
	if (mode === 'auto') return readAuto(input, model, issues);
	const rules = model.modes[mode] as ModeRules;
	if (mode === 'reference') return { mode, media: readReferences(input, model, rules, issues) };
	const frames = FRAMES_IN_MODE[mode].map((frame) => [
		frame,
		readFrame(input, frame, mode, rules, issues),
	]);
	return { mode, media: Object.fromEntries(frames) as Media };
}

/** The number of URLs determines what is created and charged. */
function readAuto(input: MediaInput, model: Model, issues: string[]) {
	const links = readUrlList(input.imageUrls, 'Image URLs', issues);
	if (links === undefined) return undefined;
	const mode = modeForImages(model, links.length);
	if (mode === undefined) {
		const counts = autoImageCounts(model);
		const noun = counts.at(-1) === 1 ? 'URL' : 'URLs';
		issues.push(
			`${model.name} accepts ${formatChoices(counts)} image ${noun} (got ${links.length})`,
		);
		return undefined;
	}
	const { images } = model.modes[mode] as ModeRules;
	links.forEach((link, i) => checkUrl(`Image URL ${i + 1}`, link, images.formats, issues));
	const [firstFrame, lastFrame] = links;
	return { mode, media: { firstFrame, lastFrame } };
}

function readFrame(
	input: MediaInput,
	frame: Frame,
	mode: FixedMode,
	{ images }: ModeRules,
	issues: string[],
): string {
	const name = FRAME_NAMES[frame];
	const source = input[`${frame}Source`];
	if (source === 'binary') {
		const file = input[`${frame}File`] ?? err('is missing');
		const issue = file.ok ? validateImage(file.value, images) : file.error;
		if (issue !== undefined) issues.push(`${name.replace('Frame', 'frame')} ${issue}`);
		return file.ok ? file.value.id : '';
	}
	const url = input[`${frame}Url`];
	const link = toText(url).trim();
	if (source !== undefined && source !== 'url') {
		issues.push(`${name} Source is ${formatValue(source)}. ${formatAllowed(FRAME_SOURCES)}`);
	} else if (link === '') {
		issues.push(`${name} URL is ${formatMissing(url)}. ${MODE_NAMES[mode]} requires a URL`);
	} else checkUrl(`${name} URL`, link, images.formats, issues);
	return link;
}

function readReferences(
	input: MediaInput,
	{ name }: Model,
	{ references: limits, images }: ModeRules,
	issues: string[],
): Media {
	const formats = { images: images.formats, videos: ['MP4', 'MOV'], audios: ['WAV', 'MP3'] };
	const media: Media = {};
	let total = 0;
	for (const kind of REFERENCE_KINDS) {
		const { input: parameter, label } = REFERENCES[kind];
		const links = readUrlList(input[parameter], label, issues);
		if (links === undefined) return media;
		media[kind] = links;
		total += links.length;
		const max = limits?.[kind] ?? 0;
		if (links.length > max) {
			issues.push(`${label} accepts at most ${max} URLs with ${name} (got ${links.length})`);
		} else {
			const entry = label.replace('URLs', 'URL');
			links.forEach((link, i) => checkUrl(`${entry} ${i + 1}`, link, formats[kind], issues));
		}
	}
	if (limits !== undefined && total > limits.total) {
		issues.push(`${name} accepts at most ${limits.total} references together (got ${total})`);
	}
	const isAudioOnly = total > 0 && total === media.audios?.length;
	if (total === 0 || (isAudioOnly && limits?.isAudioEnough === false)) {
		const required = limits?.isAudioEnough ? 'image, video or audio file' : 'image or video';
		issues.push(`${MODE_NAMES.reference} with ${name} requires at least one ${required}`);
	}
	return media;
}

function checkUrl(name: string, link: string, formats: readonly string[], issues: string[]): void {
	const issue = validateMediaUrl(link, formats);
	if (issue !== undefined) issues.push(`${name} ${issue}`);
}
