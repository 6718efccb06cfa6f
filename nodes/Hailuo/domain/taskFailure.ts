import { asRecord, nonEmptyString } from '../utils/json';

/** Why a task failed, in the API's words, and what its owner can do about it. */
export interface Failure {
	/** The vendor's code as it is: an open set. */
	code: string;
	message: string;
	/** What to do next. */
	hint: string;
	/** Whether a new task (a new create, paid anew if it succeeds) has a chance as it stands. */
	retryable: boolean;
}

const NEW_TASK_LATER =
	'Run the node again later: that makes a new task, and a failed one is not charged.';

/** Source: the API's list of task errors. The set is open; a code that is not here is shown as it is. */
const HINTS: Readonly<Record<string, { hint: string; retryable: boolean }>> = {
	content_policy_violation: {
		hint: 'The prompt or an image breaks the content rules. Change it; repeated as it stands it fails again.',
		retryable: false,
	},
	invalid_parameters: {
		hint: 'The combination of parameters was refused. Check Mode, Quality, Duration and the images.',
		retryable: false,
	},
	image_processing_error: {
		hint: 'An image could not be used. Its link must be public and still alive, and the file a JPG, PNG or WebP of at most 20 MB.',
		retryable: false,
	},
	image_dimension_mismatch: {
		hint: 'An image has a size that is not allowed: aspect ratio 2:5 to 5:2, short edge over 300 px.',
		retryable: false,
	},
	request_cancelled: {
		hint: 'The task was cancelled. Make a new one if the video is still wanted.',
		retryable: false,
	},
	generation_failed_no_content: {
		hint: 'The model produced nothing. Change the prompt or the images.',
		retryable: false,
	},
	resource_not_found: {
		hint: 'The API does not know what was asked for. Check the task ID; old tasks expire.',
		retryable: false,
	},
	unknown_error: {
		hint: 'The API gives no reason. Change the prompt or the images, or ask the vendor with the task ID.',
		retryable: false,
	},
	service_error: { hint: `The service had a fault. ${NEW_TASK_LATER}`, retryable: true },
	generation_timeout: { hint: `The service took too long. ${NEW_TASK_LATER}`, retryable: true },
	resource_exhausted: {
		hint: `The service is overloaded. Wait 1 to 5 minutes. ${NEW_TASK_LATER}`,
		retryable: true,
	},
	quota_exceeded: {
		hint: `The account is at its limit (rate, tasks at once, or balance). Check the balance. ${NEW_TASK_LATER}`,
		retryable: true,
	},
	service_unavailable: { hint: `The service is not available. ${NEW_TASK_LATER}`, retryable: true },
};

const UNKNOWN_CODE = {
	hint: 'This code is not known here. The message is the API’s own; ask the vendor with the task ID.',
	retryable: false,
};

const DEFAULT_MESSAGES = {
	failed: 'The API ended the task as failed and gives no reason',
	cancelled: 'The task was cancelled',
};

/**
 * @param error the task's `error` as it came: `{code, message}`, null, or absent
 * @param status how the task ended; gives the code where the error gives none
 */
export function parseFailure(error: unknown, status: 'failed' | 'cancelled'): Failure {
	const { code: givenCode, message } = asRecord(error);
	const code =
		nonEmptyString(typeof givenCode === 'number' ? String(givenCode) : givenCode) ??
		(status === 'cancelled' ? 'request_cancelled' : 'unknown_error');
	const advice = Object.hasOwn(HINTS, code) ? HINTS[code] : UNKNOWN_CODE;
	return {
		code,
		message: nonEmptyString(message) ?? nonEmptyString(error) ?? DEFAULT_MESSAGES[status],
		...advice,
	};
}
