import type { Model } from '../../../nodes/Hailuo/domain/models';
import {
	validateCreateRequest,
	type CreateBody,
	type CreateRequestInput,
} from '../../../nodes/Hailuo/domain/createRequest';

export const FIRST = 'https://images.example.com/first.png';
export const LAST = 'https://images.example.com/last.png';

/** What a user asks for who fills in every field of the form, those that the mode hides included. */
export function wish(changes: Partial<CreateRequestInput> = {}): CreateRequestInput {
	return {
		model: 'MiniMax-Hailuo-02',
		mode: 'textToVideo',
		prompt: 'A paper boat',
		firstFrameUrl: FIRST,
		lastFrameUrl: LAST,
		quality: '768p',
		duration: 6,
		...changes,
	};
}

/** The body that a wish is sent as; fails where there are issues. */
export function bodyOf(
	changes: Partial<CreateRequestInput>,
	models?: readonly Model[],
): CreateBody {
	const result = validateCreateRequest(wish(changes), models);
	if (!result.ok) throw new Error(`Issues: ${result.error.join(' | ')}`);
	return result.value.body;
}

/** What is said against a wish; none where it is sent. */
export function issuesOf(
	changes: Partial<CreateRequestInput>,
	models?: readonly Model[],
): string[] {
	const result = validateCreateRequest(wish(changes), models);
	return result.ok ? [] : result.error;
}
