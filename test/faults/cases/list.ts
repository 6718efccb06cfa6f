import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome, type When } from '../case';
import { ONE_OF_EACH, WEB_PAGE } from './transientErrors';

const WHENS: readonly When[] = ['first', 'middle', 'at completion', 'always'];
/** No task is missed or emitted twice, and each is read once for its URL. */
const row = rowsOf({ where: 'list', out: 'emitted', requests: { read: 1 } });

const NO_LIST = { error: /no task list/, suggestion: /Set Watch to Task IDs/ };
const notListed = (message: RegExp, suggestion = /./) => ({
	error: new RegExp(`^The tasks of the account could not be listed: .*${message.source}`),
	suggestion,
});

/** Transient errors are retried at the next poll; an activation fails, and the user tries again. */
const transient = ONE_OF_EACH.flatMap(({ what, then, message, isSlow }) => {
	const first = row(what, { when: 'first', faults: [then], isSlow, out: notListed(message) });
	const later = isSlow ? 'at completion' : 'always';
	return [first, row(what, { when: later, faults: [then], isSlow })];
});

/**
 * Errors that only the user can fix are reported at activation and by a failed execution; afterwards all
 * tasks are emitted. A key that is rejected once while others were accepted, and a list that is missing
 * for a while, do not even delay a task: it is also read by its ID.
 */
const isReported = (when: When, out: Outcome) =>
	out === NO_LIST ? when === 'first' : when !== 'at completion';

const reported = (
	[
		['400', { status: 400 }, notListed(/HTTP 400/, /message of the API/)],
		['401', { status: 401 }, notListed(/HTTP 401/, /Check the API key/), WHENS],
		['402', { status: 402 }, notListed(/HTTP 402/, /Top up/)],
		['403', { status: 403 }, notListed(/HTTP 403/, /another account/)],
		['redirect to another host', { moved: 'localhost' }, notListed(/redirect/, /Check Base URL/)],
		['404', { status: 404 }, NO_LIST, WHENS],
		['a web page with 200', { status: 200, body: WEB_PAGE }, NO_LIST],
		['unrelated JSON', { status: 200, body: { hello: 'world' } }, NO_LIST],
	] as Array<[string, Effect, Outcome, When[]?]>
).flatMap(([what, then, out, whens = ['first']]) =>
	whens.map((when) => row(what, { when, faults: [then], ...(isReported(when, out) && { out }) })),
);

export const listCases: readonly FaultCase[] = [
	...transient,
	...reported,
	// Reading one finished task fails: the others are emitted at once, this one at the next poll.
	row('503, when one task is read', {
		when: 'at completion',
		on: 'read',
		faults: [{ status: 503 }],
	}),
	row('503', { when: 'middle', faults: [{ status: 503 }] }),
	row('503', { when: 'at completion', faults: [{ status: 503 }] }),
	row('valid JSON with content type text/html', {
		when: 'always',
		faults: [{ contentType: 'text/html' }],
	}),
];
