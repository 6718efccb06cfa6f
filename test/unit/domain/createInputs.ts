import type { Model } from '../../../nodes/Hailuo/domain/models';
import type { CreateBody } from '../../../nodes/Hailuo/domain/createBody';
import {
	validateCreateRequest,
	type CreateRequestInput,
} from '../../../nodes/Hailuo/domain/createRequest';

export const FIRST = 'https://images.example.com/first.png';
export const LAST = 'https://images.example.com/last.png';
export const VIDEO = 'https://media.example.com/motion.mp4';
export const AUDIO = 'https://media.example.com/voice.mp3';

/** Input with every field of the form filled in, including the fields that the mode hides. */
export function createInput(changes: Partial<CreateRequestInput> = {}): CreateRequestInput {
	return {
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
		...changes,
	};
}

/** The request body for this input. Throws if there are issues. */
export function bodyOf(
	changes: Partial<CreateRequestInput>,
	models?: readonly Model[],
): CreateBody {
	const result = validateCreateRequest(createInput(changes), models);
	if (!result.ok) throw new Error(`Issues: ${result.error.join(' | ')}`);
	return result.value.body;
}

/** The issues of this input; empty if it is valid. */
export function issuesOf(
	changes: Partial<CreateRequestInput>,
	models?: readonly Model[],
): string[] {
	const result = validateCreateRequest(createInput(changes), models);
	return result.ok ? [] : result.error;
}
