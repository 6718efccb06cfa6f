import type { Reason } from '../../../nodes/Hailuo/transport/evidence';
import {
	isWrongAddress,
	mostActionable,
	requiresUserAction,
	toFailure,
	type PollError,
} from '../../../nodes/Hailuo/trigger/pollErrors';

const failed = (reason: Reason, taskId?: string, status?: number): PollError => ({
	error: { reason, message: 'Message', status },
	taskId,
});
const KEY = failed('invalidKey', undefined, 401);
const NO_HOST = failed('notSent');
const OUTAGE = failed('unclear', undefined, 503);

describe('A failed request of a poll', () => {
	// prettier-ignore
	it.each<[string, PollError, 'user' | 'address' | 'neither']>([
		['with an invalid key requires the user', KEY, 'user'],
		['without permission requires the user', failed('forbidden', 'task-1', 403), 'user'],
		['to no host has a wrong address', NO_HOST, 'address'],
		['to a website has a wrong address', failed('unexpectedFormat', 'task-1'), 'address'],
		['for a list that does not exist has a wrong address', failed('unclearNotFound', undefined, 404), 'address'],
		['for a task that does not exist is neither', failed('notFound', 'task-1', 404), 'neither'],
		['in an outage is neither', OUTAGE, 'neither'],
	])('%s', (_, error, expected) => {
		expect(requiresUserAction(error)).toBe(expected === 'user');
		expect(isWrongAddress(error)).toBe(expected === 'address');
	});

	it.each([
		['one that requires the user, before others', [OUTAGE, NO_HOST, KEY], KEY],
		['a wrong address, before an outage', [OUTAGE, NO_HOST], NO_HOST],
		['else the first', [OUTAGE, failed('rateLimited')], OUTAGE],
		['none without errors', [], undefined],
	])('is reported: %s', (_, errors, expected) => {
		expect(mostActionable(errors)).toBe(expected);
	});

	it.each<[PollError, string, string]>([
		[failed('unclear', 'task-1', 503), 'Task task-1 could not be read', ''],
		[OUTAGE, 'The tasks of the account could not be listed', ''],
		[failed('noSuchRoute', undefined, 404), 'This API has no task list', 'Set Watch to Task IDs'],
	])('is shown with what failed (%#)', (error, message, suggestion) => {
		const failure = toFailure(error);
		expect(failure.message).toContain(message);
		expect(failure.suggestion).toContain(suggestion);
	});
});
