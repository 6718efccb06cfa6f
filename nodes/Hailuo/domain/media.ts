import { formatChoices, formatValue, toText } from '../utils/format';
import { parseStrictJson } from '../utils/json';
import { err, type Result } from '../utils/result';
import type { CreateBody } from './createBody';
import { validateImage, type ImageFile } from './imageLimits';
import { mustBe, newIssue, withSubject, type Issue } from './issue';
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
	const urls = FRAMES_IN_MODE[mode].map((frame) => [
		frame,
		readFrame(parameters, files, frame, mode, model),
	]);
	return { mode, mediaFields: frameFieldsOf(model, Object.fromEntries(urls) as FrameUrls) };
}

type FrameUrls = Partial<Record<Frame, string>>;

function frameFieldsOf(model: Model, { firstFrame, lastFrame }: FrameUrls): Partial<CreateBody> {
	// In a list, a last frame alone would be taken for the first.
	const isLastOnly = firstFrame === undefined && lastFrame !== undefined;
	if (model.frames === 'list' && !isLastOnly) {
		const urls = [firstFrame, lastFrame].filter((url) => url !== undefined);
		return urls.length > 0 ? { image_urls: urls } : {};
	}
	return {
		...(firstFrame !== undefined && { image_start: firstFrame }),
		...(lastFrame !== undefined && { image_end: lastFrame }),
	};
}

/** The number of URLs determines what is created and charged. */
function readAuto(parameters: ParameterReader, model: Model): Media | undefined {
	const urls = readUrlList(parameters, 'imageUrls');
	if (urls === undefined) return undefined;
	const modes = autoModes(model);
	const mode = modes[urls.length];
	if (mode === undefined) {
		const counts = [...modes.keys()].filter((count) => modes[count] !== undefined);
		const accepted = `${formatChoices(counts)} image ${counts.at(-1) === 1 ? 'URL' : 'URLs'}`;
		parameters.issues.push(newIssue(`${model.name} accepts ${accepted} (got ${urls.length})`));
		return undefined;
	}
	validateUrls(parameters, 'imageUrls', urls, model.images.formats);
	const frames = FRAMES_IN_MODE[mode].map((frame, i) => [frame, urls[i]]);
	return { mode, mediaFields: frameFieldsOf(model, Object.fromEntries(frames) as FrameUrls) };
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
		const file = files[frame] ?? err(newIssue('was not read', 'Set its source to Binary File.'));
		const issue = file.ok ? validateImage(file.value, images) : file.error;
		const name = frame === 'firstFrame' ? 'First frame' : 'Last frame';
		if (issue !== undefined) parameters.issues.push(withSubject(name, issue));
		return file.ok ? file.value.id : '';
	}
	const value = parameters.get(`${frame}Url`);
	const url = toText(value).trim();
	const got = value !== null && typeof value === 'object' ? formatValue(value) : 'empty';
	const issue =
		url === ''
			? newIssue(`is ${got}`, `${MODE_NAMES[mode]} requires a URL.`)
			: validateMediaUrl(url, images.formats);
	if (issue !== undefined) parameters.reject(`${frame}Url`, issue);
	return url;
}

const REFERENCES = [
	{ kind: 'images', name: 'referenceImageUrls', bodyField: 'image_urls' },
	{ kind: 'videos', name: 'referenceVideoUrls', bodyField: 'video_urls' },
	{ kind: 'audios', name: 'referenceAudioUrls', bodyField: 'audio_urls' },
] as const;

function readReferences(parameters: ParameterReader, model: Model): Partial<CreateBody> {
	const { name: modelName, references: limits } = model;
	const formats = { images: model.images.formats, videos: ['MP4', 'MOV'], audios: ['WAV', 'MP3'] };
	const body: Partial<CreateBody> = {};
	let total = 0;
	for (const { kind, name, bodyField } of REFERENCES) {
		const urls = readUrlList(parameters, name);
		if (urls === undefined) return body;
		total += urls.length;
		if (urls.length > 0) body[bodyField] = urls;
		const max = limits?.[kind] ?? 0;
		if (urls.length <= max) validateUrls(parameters, name, urls, formats[kind]);
		else {
			const message = `accepts at most ${max} URLs with ${modelName} (got ${urls.length})`;
			parameters.reject(name, newIssue(message));
		}
	}
	if (limits !== undefined && total > limits.total) {
		const message = `${modelName} accepts at most ${limits.total} references together (got ${total})`;
		parameters.issues.push(newIssue(message));
	}
	const isAudioAlone = total === (body.audio_urls?.length ?? 0);
	if (total === 0 || (isAudioAlone && !limits?.allowsAudioAlone)) {
		const required = limits?.allowsAudioAlone ? 'image, video or audio file' : 'image or video';
		const message = `${MODE_NAMES.reference} with ${modelName} requires at least one ${required}`;
		parameters.issues.push(newIssue(message));
	}
	return body;
}

/** Issues name the entry: "Image URL 2 **is not a valid URL**". */
function validateUrls(
	parameters: ParameterReader,
	name: string,
	urls: readonly string[],
	formats: readonly string[],
): void {
	const label = parameters.label(name).replace(/URLs$/, 'URL');
	urls.forEach((url, i) => {
		const issue = validateMediaUrl(url, formats);
		if (issue !== undefined) parameters.issues.push(withSubject(`${label} ${i + 1}`, issue));
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
	const urls = splitUrls(value)?.map((entry) => toText(entry).trim());
	const empty = urls?.indexOf('') ?? -1;
	if (urls !== undefined && empty < 0) return urls;
	if (value === undefined) {
		const suggestion =
			'Enter URLs, or an empty text or list for none. If it is an expression, check the field that it reads.';
		parameters.reject(name, newIssue('has no value', suggestion));
	} else if (urls === undefined) {
		const allowed = 'a list of URLs, or comma- or newline-separated text';
		parameters.reject(name, mustBe(allowed, value));
	} else {
		const message = `has an empty entry (number ${empty + 1} of ${urls.length})`;
		const suggestion = 'Remove the comma or line break, or check the expression.';
		parameters.reject(name, newIssue(message, suggestion));
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
