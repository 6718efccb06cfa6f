import type { Effect } from '../../../simulator';
import type { FaultCase } from '../case';
import { CONNECTION_ERRORS, INVALID_RESPONSES, SERVER_ERRORS, WEB_PAGE } from './transientErrors';

const where = 'create';
const nothingCreated = { read: 0, download: 0 };

/** What a middlebox writes into a connection that it ends. */
export const MIDDLEBOX = 'HTTP/1.1 502 Bad Gateway\r\n\r\n';

/** Response of a provider that has received the key with another body and created that task. */
const OTHER_BODY = {
	error: {
		code: 400,
		message: 'This Idempotency-Key came before with another body',
		type: 'invalid_request_error',
		param: 'Idempotency-Key',
	},
};

/** Whether the video is generated is unknown: the create is never sent again, and an error says so. */
const indeterminate: Array<
	[what: string, then: Effect, isAccepted: boolean, extra?: Partial<FaultCase>]
> = [
	...SERVER_ERRORS.flatMap(
		({ what, then }): Array<[string, Effect, boolean]> => [
			[what, then, false],
			[`${what}, although accepted`, { ...then, accepted: true } as Effect, true],
		],
	),
	...[...CONNECTION_ERRORS, ...INVALID_RESPONSES].map(
		({ what, then, isAccepted, isSlow }): [string, Effect, boolean, Partial<FaultCase>] => [
			what,
			then,
			isAccepted === true,
			{ isSlow },
		],
	),
	['no response, although accepted', { hang: true, accepted: true }, true, { isSlow: true }],
	['a 200 without an ID', { patch: { id: null } }, true],
	['a 200 without ID and status', { patch: { id: null, status: null } }, true],
	['a web page with 200, although accepted', accepted({ body: WEB_PAGE }), true],
	['400 that mentions the idempotency key', { status: 400, body: OTHER_BODY }, false],
	[
		'400 that mentions the idempotency key, although accepted',
		{ status: 400, body: OTHER_BODY, accepted: true },
		true,
	],
	['409', { status: 409 }, false],
	['425', { status: 425 }, false],
	['redirect to another host', { moved: 'localhost' }, false],
	[
		'303 to a page, although accepted',
		{ status: 303, headers: { location: '/login' }, body: '', accepted: true },
		true,
	],
	[
		'504 that names a duration, although accepted',
		{ status: 504, error: { message: 'Timed out after 300 seconds' }, accepted: true },
		true,
	],
	['plain text in a TLS connection', { plainText: MIDDLEBOX }, true, { tls: true }],
	['plain text in a connection', { plainText: MIDDLEBOX }, true],
];

function accepted(answer: { body: unknown }): Effect {
	return { status: 200, accepted: true, ...answer };
}

const answered = indeterminate.map(
	([what, then, isAccepted, extra]): FaultCase => ({
		where,
		what,
		when: 'first',
		rules: [2, 3],
		faults: [then],
		out: mayBeAccepted(/./, isAccepted),
		requests: { create: 1, ...nothingCreated },
		...(isAccepted && { isIndeterminate: true }),
		isAccelerated: true,
		...extra,
	}),
);

/** The account's list is searched for the task that it may have created; it proves that there is none only if it shows other tasks of the run. */
function mayBeAccepted(message: RegExp, isAccepted: boolean): FaultCase['out'] {
	const found = isAccepted
		? /Tasks in the account that it may have created: \S+\. Check them with Get Status/
		: /(?:The account shows no new task\. )?Check your provider account/;
	return {
		error: new RegExp(
			`^The request may have been accepted, but no task ID was returned: .*${message.source}`,
		),
		advice: new RegExp(`Not retried automatically, to avoid a double charge\\. ${found.source}`),
	};
}

/** Creates that may or may not have been accepted. */
export const indeterminateCases: readonly FaultCase[] = [
	...answered,
	{
		where,
		what: '503 after a 429',
		when: 'first',
		rules: [3],
		faults: [{ status: 429 }, { status: 503, accepted: true }],
		out: mayBeAccepted(/HTTP 503/, true),
		requests: { create: 2, ...nothingCreated },
		isIndeterminate: true,
		isAccelerated: true,
	},
];
