import type { Effect, TaskBehavior } from '../../../simulator';
import type { FaultCase } from '../case';
import { RATE_LIMITED } from './transientErrors';
import { indeterminateCases } from './indeterminate';

const where = 'create';
/** Refers to the execution, or to the item if the execution has created something else. */
const NOT_CHARGED = /(?:Nothing was charged|This item was not charged)/;
const created = { create: 1, read: 3, download: 1 };
const nothingCreated = (create: number) => ({ create, read: 0, download: 0 });

/** Rate limited: queued and retried for ten minutes. */
const rateLimited = [
	...RATE_LIMITED,
	{
		what: '429 in the newer error format',
		then: {
			status: 429,
			body: { error: { code: 'rate_limit_exceeded', message: 'Slow down.', type: 'x' } },
		},
		message: /Slow down\. \(rate_limit_exceeded, HTTP 429\)|Slow down \(.*HTTP 429\)/,
	},
	{
		what: 'success: false with code 429 in a 200',
		then: { status: 200, body: { success: false, code: 429, msg: 'Slow down' } },
		message: /Slow down \(HTTP 429\)/,
	},
].flatMap(({ what, then, message, ...rest }): FaultCase[] => [
	{
		where,
		what,
		when: 'first',
		rules: [3],
		faults: [then],
		out: 'video',
		requests: { ...created, create: 2 },
		...rest,
	},
	{
		where,
		what,
		when: 'always',
		rules: [3],
		faults: [then],
		out: {
			error: new RegExp(`^The API rejected the request: ${message.source}`),
			advice: new RegExp(`for 10 min.*Queue Timeout.*${NOT_CHARGED.source}`),
		},
		requests: { read: 0, download: 0 },
		isRetriedForMinutes: true,
	},
]);

const rejections: Array<[what: string, then: Effect, message: RegExp, advice: RegExp]> = [
	['400', { status: 400 }, /HTTP 400/, /Correct the field/],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['403', { status: 403 }, /HTTP 403/, /may not use the model/],
	['404', { status: 404 }, /HTTP 404/, /does not offer this model.*Check Base URL/],
	['413', { status: 413 }, /HTTP 413/, /too large.*20 MB/],
	[
		'success: false with code 402 in a 200',
		{ status: 200, body: { success: false, code: 402, msg: 'No credits' } },
		/No credits \(HTTP 402\)/,
		/Top up/,
	],
	['redirect to another host', { moved: 'localhost' }, /redirect.*HTTP 302/, /Check Base URL/],
	[
		'401 that contains the API key',
		{ repeatsKey: 401 },
		/Incorrect API key provided: \[API key\].*HTTP 401/,
		/Check the API key/,
	],
	[
		'429 with Retry-After of an hour',
		{ status: 429, headers: { 'retry-after': '3600' } },
		/HTTP 429/,
		/in 60 min/,
	],
	[
		'429 with hours in the message',
		{ status: 429, body: { error: { message: 'Quota used up. Try again in 2 hours' } } },
		/HTTP 429/,
		/in 120 min/,
	],
];

const isLongRetryAfter = (then: Effect) => 'status' in then && then.status === 429;

/** Rejected: nothing is charged, and nothing is retried. */
const rejected = (['numeric', 'text'] as const).flatMap((errorShape) =>
	rejections
		.filter(([, then]) => errorShape === 'numeric' || Object.keys(then).join() === 'status')
		.map(
			([what, then, message, advice]): FaultCase => ({
				where,
				what: errorShape === 'text' ? `${what} in the newer error format` : what,
				when: 'first',
				rules: 'moved' in then || 'repeatsKey' in then ? [3, 7] : [3],
				errorShape,
				faults: [then],
				out: {
					error: new RegExp(`^The API rejected the request: .*${message.source}`),
					advice: new RegExp(`${advice.source}.*${NOT_CHARGED.source}`),
				},
				requests: nothingCreated(1),
				// The whole run is rate limited, so the other items are not read any more.
				...(isLongRetryAfter(then) && { affectsAllItems: true, timeoutMinutes: 0.05 }),
			}),
		),
);

/** Where responses to a create have the ID of the task. */
const ID_DIALECTS: ReadonlyArray<[what: string, behavior: TaskBehavior]> = [
	['ID as a number', { idKind: 'number' }],
	['ID in task_id', { idIn: 'task_id' }],
	['ID in data.id', { idIn: 'data.id' }],
];

export const createCases: readonly FaultCase[] = [
	...rateLimited,
	...indeterminateCases,
	...rejected,
	{
		where,
		what: 'valid JSON with content type text/html',
		when: 'first',
		rules: [10],
		faults: [{ contentType: 'text/html' }],
		out: 'video',
		requests: created,
	},
	{
		where,
		what: 'a response with only an ID',
		when: 'first',
		rules: [10],
		faults: [
			{
				patch: {
					created: null,
					model: null,
					object: null,
					progress: null,
					status: null,
					task_info: { estimated_time: 1 },
				},
			},
		],
		out: 'video',
		requests: created,
	},
	...ID_DIALECTS.map(
		([what, behavior]): FaultCase => ({
			where,
			what,
			rules: [2, 10],
			behavior,
			out: 'video',
			requests: created,
		}),
	),
	{
		where,
		what: 'ID and an error, without a status',
		when: 'first',
		rules: [2, 10],
		faults: [{ patch: { status: null, error: { code: 'busy', message: 'Come back later' } } }],
		out: 'video',
		requests: created,
	},
	{
		where,
		what: 'a late response',
		when: 'first',
		rules: [2],
		faults: [{ lateMs: 300 }],
		out: 'video',
		requests: created,
	},
	{
		where,
		what: 'task failed at once',
		rules: [2, 10],
		behavior: {
			durationMs: 0,
			processingReads: 0,
			outcome: { code: 'service_error', message: 'Broken' },
		},
		out: {
			error: /^Task \S+ failed: Broken \(service_error\)/,
			advice: /Run the node again later/,
		},
		requests: { create: 1, read: 0, download: 0 },
	},
];
