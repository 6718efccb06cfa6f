import type { ApiError } from './apiError';

/** Why a task failed, as reported by the API, and what to do about it. */
export interface Failure {
	/** The provider's code, unchanged. It may be one that is not listed here. */
	code: string;
	message: string;
	/** What to do next. */
	hint: string;
	/** Whether a new task (a new create, charged if it succeeds) can succeed unchanged. */
	retryable: boolean;
}

const NEW_TASK_LATER = 'Run the node again later to create a new one.';

/** Source: the API's documentation. It says nothing about cancelled tasks. */
const NOT_CHARGED = 'Failed videos are not charged.';

const CONTENT_POLICY = {
	hint: 'The prompt or an image violates the content policy. Change it, then run again.',
	retryable: false,
};

/** Source: the API's list of task errors. Other codes are shown unchanged. */
const HINTS: Readonly<Record<string, { hint: string; retryable: boolean }>> = {
	content_policy_violation: CONTENT_POLICY,
	// MiniMax's own codes for an input and an output that its content policy rejects.
	base_resp_1026: CONTENT_POLICY,
	base_resp_1027: CONTENT_POLICY,
	invalid_parameters: {
		hint: 'The combination of parameters was rejected. Check Mode, Quality, Duration and the images.',
		retryable: false,
	},
	image_processing_error: {
		hint: 'An image could not be used. Its URL must be public, not expired, and must return the picture itself instead of a page, in a format and size that the model accepts.',
		retryable: false,
	},
	image_dimension_mismatch: {
		hint: 'The dimensions of an image are not allowed. Use an aspect ratio from 2:5 to 5:2 and sides of more than 300 px.',
		retryable: false,
	},
	request_cancelled: {
		hint: 'The task was cancelled. Create a new one if you still want the video.',
		retryable: false,
	},
	generation_failed_no_content: {
		hint: 'The model returned no video. Change the prompt or the images.',
		retryable: false,
	},
	resource_not_found: {
		hint: 'The task does not exist. Check the task ID; old tasks expire.',
		retryable: false,
	},
	unknown_error: {
		hint: 'The API gave no reason. Change the prompt or the images, or contact your provider with the task ID.',
		retryable: false,
	},
	service_error: { hint: `The provider had an error. ${NEW_TASK_LATER}`, retryable: true },
	generation_timeout: { hint: `The generation took too long. ${NEW_TASK_LATER}`, retryable: true },
	resource_exhausted: {
		hint: `The provider is overloaded. Wait 1 to 5 minutes. ${NEW_TASK_LATER}`,
		retryable: true,
	},
	quota_exceeded: {
		hint: `The account reached a limit (rate, concurrency or credits). Check the credits. ${NEW_TASK_LATER}`,
		retryable: true,
	},
	service_unavailable: { hint: `The provider is unavailable. ${NEW_TASK_LATER}`, retryable: true },
};

/** Whether a code speaks of the generation of a video. */
export function isGenerationCode(code: string): boolean {
	return Object.hasOwn(HINTS, code) && code !== 'unknown_error';
}

/** Codes that speak of the prompt, an image or a parameter, so that the same request would fail again. */
const ABOUT_REQUEST = [
	'content_policy_violation',
	'base_resp_1026',
	'invalid_parameters',
	'image_processing_error',
	'image_dimension_mismatch',
];

/** Whether the same request would certainly fail again. */
export function isAboutRequest({ code }: Pick<Failure, 'code'>): boolean {
	return ABOUT_REQUEST.includes(code);
}

const UNKNOWN_CODE = {
	hint: 'This error code is unknown. Contact your provider with the task ID.',
	retryable: false,
};

const DEFAULT_MESSAGES = {
	failed: 'The API gave no reason',
	cancelled: 'The task was cancelled',
};

/**
 * @param error the error in the response; absent if it has none
 * @param status the task's status; determines the code if the error has none
 */
export function parseFailure(
	{ code: givenCode, message, status: httpStatus }: ApiError = {},
	status: 'failed' | 'cancelled',
): Failure {
	const statusCode = httpStatus === undefined ? undefined : String(httpStatus);
	const code =
		givenCode ?? statusCode ?? (status === 'cancelled' ? 'request_cancelled' : 'unknown_error');
	const { hint, retryable } = Object.hasOwn(HINTS, code) ? HINTS[code] : UNKNOWN_CODE;
	return {
		code,
		message: message ?? DEFAULT_MESSAGES[status],
		hint: status === 'failed' ? `${hint} ${NOT_CHARGED}` : hint,
		retryable,
	};
}
