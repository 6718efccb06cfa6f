import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome } from '../case';
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
		['401', { status: 401 }, /HTTP 401/, /Check the API key/],
		['404', { status: 404 }, /HTTP 404/, /./],
	] as Array<[string, Effect, RegExp, RegExp]>
).map(([what, then, message, suggestion]) =>
	row(what, {
		when: 'middle',
		faults: [then],
		out: {
			error: new RegExp(`^Only 100 tasks of the account could be listed: .*${message.source}`),
			suggestion,
		},
		requests: { list: 2, ...nothingRead },
		affectsAllItems: true,
	}),
);

/**
 * One of the listed tasks cannot be read or downloaded: the others are output. With On Error = Stop, the
 * run ends before the page after the last one is requested, so that the number of pages is not stated here.
 */
const ofOneTask: FaultCase[] = [
	row('503, when one task is read', {
		when: 'first',
		on: 'read',
		faults: [{ status: 503 }],
		requests: { list: 2, read: 2, download: 1 },
	}),
	row('503, when one task is read', {
		when: 'always',
		on: 'read',
		faults: [{ status: 503 }],
		out: { error: /^Task \S+ could not be read: .*HTTP 503/, suggestion: /./ },
		requests: { read: TRIES, download: 0 },
	}),
	row('403, when one task is read', {
		when: 'first',
		on: 'read',
		faults: [{ status: 403 }],
		out: {
			error: /^Task \S+ could not be read: .*HTTP 403/,
			suggestion: /another account/,
		},
		requests: { read: 1, download: 0 },
	}),
	row('404, when one task is read', {
		when: 'always',
		on: 'read',
		faults: [{ status: 404 }],
		out: {
			error: /^Task \S+ is completed, but the response has no video URL/,
			suggestion: /Use Get Status with this task ID to try again at no extra cost/,
		},
		requests: { download: 0 },
	}),
	// All faults of batches: read.ts.
	row('a batch without the tasks', {
		when: 'always',
		on: 'batch',
		faults: [{ patch: { data: [] } }],
		requests: { list: 2, download: 1 },
	}),
	row('503 when one video is downloaded', {
		when: 'first',
		on: 'download',
		faults: [{ status: 503 }],
		requests: { list: 2, read: 1, download: 2 },
	}),
	row('503 when one video is downloaded', {
		when: 'always',
		on: 'download',
		faults: [{ status: 503 }],
		out: {
			error: /^The video of task \S+ is ready, but could not be downloaded: .*HTTP 503/,
			suggestion: /Video URL: http\S+. Use Get Status with Download Video/,
		},
		requests: { read: 1, download: TRIES },
	}),
];

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
