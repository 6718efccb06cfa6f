import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase } from '../case';
import { KEY } from '../item';
import {
	CONNECTION_ERRORS,
	INVALID_RESPONSES,
	MIDDLEBOX,
	RATE_LIMITED,
	SERVER_ERRORS,
	WEB_PAGE,
} from './requestErrors';

/** Refers to the execution, or to the item if the execution has created something else. */
const NOT_CHARGED = /(?:Nothing was charged|This item was not charged)/;
const nothingRead = { read: 0, download: 0 };
const whole = { read: 3, download: 1 };

const created = rowsOf({ where: 'create', requests: { create: 1, ...whole } });

/** Rate limited: queued and sent again. */
const rateLimited = [
	...RATE_LIMITED,
	{
		what: '429 with a limit per hour in the message',
		then: { status: 429, error: { message: 'Limit of 20 requests in 1 hour reached' } },
	},
	{
		what: 'success: false with code 429 in a 200',
		then: { status: 200, body: { success: false, code: 429, msg: 'Slow down' } },
	},
].map(({ what, then }) =>
	created(what, { when: 'first', faults: [then], requests: { create: 2, ...whole } }),
);

/** The whole run is rate limited, so the other items are not read any more. */
const forHours = { affectsAllItems: true, timeoutMinutes: 1 } as const;

/** Rejected: nothing is charged, and nothing is retried. */
// prettier-ignore
const REJECTED: Array<[what: string, Effect, RegExp, RegExp, Partial<FaultCase>?]> = [
	['400', { status: 400 }, /HTTP 400/, /This is the message of the API/],
	['400 with a field', { status: 400, error: { param: 'duration' } }, /field duration.*HTTP 400/, /Correct the field duration/],
	['success: false about the prompt in a 200', { status: 200, body: { success: false, code: 'bad_prompt', msg: 'Invalid prompt' } }, /Invalid prompt \(bad_prompt, HTTP 200\)/, /This is the message of the API/],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['401 that contains the API key', { status: 401, error: { message: `Incorrect API key provided: ${KEY}.` } }, /Incorrect API key provided: \[API key\].*HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['429 for lack of credit', { status: 429, error: { code: 'insufficient_quota', message: 'You exceeded your current quota' } }, /You exceeded your current quota/, /Top up/],
	['1008 in a 200, as MiniMax reports lack of credit', { status: 200, body: { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } } }, /insufficient balance/, /Top up/],
	['403', { status: 403 }, /HTTP 403/, /may not use the model/],
	['404', { status: 404 }, /HTTP 404/, /does not offer this model.*Check Base URL/],
	['413', { status: 413 }, /HTTP 413/, /too large/],
	['429 with Retry-After of an hour', { status: 429, headers: { 'retry-after': '3600' } }, /HTTP 429/, /in 1 h/, forHours],
];
const rejected = REJECTED.map(([what, then, message, suggestion, rest]) =>
	created(what, {
		when: 'first',
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
const TO_PAGE = { headers: { location: '/login' }, body: '' };
const FOREIGN = { hello: 'world' };

/** The request takes effect: the simulator creates and charges a task. */
// prettier-ignore
const ACCEPTED: Array<[what: string, Effect, Partial<FaultCase>?]> = [
	...SERVER_ERRORS.map(({ what, then }): [string, Effect] => [`${what}, although accepted`, { ...then, accepted: true }]),
	['499', { status: 499, accepted: true }],
	['524 with a web page', { status: 524, body: WEB_PAGE, accepted: true }],
	['502 that contains the ID', { patch: { error: { message: 'late' } }, httpStatus: 502 }],
	['a 200 without ID and status', { patch: { id: null, status: null } }],
	['unrelated JSON with 200, although accepted', { status: 200, body: FOREIGN, accepted: true }],
	['a web page with 200, although accepted', { status: 200, body: WEB_PAGE, accepted: true }, { out: mayBeAccepted(true, /response: .*Bad gateway/) }],
	['400 that mentions the idempotency key, although accepted', { status: 400, body: OTHER_BODY, accepted: true }],
	['303 to a page, although accepted', { status: 303, ...TO_PAGE, accepted: true }, { out: mayBeAccepted(true, /Location: \/login/) }],
	['plain text in a TLS connection', { plainText: MIDDLEBOX }, { tls: true }],
	['plain text in a connection', { plainText: MIDDLEBOX }],
];
const NOT_ACCEPTED: Array<[what: string, Effect]> = [
	['503', { status: 503 }],
	['400 that mentions the idempotency key', { status: 400, body: OTHER_BODY }],
	['409', { status: 409 }],
	['redirect to another host', { moved: 'localhost' }],
];

/** Whether the video is generated is unknown: the create is never sent again, and an error says so. */
const indeterminate = (
	[
		...ACCEPTED.map(([what, then, rest]) => [what, then, true, rest]),
		...NOT_ACCEPTED.map(([what, then]) => [what, then, false]),
		...[...CONNECTION_ERRORS, ...INVALID_RESPONSES].map(({ what, then, isAccepted, isSlow }) => [
			what,
			then,
			isAccepted === true,
			{ isSlow },
		]),
	] as Array<[string, Effect, boolean, Partial<FaultCase>?]>
).map(([what, then, isAccepted, rest]) =>
	created(what, {
		when: 'first',
		faults: [then],
		out: mayBeAccepted(isAccepted),
		requests: { create: 1, ...nothingRead },
		...rest,
	}),
);

/** The account's list is searched for the task that it may have created; it proves that there is none only if it shows other tasks of the run. */
function mayBeAccepted(isAccepted: boolean, shown = /./): FaultCase['out'] {
	const found = isAccepted
		? /Tasks in the account that it may have created: \S+\. Check them with Get Status/
		: /(?:The account shows no new task\. )?Check your provider account/;
	return {
		error: new RegExp(
			`^The request may have been accepted, but no task ID was returned: .*${shown.source}`,
		),
		suggestion: new RegExp(
			`Not retried automatically, to avoid a double charge\\. ${found.source}`,
		),
	};
}

/** IDs for which more matters than where they are: test/unit/domain/task.test.ts. */
const IDS: ReadonlyArray<[what: string, id: (serial: number) => string]> = [
	['ID as a number beyond 2^53', (serial) => `9007199254740993${1_000 + serial}`],
	['ID with a slash', (serial) => `org/task-1a2b3c4d${serial}`],
	['ID in base64', (serial) => `a+1a2b3c${serial}d==`],
];
const ONLY_AN_ID = { created: null, model: null, object: null, progress: null, status: null };
const ODD_RESPONSES: ReadonlyArray<[what: string, then: Effect]> = [
	['only an ID, in Location with 303', { onlyLocation: true, httpStatus: 303 }],
	['valid JSON with content type text/html', { contentType: 'text/html' }],
	['a response with only an ID', { patch: { ...ONLY_AN_ID, task_info: { estimated_time: 1 } } }],
	['ID and text after the JSON', { patch: (task) => `${JSON.stringify(task)}\n--\n` }],
	[
		'ID and an error, without a status',
		{ patch: { status: null, error: { code: 'busy', message: 'Come back later' } } },
	],
	['a late response', { lateMs: 300 }],
];

export const createCases: readonly FaultCase[] = [
	...rateLimited,
	created('429 without Retry-After', {
		when: 'always',
		faults: [{ status: 429 }],
		out: {
			error: /^The API rejected the request: Too many requests.*HTTP 429/,
			suggestion: new RegExp(`for 10 min.*Queue Timeout.*${NOT_CHARGED.source}`),
		},
		requests: nothingRead,
	}),
	...rejected,
	...indeterminate,
	created('503 after a 429', {
		when: 'first',
		faults: [{ status: 429 }, { status: 503, accepted: true }],
		out: mayBeAccepted(true),
		requests: { create: 2, ...nothingRead },
	}),
	...IDS.map(([what, id]) => created(what, { behavior: { id } })),
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
