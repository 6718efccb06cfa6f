import type { Effect, TaskBehavior } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome, type When } from '../case';
import { KEY } from '../item';
import {
	CONNECTION_ERRORS,
	INVALID_RESPONSES,
	MIDDLEBOX,
	QUICK,
	RATE_LIMITED,
	SERVER_ERRORS,
	WEB_PAGE,
	type KnownFault,
	type TransientFault,
} from './requestErrors';

/** A task without faults is read three times: the first two reads return `processing`. */
const HEALTHY_READS = 3;
const whole = { create: 1, read: HEALTHY_READS, download: 1 };
const noVideo = { create: 1, read: HEALTHY_READS, download: 0 };
const oneMore = { ...whole, read: HEALTHY_READS + 1 };
const row = rowsOf({ where: 'read', requests: whole });

/** Enough for some reads of a task that never finishes. */
const SHORT_WAIT_MINUTES = 1;
const timedOut = (message: RegExp, minutes = SHORT_WAIT_MINUTES) => ({
	// A pause that outlasts the deadline ends the item at once, and is told as such.
	error: new RegExp(
		`Task \\S+ (was not ready after|cannot be read before the timeout of) ${minutes} min.*(${message.source}|The API asked to wait)`,
	),
	suggestion: /task may still be running.*at no extra cost/,
});

/** A transient error costs one read. A read that was accepted counts as one that returned `processing`. */
const TRANSIENT: TransientFault[] = [
	...[...RATE_LIMITED, ...SERVER_ERRORS, ...CONNECTION_ERRORS, ...INVALID_RESPONSES],
	// The same errors in other formats.
	{
		what: '404 in the newer error format',
		then: { status: 404, error: { code: 'task_not_found', message: 'No' } },
	},
	{ what: '404 of a proxy', then: { status: 404, body: WEB_PAGE } },
	{
		what: 'a failed task that does not exist',
		then: { status: 200, body: { status: 'failed', error: { code: 'resource_not_found' } } },
	},
	{
		what: '503 as {error, error_description}',
		then: { status: 503, body: { error: 'unavailable', error_description: 'Maintenance' } },
	},
	{
		what: 'success: false with code 500 in a 200',
		then: { status: 200, body: { success: false, code: 500, msg: 'Inner trouble' } },
	},
];
const transient = TRANSIENT.map(({ what, then, isAccepted, isSlow }) =>
	row(what, {
		when: 'middle',
		faults: [then],
		requests: isAccepted ? whole : oneMore,
		isSlow,
	}),
);

const MISSING: KnownFault = {
	what: '404',
	then: { status: 404 },
	message: /There is nothing at this address.*HTTP 404/,
};

/** At any time, and until the deadline. */
const retried = [...QUICK, MISSING].flatMap(({ what, then, message, isAccepted }): FaultCase[] => {
	const faults = [then];
	return [
		row(what, { when: 'first', faults, requests: isAccepted ? whole : oneMore }),
		row(what, { when: 'at completion', faults, requests: oneMore }),
		row(what, {
			when: 'always',
			faults,
			timeoutMinutes: SHORT_WAIT_MINUTES,
			out: timedOut(new RegExp(`the last read failed: ${message.source}`)),
			requests: { create: 1, download: 0 },
		}),
	];
});

/** Final errors end the wait at once and name the task. */
// prettier-ignore
const FINAL: Array<[what: string, When, Effect, RegExp, RegExp]> = [
	['400', 'middle', { status: 400 }, /HTTP 400/, /message of the API/],
	['401', 'first', { status: 401 }, /key is missing or unknown.*HTTP 401/, /Check the API key/],
	['402', 'at completion', { status: 402 }, /not enough credits.*HTTP 402/, /Top up/],
	['403', 'middle', { status: 403 }, /may not do this.*HTTP 403/, /another account/],
	['a failed task with a permission code', 'middle', { patch: { status: 'failed', error: { code: 'permission_denied' } } }, /permission_denied/, /another account/],
	['redirect to another host', 'middle', { moved: 'localhost' }, /redirect.*HTTP 302/, /Check Base URL/],
];
const final = FINAL.map(([what, when, then, message, suggestion]) =>
	row(what, {
		when,
		faults: [then],
		out: { error: new RegExp(`^Task \\S+ could not be read: .*${message.source}`), suggestion },
		requests: {
			create: 1,
			read: ['first', 'middle', 'at completion'].indexOf(when) + 1,
			download: 0,
		},
	}),
);

/** Reads succeed, but their content is unusual. */
const odd: FaultCase[] = [
	// Not a rate limit.
	row('504 that names a duration', {
		when: 'first',
		faults: [{ status: 504, error: { message: 'Timed out after 300 seconds' } }],
		timeoutMinutes: 2,
		requests: oneMore,
	}),
	row('404 of a route', {
		when: 'always',
		faults: [{ status: 404, error: { code: '', message: 'Invalid URL (GET /v1/v1)' } }],
		out: { error: /^Task \S+ could not be read: Invalid URL/, suggestion: /Check Base URL/ },
		requests: { create: 1, download: 0 },
	}),
	row('plain text in a TLS connection', {
		when: 'middle',
		tls: true,
		faults: [{ plainText: MIDDLEBOX }],
	}),
	row('429 with Retry-After of an hour', {
		when: 'middle',
		faults: [{ status: 429, headers: { 'retry-after': '3600' } }],
		// All items end at once. Which one is read at that moment is not defined.
		timeoutMinutes: 5,
		out: timedOut(/HTTP 429/, 5),
		affectsAllItems: true,
		requests: { create: 1, download: 0 },
	}),
	row('valid JSON with content type text/html', {
		when: 'always',
		faults: [{ contentType: 'text/html' }],
	}),
	// Without a video or an error beside it, an unknown word means that the task runs.
	row('an unknown status', {
		when: 'always',
		faults: [{ patch: { status: 'ripened', results: null } }],
		timeoutMinutes: SHORT_WAIT_MINUTES,
		out: timedOut(/last status: processing, "ripened"/),
		requests: { create: 1, download: 0 },
	}),
	row('no status, no progress, no task_info', {
		when: 'first',
		faults: [{ patch: { status: null, progress: null, task_info: null, usage: null } }],
	}),
	row('invalid progress, and an unknown field', {
		when: 'middle',
		faults: [{ patch: { progress: -1e9, mood: 'sunny' } }],
	}),
	row('404 for the first two reads', {
		when: 'first',
		faults: [{ status: 404 }, { status: 404 }],
		requests: { ...whole, read: HEALTHY_READS + 2 },
	}),
	row('an unknown status for a while', {
		when: 'first',
		faults: [{ patch: { status: 'marinating' } }, { patch: { status: 'marinating' } }],
	}),
	row('decreasing progress', { behavior: { progress: [80, 20] } }),
	row('a task in data, beside the id of the request', {
		when: 'always',
		faults: [{ patch: ({ id, ...rest }) => ({ id: 'req_7', data: { task_id: id, ...rest } }) }],
	}),
	row('completed, URL added later', {
		when: 'at completion',
		faults: [{ patch: { results: null } }],
		requests: oneMore,
	}),
	row('completed without a URL', {
		when: 'always',
		faults: [{ patch: { results: null } }],
		out: {
			error: /^Task \S+ is completed, but the response has no video URL/,
			suggestion: /Use Get Status with this task ID to try again at no extra cost/,
		},
		// The URL can become available later: six more reads in a minute.
		requests: { ...noVideo, read: 9 },
	}),
	row('still queued', {
		when: 'always',
		behavior: { durationMs: 1e9, pendingMs: 1e9 },
		faults: [{ patch: { status: 'queued' } }],
		timeoutMinutes: SHORT_WAIT_MINUTES,
		out: { error: /was not ready after 1 min.*"queued"/, suggestion: /has queued the task/ },
		requests: { create: 1, download: 0 },
	}),
];

const failing = { code: 'content_policy_violation', message: 'Not allowed.' };
const failed = (message: RegExp, suggestion: RegExp): Outcome => ({
	error: new RegExp(`^Task \\S+ failed: ${message.source}`),
	suggestion,
});
const noReason = failed(/The API gave no reason/, /contact your provider with the task ID/);

/** Unusual responses about a finished task. Other spellings: test/unit/domain/task.test.ts. */
const atTheEnd = (
	[
		['completed, as archived', { status: 'archived' }],
		[
			'completed with result_data only',
			({ results, ...rest }) => ({
				...rest,
				result_data: [{ video_url: (results as string[])[0] }],
			}),
		],
		['failed, error absent', { error: null }, failing, noReason],
		[
			'failed, as ended, with a reason',
			{ status: 'ended' },
			failing,
			failed(/Not allowed\. \(content_policy_violation\)/, /Change it/),
		],
		[
			'failed, unknown code',
			{ error: { code: 'moon_phase', message: 'Wrong moon' } },
			failing,
			failed(/Wrong moon \(moon_phase\)/, /error code is unknown/),
		],
		[
			'failed, with the API key in its reason',
			{ error: { code: 'unknown_error', message: `No quota on ${KEY}` } },
			failing,
			failed(/No quota on \[API key\]/, /./),
		],
		[
			'cancelled, as canceled',
			{ status: 'canceled' },
			'cancelled',
			{ error: /^Task \S+ was cancelled/, suggestion: /Create a new one/ },
		],
	] as Array<[string, Effect['patch'], TaskBehavior['outcome']?, Outcome?]>
).map(([what, patch, outcome = 'completed', out = 'video']) =>
	row(what, {
		when: 'at completion',
		behavior: { outcome },
		faults: [{ patch }],
		out,
		requests: out === 'video' ? whole : noVideo,
	}),
);

/** Changes the tasks of a batch. */
const eachTask = (fields: object): Effect => ({
	patch: ({ data }) => ({ data: (data as object[]).map((task) => ({ ...task, ...fields })) }),
});

/** Faults of batch reads of several items. Each of them is recovered without losing a video. */
const batches = (
	[
		['503 to a batch', { status: 503 }],
		['429 to a batch', { status: 429, headers: { 'retry-after': '1' } }],
		['a truncated batch', { cutBody: 40 }],
		['a batch whose connection is reset', { reset: 'before' }],
		['404 to a batch: no such route', { status: 404 }],
		['401 to a batch: no such route for this key', { status: 401 }],
		['a web page for a batch', { status: 200, body: '<html>Welcome</html>' }],
		['another format for a batch', { status: 200, body: { tasks: [] } }],
		['a batch without the tasks', { patch: { data: [] } }],
		['a batch that says failed', eachTask({ status: 'failed', error: { code: 'x' } })],
		['a batch that says cancelled', eachTask({ status: 'cancelled' })],
	] as Array<[string, Effect]>
).flatMap(([what, then]) =>
	(['first', 'always'] as const)
		// A lasting rate limit affects the run, not only batches.
		.filter((when) => !(when === 'always' && what.startsWith('429')))
		.map((when) =>
			row(what, { when, on: 'batch', faults: [then], requests: { create: 1, download: 1 } }),
		),
);

export const readCases: readonly FaultCase[] = [
	...transient,
	...retried,
	...final,
	...odd,
	...atTheEnd,
	...batches,
];
