import { rowsOf, type FaultCase, type When } from '../case';
import { FINAL_ERRORS, NO_ROUTE, ONE_OF_EACH } from './requestErrors';

const WHENS: readonly When[] = ['first', 'middle', 'at completion', 'always'];
const FIRST: readonly When[] = ['first'];
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
const reported = [
	...FINAL_ERRORS.flatMap(([what, then, message, suggestion]) => {
		const out = notListed(message, suggestion);
		return (what === '401' ? WHENS : FIRST).map((when) =>
			row(what, { when, faults: [then], ...(when !== 'at completion' && { out }) }),
		);
	}),
	...NO_ROUTE.flatMap(([what, then]) =>
		(what === '404' ? WHENS : FIRST).map((when) =>
			row(what, { when, faults: [then], ...(when === 'first' && { out: NO_LIST }) }),
		),
	),
];

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
