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
		what: '429 with a limit per hour in the message',
		then: { status: 429, error: { message: 'Limit of 20 requests in 1 hour reached' } },
		message: /Limit of 20 requests in 1 hour reached.*HTTP 429/,
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
	['400', { status: 400 }, /HTTP 400/, /This is the message of the API/],
	[
		'400 with a field',
		{ status: 400, error: { param: 'duration' } },
		/field duration.*HTTP 400/,
		/Correct the field duration/,
	],
	[
		'success: false in a 200',
		{ status: 200, body: { success: false, code: 'bad_prompt', msg: 'Invalid prompt' } },
		/Invalid prompt \(bad_prompt, HTTP 200\)/,
		/This is the message of the API/,
	],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['403', { status: 403 }, /HTTP 403/, /may not use the model/],
	['404', { status: 404 }, /HTTP 404/, /does not offer this model.*Check Base URL/],
	['413', { status: 413 }, /HTTP 413/, /too large/],
	[
		'success: false with code 402 in a 200',
		{ status: 200, body: { success: false, code: 402, msg: 'No credits' } },
		/No credits \(HTTP 402\)/,
		/Top up/,
	],
	[
		'403 for lack of credit',
		noCredit(403, 'insufficient_user_quota', 'user quota is not enough'),
		/user quota is not enough/,
		/Top up/,
	],
	[
		'429 for lack of credit',
		noCredit(429, 'insufficient_quota', 'You exceeded your current quota'),
		/You exceeded your current quota/,
		/Top up/,
	],
	[
		'1008 in a 200, as MiniMax reports lack of credit',
		{ status: 402, error: { shape: 'baseResp', message: 'insufficient balance' } },
		/insufficient balance/,
		/Top up/,
	],
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
		/in 1 h/,
	],
	[
		'429 with hours in the message',
		{ status: 429, body: { error: { message: 'Quota used up. Try again in 2 hours' } } },
		/HTTP 429/,
		/in 2 h/,
	],
];

function noCredit(status: number, code: string, message: string): Effect {
	return { status, error: { shape: 'text', code, message } };
}

const isLongRetryAfter = (then: Effect) =>
	'status' in then && then.status === 429 && then.error === undefined;

/** Rejected: nothing is charged, and nothing is retried. */
const rejected = (['numeric', 'text'] as const).flatMap((errorShape) =>
	rejections
		.filter(([, then]) => errorShape === 'numeric' || Object.keys(then).join() === 'status')
		.map(
			([what, then, message, advice]): FaultCase => ({
				where,
				what: errorShape === 'text' ? `${what} in the newer error format` : what,
				when: 'first',
				rules: 'repeatsKey' in then ? [3, 7] : [3],
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

/** Where responses to a create have the ID of the task, and what it looks like. */
const ID_DIALECTS: ReadonlyArray<[what: string, behavior: TaskBehavior]> = [
	...(['task_id', 'taskId', 'data.id', 'result.task_id', 'task.id', 'output.task_id'] as const).map(
		(idIn): [string, TaskBehavior] => [`ID in ${idIn}`, { idIn }],
	),
	['a task in a list', { idIn: '[0].id' }],
	['only an ID, as data', { idIn: 'data' }],
	['only an ID, in a list as data', { idIn: 'data[0]' }],
	['only an ID, in Location with 202', { idIn: 'location', createdStatus: 202 }],
	['only an ID, in Location with 303', { idIn: 'location', createdStatus: 303 }],
	['task_id beside an id of 0', { idIn: 'task_id', otherId: 0 }],
	['data.task_id beside the id of the request', { idIn: 'data.task_id', otherId: 'req_7' }],
	['ID as a number', { idKind: 'number' }],
	['ID as a number beyond 2^53', { idKind: 'largeNumber' }],
	['ID with a slash', { idKind: 'path' }],
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
		what: 'ID and text after the JSON',
		when: 'first',
		rules: [2, 10],
		faults: [{ append: '\n--\n' }],
		out: 'video',
		requests: created,
	},
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
		// Only a read proves that it failed.
		requests: { create: 1, read: 1, download: 0 },
	},
];
