import type { Effect } from '../../../simulator';
import type { FaultCase, When } from '../case';
import {
	CONNECTION_ERRORS,
	INVALID_RESPONSES,
	RATE_LIMITED,
	SERVER_ERRORS,
	WEB_PAGE,
} from './answers';

const where = 'list';
const WHENS: readonly When[] = ['first', 'middle', 'at completion', 'always'];

/** Nothing is missed and nothing given twice, and each task is read for its link once. */
const requests = { read: 1 };

/** Saying 200 with a web page is how a host without the list answers. */
const isPassing = ({ what }: { what: string }) => what !== 'a web page with 200';

/** What may pass costs a poll. */
const passing = [
	...RATE_LIMITED,
	...SERVER_ERRORS,
	...CONNECTION_ERRORS,
	...INVALID_RESPONSES.filter(isPassing),
].flatMap(({ what, then, isSlow }) =>
	WHENS.map(
		(when): FaultCase => ({
			where,
			what,
			when,
			rules: [5, 11],
			faults: [then],
			out: 'emitted',
			requests,
			...(isSlow && { isSlow }),
		}),
	),
);

const NO_LIST = { error: /no task list/, advice: /Set Watch to Task IDs/ };
const notListed = (says: RegExp, advice: RegExp) => ({
	error: new RegExp(`^The tasks of the account could not be listed: .*${says.source}`),
	advice,
});

const final: Array<[what: string, then: Effect, out: FaultCase['out']]> = [
	['400', { status: 400 }, notListed(/HTTP 400/, /Correct the field/)],
	['401', { status: 401 }, notListed(/HTTP 401/, /Check the API key/)],
	['402', { status: 402 }, notListed(/HTTP 402/, /Top up/)],
	['403', { status: 403 }, notListed(/HTTP 403/, /another account/)],
	['redirect to another host', { moved: 'localhost' }, notListed(/redirect/, /Check Base URL/)],
	['404', { status: 404 }, NO_LIST],
	['a web page with 200', { status: 200, body: WEB_PAGE }, NO_LIST],
	['unrelated JSON', { status: 200, body: { hello: 'world' } }, NO_LIST],
];

/** What only the user can mend is told, at activation and by a failed execution; then all comes. */
const reported = final.flatMap(([what, then, out]) =>
	WHENS.map(
		(when): FaultCase => ({
			where,
			what,
			when,
			rules: 'moved' in then ? [7, 11] : [11],
			faults: [then],
			out,
			requests,
		}),
	),
);

/** One of the tasks cannot be read when it has finished: the others come at once, it a poll later. */
const ofOneTask = [...RATE_LIMITED, ...SERVER_ERRORS, ...CONNECTION_ERRORS, ...INVALID_RESPONSES]
	.filter(({ isSlow }) => !isSlow)
	.map(
		({ what, then }): FaultCase => ({
			where,
			what: `${what}, when one task is read`,
			when: 'at completion',
			rules: [5, 11],
			on: 'read',
			faults: [then],
			out: 'emitted',
			requests,
		}),
	);

export const listCases: readonly FaultCase[] = [
	...passing,
	...reported,
	...ofOneTask,
	{
		where,
		what: 'valid JSON with content type text/html',
		when: 'always',
		rules: [10, 11],
		faults: [{ contentType: 'text/html' }],
		out: 'emitted',
		requests,
	},
];
