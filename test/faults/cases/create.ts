import type { Effect, TaskBehavior } from '../../../simulator';
import { rowsOf, type FaultCase } from '../case';
import { KEY } from '../run/output';
import {
	CONNECTION_ERRORS,
	INVALID_RESPONSES,
	MIDDLEBOX,
	RATE_LIMITED,
	SERVER_ERRORS,
	WEB_PAGE,
} from './transientErrors';

const where = 'create';
/** Refers to the execution, or to the item if the execution has created something else. */
const NOT_CHARGED = /(?:Nothing was charged|This item was not charged)/;
const nothingRead = { read: 0, download: 0 };

const created = rowsOf({
	where,
	rules: [2, 10],
	requests: { create: 1, read: 3, download: 1 },
});

/** Rate limited: queued and retried for ten minutes. */
const rateLimited = [
	...RATE_LIMITED,
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
].flatMap(({ what, then, message }): FaultCase[] => [
	created(what, {
		when: 'first',
		rules: [3],
		faults: [then],
		requests: { create: 2, read: 3, download: 1 },
	}),
	created(what, {
		when: 'always',
		rules: [3],
		faults: [then],
		out: {
			error: new RegExp(`^The API rejected the request: ${message.source}`),
			suggestion: new RegExp(`for 10 min.*Queue Timeout.*${NOT_CHARGED.source}`),
		},
		requests: nothingRead,
	}),
]);

const noCredit = (status: number, code: string, message: string): Effect => ({
	status,
	error: { shape: 'text', code, message },
});
/** The whole run is rate limited, so the other items are not read any more. */
const forHours = { affectsAllItems: true, timeoutMinutes: 1 } as const;

/** Rejected: nothing is charged, and nothing is retried. */
const rejected = (
	[
		['400', { status: 400 }, /HTTP 400/, /This is the message of the API/],
		[
			'400 with a field',
			{ status: 400, error: { param: 'duration' } },
			/field duration.*HTTP 400/,
			/Correct the field duration/,
		],
		[
			'success: false about the prompt in a 200',
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
			{ status: 401, error: { message: `Incorrect API key provided: ${KEY}.` } },
			/Incorrect API key provided: \[API key\].*HTTP 401/,
			/Check the API key/,
		],
		[
			'429 with Retry-After of an hour',
			{ status: 429, headers: { 'retry-after': '3600' } },
			/HTTP 429/,
			/in 1 h/,
			forHours,
		],
		[
			'429 with hours in the message',
			{ status: 429, body: { error: { message: 'Quota used up. Try again in 2 hours' } } },
			/HTTP 429/,
			/in 2 h/,
			forHours,
		],
	] as Array<[string, Effect, RegExp, RegExp, Partial<FaultCase>?]>
).map(([what, then, message, suggestion, rest]) =>
	created(what, {
		when: 'first',
		rules: [3, 7],
		faults: [then],
		out: {
			error: new RegExp(`^The API rejected the request: .*${message.source}`),
			suggestion: new RegExp(`${suggestion.source}.*${NOT_CHARGED.source}`),
		},
		requests: { create: 1, ...nothingRead },
		...rest,
	}),
);

/** Response of a provider that has received the key with another body and created that task. */
const OTHER_BODY = {
	error: {
		code: 400,
		message: 'This Idempotency-Key came before with another body',
		type: 'invalid_request_error',
		param: 'Idempotency-Key',
	},
};
const accepted = (answer: object) => ({ status: 200, accepted: true, ...answer }) as Effect;

/** Whether the video is generated is unknown: the create is never sent again, and an error says so. */
const indeterminate = (
	[
		...SERVER_ERRORS.flatMap(({ what, then }) => [
			[what, then, false],
			[`${what}, although accepted`, { ...then, accepted: true }, true],
		]),
		...[...CONNECTION_ERRORS, ...INVALID_RESPONSES].map(({ what, then, isAccepted, isSlow }) => [
			what,
			then,
			isAccepted === true,
			{ isSlow },
		]),
		['a 200 without an ID', { patch: { id: null } }, true],
		['a 200 without ID and status', { patch: { id: null, status: null } }, true],
		['a web page with 200, although accepted', accepted({ body: WEB_PAGE }), true],
		['400 that mentions the idempotency key', { status: 400, body: OTHER_BODY }, false],
		[
			'400 that mentions the idempotency key, although accepted',
			accepted({ status: 400, body: OTHER_BODY }),
			true,
		],
		['409', { status: 409 }, false],
		['425', { status: 425 }, false],
		['redirect to another host', { moved: 'localhost' }, false],
		[
			'303 to a page, although accepted',
			accepted({ status: 303, headers: { location: '/login' }, body: '' }),
			true,
		],
		[
			'504 that names a duration, although accepted',
			accepted({ status: 504, error: { message: 'Timed out after 300 seconds' } }),
			true,
		],
		['plain text in a TLS connection', { plainText: MIDDLEBOX }, true, { tls: true }],
		['plain text in a connection', { plainText: MIDDLEBOX }, true],
	] as Array<[string, Effect, boolean, Partial<FaultCase>?]>
).map(([what, then, isAccepted, rest]) =>
	created(what, {
		when: 'first',
		rules: [2, 3],
		faults: [then],
		out: mayBeAccepted(isAccepted),
		requests: { create: 1, ...nothingRead },
		...(isAccepted && { isIndeterminate: true }),
		...rest,
	}),
);

/** The account's list is searched for the task that it may have created; it proves that there is none only if it shows other tasks of the run. */
function mayBeAccepted(isAccepted: boolean): FaultCase['out'] {
	const found = isAccepted
		? /Tasks in the account that it may have created: \S+\. Check them with Get Status/
		: /(?:The account shows no new task\. )?Check your provider account/;
	return {
		error: /^The request may have been accepted, but no task ID was returned: /,
		suggestion: new RegExp(
			`Not retried automatically, to avoid a double charge\\. ${found.source}`,
		),
	};
}

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
const ONLY_AN_ID = { created: null, model: null, object: null, progress: null, status: null };
const ODD_RESPONSES: ReadonlyArray<[what: string, then: Effect]> = [
	['valid JSON with content type text/html', { contentType: 'text/html' }],
	['a response with only an ID', { patch: { ...ONLY_AN_ID, task_info: { estimated_time: 1 } } }],
	['ID and text after the JSON', { append: '\n--\n' }],
	[
		'ID and an error, without a status',
		{ patch: { status: null, error: { code: 'busy', message: 'Come back later' } } },
	],
	['a late response', { lateMs: 300 }],
];

export const createCases: readonly FaultCase[] = [
	...rateLimited,
	...rejected,
	...indeterminate,
	created('503 after a 429', {
		when: 'first',
		rules: [3],
		faults: [{ status: 429 }, { status: 503, accepted: true }],
		out: mayBeAccepted(true),
		requests: { create: 2, ...nothingRead },
		isIndeterminate: true,
	}),
	...ID_DIALECTS.map(([what, behavior]) => created(what, { behavior })),
	...ODD_RESPONSES.map(([what, then]) => created(what, { when: 'first', faults: [then] })),
	created('task failed at once', {
		behavior: {
			durationMs: 0,
			processingReads: 0,
			outcome: { code: 'service_error', message: 'Broken' },
		},
		out: {
			error: /^Task \S+ failed: Broken \(service_error\)/,
			suggestion: /Run the node again later/,
		},
		// Only a read proves that it failed.
		requests: { create: 1, read: 1, download: 0 },
	}),
];
