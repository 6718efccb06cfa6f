import { createFields } from '../../../nodes/Hailuo/actions/fields/createFields';
import type { CreateBody } from '../../../nodes/Hailuo/domain/createBody';
import { readCreateRequest, type CreateRequest } from '../../../nodes/Hailuo/domain/createRequest';
import type { FrameFiles } from '../../../nodes/Hailuo/domain/media';
import type { Model } from '../../../nodes/Hailuo/domain/models';
import { ParameterReader } from '../../../nodes/Hailuo/domain/parameterReader';

export const FIRST = 'https://images.example.com/first.png';
export const LAST = 'https://images.example.com/last.png';
export const VIDEO = 'https://media.example.com/motion.mp4';
export const AUDIO = 'https://media.example.com/voice.mp3';

/** Every field of the form filled in, including the fields that the mode hides. */
const FILLED_IN = {
	model: 'MiniMax-Hailuo-02',
	mode: 'textToVideo',
	prompt: 'A paper boat',
	firstFrameUrl: FIRST,
	lastFrameUrl: LAST,
	referenceImageUrls: [FIRST, LAST],
	referenceVideoUrls: VIDEO,
	referenceAudioUrls: '',
	quality: '768p',
	duration: 6,
	aspectRatio: '16:9',
};
const FIELDS = createFields();

/** Parameters by name, entries of Options among them, and the frames that are files. */
export interface Changes {
	[name: string]: unknown;
	files?: FrameFiles;
}

/** A reader of these parameters. */
export function readerOf(changes: Changes): ParameterReader {
	const { promptOptimizer, fastPretreatment, additionalBodyFields, ...rest } = changes;
	const options = { promptOptimizer, fastPretreatment, additionalBodyFields };
	const set = Object.entries(options).filter(([name]) => Object.hasOwn(changes, name));
	const values: Record<string, unknown> = {
		...FILLED_IN,
		...rest,
		options: Object.fromEntries(set),
	};
	return new ParameterReader((name, fallback) => values[name] ?? fallback, FIELDS);
}

/** The request for these parameters, or the issues with them. */
export function requestOf(
	changes: Changes,
	models?: readonly Model[],
): { request?: CreateRequest; issues: string[] } {
	const parameters = readerOf(changes);
	const request = readCreateRequest(parameters, changes.files ?? {}, models);
	return { request, issues: textsOf(parameters) };
}

/** Each issue as one text. */
export function textsOf({ issues }: ParameterReader): string[] {
	return issues.map(({ message, suggestion }) =>
		suggestion === undefined ? message : `${message}. ${suggestion}`,
	);
}

/** Throws if there are issues. */
export function bodyOf(changes: Changes, models?: readonly Model[]): CreateBody {
	const { request, issues } = requestOf(changes, models);
	if (request === undefined) throw new Error(`Issues: ${issues.join(' | ')}`);
	return request.body;
}

/** Empty if the parameters are valid. */
export function issuesOf(changes: Changes, models?: readonly Model[]): string[] {
	const { request, issues } = requestOf(changes, models);
	expect(request === undefined).toBe(issues.length > 0);
	return issues;
}
