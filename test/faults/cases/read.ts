import type { Effect } from '../../../simulator';
import type { FaultCase, When } from '../case';
import { MIDDLEBOX } from './indeterminate';
import { TRANSIENT, type TransientFault } from './transientErrors';

const BEFORE_THE_END: readonly When[] = ['first', 'middle', 'at completion'];
/** A task without faults is read three times: the first two reads return `processing`. */
const HEALTHY_READS = 3;
const SHORT_WAIT_MINUTES = 0.05;
const where = 'read';

const timedOut = (message: RegExp, minutes = SHORT_WAIT_MINUTES) => ({
	// A pause that outlasts the deadline ends the item at once, and is told as such.
	error: new RegExp(
		`Task \\S+ (was not ready after|cannot be read before the timeout of) ${minutes} min.*(${message.source}|The API asked to wait)`,
	),
	advice: /task is still running.*at no extra cost/,
});

/** A transient error costs one read, and is retried until the deadline. */
function retried(fault: TransientFault): FaultCase[] {
	const { what, then, message, isAccepted, ...rest } = fault;
	const rules = [2, 5];
	return [
		...BEFORE_THE_END.map(
			(when): FaultCase => ({
				where,
				what,
				when,
				rules,
				faults: [then],
				out: 'video',
				requests: {
					create: 1,
					// A read that was accepted counts as one that returned `processing`.
					read: isAccepted && when !== 'at completion' ? HEALTHY_READS : HEALTHY_READS + 1,
					download: 1,
				},
				...rest,
			}),
		),
		{
			where,
			what,
			when: 'always',
			rules,
			faults: [then],
			timeoutMinutes: SHORT_WAIT_MINUTES,
			out: timedOut(new RegExp(`the last read failed: ${message.source}`)),
			requests: { create: 1, download: 0 },
			...rest,
		},
	];
}

const MISSING: TransientFault = {
	what: '404',
	then: { status: 404 },
	message: /There is nothing at this address.*HTTP 404/,
};

/** The same errors in other formats; one moment is enough for them. */
const OTHER_SHAPES: readonly TransientFault[] = [
	{
		what: '404 in the newer error format',
		then: {
			status: 404,
			body: { error: { code: 'task_not_found', message: 'No such task', type: 'not_found_error' } },
		},
		message: /No such task \(task_not_found, HTTP 404\)/,
	},
	{
		what: '503 as {error, error_description}',
		then: { status: 503, body: { error: 'unavailable', error_description: 'Maintenance' } },
		message: /Maintenance \(unavailable, HTTP 503\)/,
	},
	{
		what: '503 as {code, message}',
		then: { status: 503, body: { code: 503, message: 'Maintenance' } },
		message: /Maintenance \(HTTP 503\)/,
	},
	{
		what: 'success: false with code 500 in a 200',
		then: { status: 200, body: { success: false, code: 500, msg: 'Inner trouble' } },
		message: /Inner trouble \(HTTP 500\)/,
	},
];

const inTheMiddle = ({ when }: FaultCase) => when === 'middle';

const FINAL: ReadonlyArray<[what: string, status: number, message: RegExp, advice: RegExp]> = [
	['400', 400, /HTTP 400/, /message of the API/],
	['401', 401, /key is missing or unknown.*HTTP 401/, /Check the API key/],
	['402', 402, /not enough credits.*HTTP 402/, /Top up/],
	['403', 403, /may not do this.*HTTP 403/, /another account/],
];

/** Final errors end the wait at once and name the task. */
function final(errorShape: FaultCase['errorShape']): FaultCase[] {
	return FINAL.flatMap(([what, status, message, advice]) =>
		// A 400 about the task ID may, like a 404, only be early.
		(what === '400' && errorShape === 'text' ? [] : BEFORE_THE_END).map((when, readsBefore) => ({
			where,
			what: errorShape === 'text' ? `${what} in the newer error format` : what,
			when,
			rules: [2, 5],
			errorShape,
			faults: [{ status }],
			out: { error: new RegExp(`^Task \\S+ could not be read: .*${message.source}`), advice },
			requests: { create: 1, read: readsBefore + 1, download: 0 },
		})),
	);
}

const moved = BEFORE_THE_END.map(
	(when, readsBefore): FaultCase => ({
		where,
		what: 'redirect to another host',
		when,
		rules: [2, 7],
		faults: [{ moved: 'localhost' }],
		out: {
			error: /^Task \S+ could not be read: .*redirect.*HTTP 302/,
			advice: /Check Base URL/,
		},
		requests: { create: 1, read: readsBefore + 1, download: 0 },
	}),
);

const whole = { create: 1, read: HEALTHY_READS, download: 1 };
const noVideo = { create: 1, read: HEALTHY_READS, download: 0 };
const failing = { code: 'content_policy_violation', message: 'Not allowed.' };

/** Requests succeed, but the task has unusual content. */
const odd: FaultCase[] = [
	{
		where,
		what: '404 for the first two reads',
		rules: [5],
		behavior: { notFoundReads: 2 },
		out: 'video',
		requests: { ...whole, read: HEALTHY_READS + 2 },
	},
	{
		where,
		what: 'a failed task that does not exist, for the first two reads',
		rules: [3, 5],
		behavior: { notFoundReads: 2, notFoundAs: 'failedTask' },
		out: 'video',
		requests: { ...whole, read: HEALTHY_READS + 2 },
	},
	{
		where,
		what: '404 of a proxy',
		when: 'middle',
		rules: [5],
		faults: [{ status: 404, error: { shape: 'page' } }],
		out: 'video',
		requests: { ...whole, read: HEALTHY_READS + 1 },
	},
	{
		where,
		what: '504 that names a duration',
		when: 'first',
		rules: [5],
		faults: [{ status: 504, error: { message: 'Timed out after 300 seconds' } }],
		timeoutMinutes: 2,
		out: 'video',
		requests: { ...whole, read: HEALTHY_READS + 1 },
		isAccelerated: true,
	},
	{
		where,
		what: 'plain text in a TLS connection',
		when: 'middle',
		rules: [2, 5],
		tls: true,
		faults: [{ plainText: MIDDLEBOX }],
		out: 'video',
		requests: whole,
	},
	...['SUCCESS', 'succeeded', 'Done', 'archived'].map(
		(word): FaultCase => ({
			where,
			what: `completed, as ${word}`,
			rules: [10],
			behavior: { statusWords: { completed: word } },
			out: 'video',
			requests: whole,
		}),
	),
	...['FAILED', 'expired', 'ended'].map(
		(word): FaultCase => ({
			where,
			what: `failed, as ${word}`,
			rules: [10],
			behavior: { outcome: failing, statusWords: { failed: word } },
			out: { error: /^Task \S+ failed: Not allowed/, advice: /Change it/ },
			requests: noVideo,
		}),
	),
	{
		where,
		what: 'cancelled, as canceled',
		rules: [10],
		behavior: { outcome: 'cancelled', statusWords: { cancelled: 'canceled' } },
		out: { error: /^Task \S+ was cancelled/, advice: /Create a new one/ },
		requests: noVideo,
	},
	{
		where,
		// A task that was created is lost only after ten minutes of 404 (`pollTask.test.ts`).
		what: '404 until the timeout',
		when: 'always',
		rules: [2, 5],
		faults: [{ status: 404 }],
		timeoutMinutes: SHORT_WAIT_MINUTES,
		out: timedOut(/HTTP 404/),
		requests: { create: 1, download: 0 },
	},
	{
		where,
		what: '429 with Retry-After of an hour',
		when: 'middle',
		rules: [2, 5],
		faults: [{ status: 429, headers: { 'retry-after': '3600' } }],
		// All items end at once. Which one is read at that moment is not defined.
		timeoutMinutes: 5,
		out: timedOut(/HTTP 429/, 5),
		affectsAllItems: true,
		requests: { create: 1, download: 0 },
	},
	{
		where,
		what: 'valid JSON with content type text/html',
		when: 'always',
		rules: [10],
		faults: [{ contentType: 'text/html' }],
		out: 'video',
		requests: whole,
	},
	{
		where,
		what: 'an unknown status for a while',
		rules: [10],
		behavior: { statusWords: { processing: 'marinating' } },
		out: 'video',
		requests: whole,
	},
	{
		where,
		// Without a video or an error beside it, an unknown word means that the task runs.
		what: 'an unknown status',
		when: 'always',
		rules: [2, 10],
		faults: [{ patch: { status: 'ripened', results: null } }],
		timeoutMinutes: SHORT_WAIT_MINUTES,
		out: timedOut(/last status: processing, "ripened"/),
		requests: { create: 1, download: 0 },
	},
	{
		where,
		what: 'no status, no progress, no task_info',
		when: 'first',
		rules: [10],
		faults: [{ patch: { status: null, progress: null, task_info: null, usage: null } }],
		out: 'video',
		requests: whole,
	},
	{
		where,
		what: 'decreasing progress',
		rules: [5, 10],
		behavior: { progress: [80, 20] },
		out: 'video',
		requests: whole,
	},
	{
		where,
		what: 'invalid progress',
		when: 'middle',
		rules: [5, 10],
		faults: [{ patch: { progress: -1e9 } }],
		out: 'video',
		requests: whole,
	},
	{
		where,
		what: 'completed without a URL',
		rules: [2, 10],
		behavior: { results: 'none' },
		out: {
			error: /^Task \S+ is completed, but the response has no video URL/,
			advice: /Use Get Status with this task ID to try again at no extra cost/,
		},
		isAccelerated: true,
		// The URL can become available later: six more reads in a minute.
		requests: { ...noVideo, read: 9 },
	},
	{
		where,
		what: 'completed, URL added later',
		when: 'at completion',
		rules: [2, 10],
		faults: [{ patch: { results: null } }],
		out: 'video',
		isAccelerated: true,
		requests: { ...whole, read: 4 },
	},
	{
		where,
		what: 'completed with result_data only',
		rules: [10],
		behavior: { results: 'resultData' },
		out: 'video',
		requests: whole,
	},
	...(['absent', 'null'] as const).map(
		(failureShape): FaultCase => ({
			where,
			what: `failed, error ${failureShape}`,
			rules: [2, 10],
			behavior: { outcome: failing, failureShape },
			out: {
				error: /^Task \S+ failed: The API gave no reason/,
				advice: /contact your provider with the task ID/,
			},
			requests: noVideo,
		}),
	),
	{
		where,
		what: 'failed, with a reason',
		rules: [2],
		behavior: { outcome: failing },
		out: {
			error: /^Task \S+ failed: Not allowed\. \(content_policy_violation\)/,
			advice: /Change it/,
		},
		requests: noVideo,
	},
	{
		where,
		what: 'failed, unknown code',
		rules: [2, 10],
		behavior: { outcome: { code: 'moon_phase', message: 'Wrong moon' } },
		out: { error: /^Task \S+ failed: Wrong moon \(moon_phase\)/, advice: /error code is unknown/ },
		requests: noVideo,
	},
	{
		where,
		what: 'cancelled',
		rules: [2, 10],
		behavior: { outcome: 'cancelled' },
		out: { error: /^Task \S+ was cancelled/, advice: /Create a new one/ },
		requests: noVideo,
	},
];

/** Faults of batch reads of several items. Each of them is recovered without losing a video. */
const BATCH_FAULTS: ReadonlyArray<[what: string, then: Effect]> = [
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
];
const batches = BATCH_FAULTS.flatMap(([what, then]): FaultCase[] =>
	(['first', 'middle', 'always'] as const)
		// A lasting rate limit affects the run, not only batches.
		.filter((when) => !(when === 'always' && what.startsWith('429')))
		// Once the route is known to exist, a 401 concerns the key and ends the wait.
		.filter((when) => !(when === 'middle' && what.startsWith('401')))
		.map((when) => ({
			where,
			on: 'batch',
			what,
			when,
			rules: [2, 5],
			faults: [then],
			out: 'video',
			requests: { create: 1, download: 1 },
		})),
);

export const readCases: readonly FaultCase[] = [
	...[...TRANSIENT, MISSING].flatMap(retried),
	...OTHER_SHAPES.flatMap(retried).filter(inTheMiddle),
	...final('numeric'),
	...final('text').filter(inTheMiddle),
	...moved,
	...odd,
	...batches,
];
