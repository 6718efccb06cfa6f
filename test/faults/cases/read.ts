import type { Effect, TaskBehavior } from '../../../simulator';
import { rowsOf, type FaultCase, type When } from '../case';
import { MIDDLEBOX, QUICK, TRANSIENT, type TransientFault } from './transientErrors';

/** A task without faults is read three times: the first two reads return `processing`. */
const HEALTHY_READS = 3;
const whole = { create: 1, read: HEALTHY_READS, download: 1 };
const noVideo = { create: 1, read: HEALTHY_READS, download: 0 };
const oneMore = { ...whole, read: HEALTHY_READS + 1 };
const row = rowsOf({ where: 'read', rules: [2, 5, 10], requests: whole });

/** Enough for some reads of a task that never finishes. */
const SHORT_WAIT_MINUTES = 1;
const timedOut = (message: RegExp, minutes = SHORT_WAIT_MINUTES) => ({
	// A pause that outlasts the deadline ends the item at once, and is told as such.
	error: new RegExp(
		`Task \\S+ (was not ready after|cannot be read before the timeout of) ${minutes} min.*(${message.source}|The API asked to wait)`,
	),
	suggestion: /task is still running.*at no extra cost/,
});

/** A transient error costs one read, and is retried until the deadline. */
const retriedAt =
	(...whens: When[]) =>
	({ what, then, message, isAccepted, isSlow }: TransientFault): FaultCase[] =>
		whens.map((when) =>
			row(what, {
				when,
				rules: [2, 5],
				faults: [then],
				...(isSlow && { isSlow }),
				...(when === 'always'
					? {
							timeoutMinutes: SHORT_WAIT_MINUTES,
							out: timedOut(new RegExp(`the last read failed: ${message.source}`)),
							requests: { create: 1, download: 0 },
						}
					: // A read that was accepted counts as one that returned `processing`.
						{ requests: isAccepted && when !== 'at completion' ? whole : oneMore }),
			}),
		);

const MISSING: TransientFault = {
	what: '404',
	then: { status: 404 },
	message: /There is nothing at this address.*HTTP 404/,
};
/** The same errors in other formats. */
const OTHER_SHAPES: ReadonlyArray<[what: string, then: Effect]> = [
	[
		'404 in the newer error format',
		{ status: 404, error: { shape: 'text', code: 'task_not_found', message: 'No such task' } },
	],
	['404 of a proxy', { status: 404, error: { shape: 'page' } }],
	[
		'503 as {error, error_description}',
		{ status: 503, body: { error: 'unavailable', error_description: 'Maintenance' } },
	],
	['503 as {code, message}', { status: 503, body: { code: 503, message: 'Maintenance' } }],
	[
		'success: false with code 500 in a 200',
		{ status: 200, body: { success: false, code: 500, msg: 'Inner trouble' } },
	],
];

/** Final errors end the wait at once and name the task. */
const final = (
	[
		['400', 'middle', { status: 400 }, /HTTP 400/, /message of the API/],
		['401', 'first', { status: 401 }, /key is missing or unknown.*HTTP 401/, /Check the API key/],
		['402', 'at completion', { status: 402 }, /not enough credits.*HTTP 402/, /Top up/],
		['403', 'middle', { status: 403 }, /may not do this.*HTTP 403/, /another account/],
		[
			'redirect to another host',
			'middle',
			{ moved: 'localhost' },
			/redirect.*HTTP 302/,
			/Check Base URL/,
		],
	] as Array<[string, When, Effect, RegExp, RegExp]>
).map(([what, when, then, message, suggestion]) =>
	row(what, {
		when,
		rules: [2, 5, 7],
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
	row('504 that names a duration', {
		when: 'first',
		faults: [{ status: 504, error: { message: 'Timed out after 300 seconds' } }],
		timeoutMinutes: 2,
		requests: oneMore,
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
	row('invalid progress', { when: 'middle', faults: [{ patch: { progress: -1e9 } }] }),
	row('completed, URL added later', {
		when: 'at completion',
		faults: [{ patch: { results: null } }],
		requests: oneMore,
	}),
];

const failing = { code: 'content_policy_violation', message: 'Not allowed.' };
const twoMore = { ...whole, read: HEALTHY_READS + 2 };
/** Unusual tasks. */
const behaviors = (
	[
		['404 for the first two reads', { notFoundReads: 2 }, 'video', twoMore],
		[
			'a failed task that does not exist, for the first two reads',
			{ notFoundReads: 2, notFoundAs: 'failedTask' },
			'video',
			twoMore,
		],
		['completed, as archived', { statusWords: { completed: 'archived' } }],
		['an unknown status for a while', { statusWords: { processing: 'marinating' } }],
		['decreasing progress', { progress: [80, 20] }],
		['completed with result_data only', { results: 'resultData' }],
		[
			'completed without a URL',
			{ results: 'none' },
			{
				error: /^Task \S+ is completed, but the response has no video URL/,
				suggestion: /Use Get Status with this task ID to try again at no extra cost/,
			},
			// The URL can become available later: six more reads in a minute.
			{ ...noVideo, read: 9 },
		],
		...(['absent', 'null'] as const).map((failureShape) => [
			`failed, error ${failureShape}`,
			{ outcome: failing, failureShape },
			{
				error: /^Task \S+ failed: The API gave no reason/,
				suggestion: /contact your provider with the task ID/,
			},
			noVideo,
		]),
		[
			'failed, as ended, with a reason',
			{ outcome: failing, statusWords: { failed: 'ended' } },
			{
				error: /^Task \S+ failed: Not allowed\. \(content_policy_violation\)/,
				suggestion: /Change it/,
			},
			noVideo,
		],
		[
			'failed, unknown code',
			{ outcome: { code: 'moon_phase', message: 'Wrong moon' } },
			{ error: /^Task \S+ failed: Wrong moon \(moon_phase\)/, suggestion: /error code is unknown/ },
			noVideo,
		],
		[
			'cancelled, as canceled',
			{ outcome: 'cancelled', statusWords: { cancelled: 'canceled' } },
			{ error: /^Task \S+ was cancelled/, suggestion: /Create a new one/ },
			noVideo,
		],
	] as Array<[string, TaskBehavior, FaultCase['out']?, FaultCase['requests']?]>
).map(([what, behavior, out = 'video', requests = whole]) =>
	row(what, { behavior, out, requests }),
);

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
		['a batch that says failed', { patchEntries: { status: 'failed', error: { code: 'x' } } }],
	] as Array<[string, Effect]>
).flatMap(([what, then]) =>
	(['first', 'middle', 'always'] as const)
		// A lasting rate limit affects the run, not only batches.
		.filter((when) => !(when === 'always' && what.startsWith('429')))
		// Once the route is known to exist, a 401 concerns the key and ends the wait.
		.filter((when) => !(when === 'middle' && what.startsWith('401')))
		.map((when) =>
			row(what, { when, on: 'batch', faults: [then], requests: { create: 1, download: 1 } }),
		),
);

export const readCases: readonly FaultCase[] = [
	...TRANSIENT.flatMap(retriedAt('middle')),
	...[...QUICK, MISSING].flatMap(retriedAt('first', 'at completion', 'always')),
	...OTHER_SHAPES.map(([what, then]) =>
		row(what, { when: 'middle', faults: [then], requests: oneMore }),
	),
	...final,
	...odd,
	...behaviors,
	...batches,
];
