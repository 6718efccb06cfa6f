import { formatChoices, formatMissing, toText } from '../utils/format';
import { parseStrictJson } from '../utils/json';
import { err, type Result } from '../utils/result';
import type { CreateBody } from './createBody';
import { validateImage, type ImageFile } from './imageLimits';
import { issue, issueWith, mustBe, type Issue } from './issue';
import { validateMediaUrl } from './mediaUrl';
import { autoModes } from './modelOptions';
import {
	FRAMES_IN_MODE,
	MODE_NAMES,
	type FixedMode,
	type Frame,
	type Mode,
	type Model,
} from './models';
import type { ParameterReader } from './parameterReader';

/** The frames that are files. Issues are predicates: "First frame **is an empty file**". */
export type FrameFiles = Partial<Record<Frame, Result<ImageFile, Issue>>>;

/** A mode, and the fields of its body that contain URLs, or IDs of files that are not uploaded yet. */
interface Media {
	mode: FixedMode;
	/** Without empty fields, which some models reject. */
	mediaFields: Partial<CreateBody>;
}

/**
 * Reads the media of a request, and the mode that `auto` selects.
 *
 * @returns undefined if `auto` selects no mode of the model
 */
export function readMedia(
	parameters: ParameterReader,
	files: FrameFiles,
	model: Model,
	mode: Mode,
): Media | undefined {
	if (mode === 'auto') return readAuto(parameters, model);
	if (mode === 'reference') return { mode, mediaFields: readReferences(parameters, model) };
	const frames = FRAMES_IN_MODE[mode].map((frame) => [
		frame,
		readFrame(parameters, files, frame, mode, model),
	]);
	return { mode, mediaFields: bodyFieldsOf(model, Object.fromEntries(frames) as Frames) };
}

type Frames = Partial<Record<Frame, string>>;

function bodyFieldsOf(model: Model, { firstFrame, lastFrame }: Frames): Partial<CreateBody> {
	// In a list, a last frame alone would be taken for the first.
	const isLastOnly = firstFrame === undefined && lastFrame !== undefined;
	if (model.frameFields === 'image_urls' && !isLastOnly) {
		const urls = [firstFrame, lastFrame].filter((frame) => frame !== undefined);
		return urls.length > 0 ? { image_urls: urls } : {};
	}
	return {
		...(firstFrame !== undefined && { image_start: firstFrame }),
		...(lastFrame !== undefined && { image_end: lastFrame }),
	};
}

/** The number of URLs determines what is created and charged. */
function readAuto(parameters: ParameterReader, model: Model): Media | undefined {
	const links = readUrlList(parameters, 'imageUrls');
	if (links === undefined) return undefined;
	const modes = autoModes(model);
	const mode = modes[links.length];
	if (mode === undefined) {
		const counts = [...modes.keys()].filter((count) => modes[count] !== undefined);
		const urls = `${formatChoices(counts)} image ${counts.at(-1) === 1 ? 'URL' : 'URLs'}`;
		parameters.issues.push(issue(`${model.name} accepts ${urls} (got ${links.length})`));
		return undefined;
	}
	checkUrls(parameters, 'imageUrls', links, model.images.formats);
	const [firstFrame, lastFrame] = links;
	return { mode, mediaFields: bodyFieldsOf(model, { firstFrame, lastFrame }) };
}

function readFrame(
	parameters: ParameterReader,
	files: FrameFiles,
	frame: Frame,
	mode: FixedMode,
	{ images }: Model,
): string {
	const source = parameters.choice<'url' | 'binary'>(`${frame}Source`);
	if (source === 'binary') {
		// Never the URL instead: it may be left from before.
		const file = files[frame] ?? err(issue('was not read', 'Set its source to Binary File.'));
		const wrong = file.ok ? validateImage(file.value, images) : file.error;
		const name = frame === 'firstFrame' ? 'First frame' : 'Last frame';
		if (wrong !== undefined) parameters.issues.push(issueWith(name, wrong));
		return file.ok ? file.value.id : '';
	}
	const url = parameters.get(`${frame}Url`);
	const link = toText(url).trim();
	const wrong =
		link === ''
			? issue(`is ${formatMissing(url)}`, `${MODE_NAMES[mode]} requires a URL.`)
			: validateMediaUrl(link, images.formats);
	if (wrong !== undefined) parameters.reject(`${frame}Url`, wrong);
	return link;
}

const REFERENCES = [
	{ kind: 'images', name: 'referenceImageUrls', bodyField: 'image_urls' },
	{ kind: 'videos', name: 'referenceVideoUrls', bodyField: 'video_urls' },
	{ kind: 'audios', name: 'referenceAudioUrls', bodyField: 'audio_urls' },
] as const;

function readReferences(parameters: ParameterReader, model: Model): Partial<CreateBody> {
	const { name: modelName, references: limits, isAudioEnough } = model;
	const formats = { images: model.images.formats, videos: ['MP4', 'MOV'], audios: ['WAV', 'MP3'] };
	const body: Partial<CreateBody> = {};
	let total = 0;
	for (const { kind, name, bodyField } of REFERENCES) {
		const links = readUrlList(parameters, name);
		if (links === undefined) return body;
		total += links.length;
		if (links.length > 0) body[bodyField] = links;
		const max = limits?.[kind] ?? 0;
		if (links.length <= max) checkUrls(parameters, name, links, formats[kind]);
		else {
			const what = `accepts at most ${max} URLs with ${modelName} (got ${links.length})`;
			parameters.reject(name, issue(what));
		}
	}
	if (limits !== undefined && total > limits.total) {
		const what = `accepts at most ${limits.total} references together (got ${total})`;
		parameters.issues.push(issue(`${modelName} ${what}`));
	}
	const isAudioOnly = total === (body.audio_urls?.length ?? 0);
	if (total === 0 || (isAudioOnly && !isAudioEnough)) {
		const what = `requires at least one ${isAudioEnough ? 'image, video or audio file' : 'image or video'}`;
		parameters.issues.push(issue(`${MODE_NAMES.reference} with ${modelName} ${what}`));
	}
	return body;
}

/** Issues name the entry: "Image URL 2 **is not a valid URL**". */
function checkUrls(
	parameters: ParameterReader,
	name: string,
	links: readonly string[],
	formats: readonly string[],
): void {
	const label = parameters.label(name).replace(/URLs$/, 'URL');
	links.forEach((link, i) => {
		const wrong = validateMediaUrl(link, formats);
		if (wrong !== undefined) parameters.issues.push(issueWith(`${label} ${i + 1}`, wrong));
	});
}

/**
 * Reads a list of URLs. Their number determines what is created and charged, so an empty entry, which
 * comes from an expression without a value, is an issue instead of being skipped.
 *
 * @returns undefined if there is an issue
 */
function readUrlList(parameters: ParameterReader, name: string): string[] | undefined {
	const value = parameters.get(name);
	const links = splitUrls(value)?.map((entry) => toText(entry).trim());
	const empty = links?.indexOf('') ?? -1;
	if (links !== undefined && empty < 0) return links;
	if (value === undefined) {
		const suggestion =
			'Enter URLs, or an empty text or list for none. If it is an expression, check the field that it reads.';
		parameters.reject(name, issue('has no value', suggestion));
	} else if (links === undefined) {
		const allowed = 'a list of URLs, or comma- or newline-separated text';
		parameters.reject(name, mustBe(allowed, value));
	} else {
		const what = `has an empty entry (number ${empty + 1} of ${links.length})`;
		parameters.reject(
			name,
			issue(what, 'Remove the comma or line break, or check the expression.'),
		);
	}
	return undefined;
}

/**
 * Accepts an array, the same as JSON text, and text. Commas and semicolons are legal in URLs, so each
 * separates only before white space, another one or a URL, or at either end.
 */
function splitUrls(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value.every(isEntry) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	if (/^[ \t]*$/.test(value)) return [];
	if (value.trim().startsWith('[')) {
		const list = parseStrictJson(value);
		return Array.isArray(list) ? splitUrls(list) : undefined;
	}
	// A line break after the last entry, as copied from a spreadsheet.
	const text = value.replace(/(\S[ \t]*)\r?\n$/, '$1');
	return text.split(/\r\n|[\r\n]|[,;]\s+|[,;](?=[,;]|[a-z][a-z\d+.-]*:\/\/)|^\s*[,;]|[,;]\s*$/i);
}

/** A URL, or an empty entry from an expression without a value. */
function isEntry(entry: unknown): boolean {
	return typeof entry === 'string' || entry === undefined || entry === null;
}
