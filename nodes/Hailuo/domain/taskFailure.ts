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

type Hints = Readonly<Record<string, string | undefined>>;

export const CONTENT_POLICY_HINT =
	'The prompt or an image violates the content policy. Change it, then run again.';
const NEW_TASK_LATER = 'Run the node again later to create a new one.';

// Source of all codes: the API's list of task errors. `base_resp` are MiniMax's own.

/** The prompt, an image or a parameter is wrong: the same request would certainly fail again. */
const REQUEST_ERRORS: Hints = {
	content_policy_violation: CONTENT_POLICY_HINT,
	base_resp_1026: CONTENT_POLICY_HINT,
	invalid_parameters:
		'The combination of parameters was rejected. Check Mode, Quality, Duration and the images.',
	image_processing_error:
		'An image could not be used. Its URL must be public, not expired, and must return the picture itself instead of a page, in a format and size that the model accepts.',
	image_dimension_mismatch:
		'The dimensions of an image are not allowed. Use an aspect ratio from 2:5 to 5:2 and sides of more than 300 px.',
};

/** The same request would probably fail again. */
const OTHER_ERRORS: Hints = {
	base_resp_1027: CONTENT_POLICY_HINT,
	request_cancelled: 'The task was cancelled. Create a new one if you still want the video.',
	generation_failed_no_content: 'The model returned no video. Change the prompt or the images.',
	resource_not_found: 'The task does not exist. Check the task ID; old tasks expire.',
};

/** The same request may succeed later. */
const TRANSIENT_ERRORS: Hints = {
	service_error: `The provider had an error. ${NEW_TASK_LATER}`,
	generation_timeout: `The generation took too long. ${NEW_TASK_LATER}`,
	resource_exhausted: `The provider is overloaded. Wait 1 to 5 minutes. ${NEW_TASK_LATER}`,
	quota_exceeded: `The account reached a limit (rate, concurrency or credits). Check the credits. ${NEW_TASK_LATER}`,
	service_unavailable: `The provider is unavailable. ${NEW_TASK_LATER}`,
};

const NO_REASON = 'unknown_error';
const NO_REASON_HINT =
	'The API gave no reason. Change the prompt or the images, or contact your provider with the task ID.';
const UNKNOWN_CODE_HINT = 'This error code is unknown. Contact your provider with the task ID.';

const HINTS = new Map(Object.entries({ ...REQUEST_ERRORS, ...OTHER_ERRORS, ...TRANSIENT_ERRORS }));

/** Codes that also mean an outage or a limit of the API, which a read can meet, too. */
const ALSO_OF_REQUESTS = ['service_unavailable', 'resource_exhausted', 'quota_exceeded'];

/** Whether a code speaks of the generation of a video, and never of the request that reads it. */
export function isGenerationCode(code: string): boolean {
	return HINTS.has(code) && !ALSO_OF_REQUESTS.includes(code);
}

/** Whether the same request would certainly fail again. */
export function isAboutRequest({ code }: Pick<Failure, 'code'>): boolean {
	return Object.hasOwn(REQUEST_ERRORS, code);
}

/** Source: the API's documentation. It says nothing about cancelled tasks. */
const NOT_CHARGED = 'Failed videos are not charged.';

/**
 * @param status the task's status; determines the code if the error has none
 * @param error the error in the response; absent if it has none
 */
export function parseFailure(
	status: 'failed' | 'cancelled',
	{ message, status: httpStatus, ...error }: ApiError = {},
): Failure {
	const isCancelled = status === 'cancelled';
	const code =
		error.code ?? httpStatus?.toString() ?? (isCancelled ? 'request_cancelled' : NO_REASON);
	const hint = code === NO_REASON ? NO_REASON_HINT : (HINTS.get(code) ?? UNKNOWN_CODE_HINT);
	return {
		code,
		message: message ?? (isCancelled ? 'The task was cancelled' : 'The API gave no reason'),
		hint: isCancelled ? hint : `${hint} ${NOT_CHARGED}`,
		retryable: Object.hasOwn(TRANSIENT_ERRORS, code),
	};
}
