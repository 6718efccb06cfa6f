import type { Effect, Endpoint } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome, type When } from '../case';
import { FINAL_ERRORS, NO_ROUTE, ONE_OF_EACH } from './requestErrors';

const TRIES = 4;
const nothingRead = { read: 0, download: 0 };
const whole = { read: 1, download: 1 };
const row = rowsOf({ where: 'get many' });

const notListed = (message: RegExp, suggestion = /./): Outcome => ({
	error: new RegExp(`^The tasks of the account could not be listed: .*${message.source}`),
	suggestion,
});
const NO_LIST: Outcome = {
	error: /^This API has no task list, which Get Many requires: /,
	suggestion: /Use Get Status with the task IDs/,
};

/** Transient errors cost one more request, on either page. */
const transient = ONE_OF_EACH.flatMap(({ what, then, message, isSlow }): FaultCase[] => {
	const once = { faults: [then], isSlow };
	const first = row(what, { when: 'first', requests: { list: 3, ...whole }, ...once });
	if (isSlow) return [first];
	return [
		first,
		row(what, { when: 'middle', requests: { list: 4, ...whole }, ...once }),
		row(what, {
			when: 'always',
			faults: [then],
			out: notListed(message),
			requests: { list: TRIES, ...nothingRead },
			affectsAllItems: true,
		}),
	];
});

/** Ends the listing without any task. */
const FINAL: Array<[what: string, Effect, Outcome]> = [
	...FINAL_ERRORS.map(([what, then, message, suggestion]): [string, Effect, Outcome] => [
		what,
		then,
		notListed(message, suggestion),
	]),
	...NO_ROUTE.map(([what, then]): [string, Effect, Outcome] => [what, then, NO_LIST]),
];
const final = FINAL.map(([what, then, out]) =>
	row(what, {
		when: 'first',
		faults: [then],
		out,
		requests: { list: 1, ...nothingRead },
		affectsAllItems: true,
	}),
);

/** Ends the listing with the tasks of the first page. */
const finalLater = (
	[
		['401', 401, /Check the API key/],
		['404', 404, /./],
	] as Array<[string, number, RegExp]>
).map(([what, status, suggestion]) =>
	row(what, {
		when: 'middle',
		faults: [{ status }],
		out: {
			error: new RegExp(`^Only 100 tasks of the account could be listed: .*HTTP ${status}`),
			suggestion,
		},
		requests: { list: 2, ...nothingRead },
		affectsAllItems: true,
	}),
);

const readError = (message: RegExp, suggestion = /./): Outcome => ({
	error: new RegExp(`^Task \\S+ ${message.source}`),
	suggestion,
});

/**
 * One of the listed tasks cannot be read or downloaded: the others are output. With On Error = Stop, the
 * run ends before the page after the last one is requested, so that the number of pages is not stated here.
 * When such a request is retried: read.ts and download.ts.
 */
// prettier-ignore
const ofOneTask = ([
	['503, when one task is read', 'always', 'read', { status: 503 }, readError(/could not be read: .*HTTP 503/), { read: TRIES, download: 0 }],
	['403, when one task is read', 'first', 'read', { status: 403 }, readError(/could not be read: .*HTTP 403/, /another account/), { read: 1, download: 0 }],
	['404, when one task is read', 'always', 'read', { status: 404 }, readError(/is completed, but the response has no video URL/, /Use Get Status with this task ID to try again at no extra cost/), { download: 0 }],
	['a batch without the tasks', 'always', 'batch', { patch: { data: [] } }, 'video', { list: 2, download: 1 }],
	['503 when one video is downloaded', 'always', 'download', { status: 503 }, { error: /^The video of task \S+ is ready, but could not be downloaded: .*HTTP 503/, suggestion: /Video URL: http\S+. Use Get Status with Download Video/ }, { read: 1, download: TRIES }],
] as Array<[string, When, Endpoint, Effect, Outcome, FaultCase['requests']]>)
	.map(([what, when, on, then, out, requests]) => row(what, { when, on, faults: [then], out, requests }));

export const getManyCases: readonly FaultCase[] = [
	...transient,
	...final,
	...finalLater,
	...ofOneTask,
	row('503, then 429, then truncated JSON', {
		when: 'first',
		faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
		requests: { list: 5, ...whole },
	}),
	row('valid JSON with content type text/html', {
		when: 'always',
		faults: [{ contentType: 'text/html' }],
		requests: { list: 2, ...whole },
	}),
];
