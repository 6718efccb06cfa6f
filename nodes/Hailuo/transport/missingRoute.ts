import type { RequestError } from './responseError';

/** Codes of a success response that is not what its undocumented or optional route answers. */
export const NOT_A_LIST_CODE = 'not_a_list';
export const NOT_CREDITS_CODE = 'not_credits';

/** How a provider answers that does not have a route which only some have: the task list, the credits. */
export function lacksRoute({ status = 0, isWebPage, code }: RequestError): boolean {
	const isOther = code === NOT_A_LIST_CODE || code === NOT_CREDITS_CODE;
	return status === 404 || status === 405 || (isWebPage === true && status < 500) || isOther;
}
