import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase, type Outcome } from '../case';
import { ONE_OF_EACH, QUICK, WEB_PAGE } from './transientErrors';

const TRIES = 4;
const nothingRead = { read: 0, download: 0 };
const whole = { read: 1, download: 1 };
const row = rowsOf({ where: 'get many', rules: [2, 5, 7] });

const notListed = (message: RegExp, suggestion = /./): Outcome => ({
	error: new RegExp(`^The tasks of the account could not be listed: .*${message.source}`),
	suggestion,
});
const listedInPart = (message: RegExp, suggestion = /./): Outcome => ({
	error: new RegExp(`^Only 100 tasks of the account could be listed: .*${message.source}`),
	suggestion,
});
const NO_LIST: Outcome = {
	error: /^This API has no task list, which Get Many requires: /,
	suggestion: /Use Get Status with the task IDs/,
};

/** Transient errors cost one more request, on either page. */
const transient = ONE_OF_EACH.flatMap(({ what, then, message, isSlow }): FaultCase[] => {
	const first = row(what, {
		when: 'first',
		faults: [then],
		requests: { list: 3, ...whole },
		isSlow,
	});
	if (isSlow) return [first];
	return [
		first,
		row(what, { when: 'middle', faults: [then], requests: { list: 4, ...whole } }),
		row(what, {
			when: 'always',
			faults: [then],
			out: notListed(message),
			requests: { list: TRIES, ...nothingRead },
			affectsAllItems: true,
		}),
	];
});

/** Ends the listing: without any task on the first page, with the tasks of the first page on the second. */
const final = (
	[
		['400', { status: 400 }, /HTTP 400/],
		['401', { status: 401 }, /HTTP 401/, /Check the API key/],
		['402', { status: 402 }, /HTTP 402/, /Top up/],
		['403', { status: 403 }, /HTTP 403/],
		['redirect to another host', { moved: 'localhost' }, /redirect/, /Check Base URL/],
		['404', { status: 404 }, /HTTP 404/],
		['405', { status: 405 }, /HTTP 405/],
		['a web page with 200', { status: 200, body: WEB_PAGE }, /web page/],
		['unrelated JSON', { status: 200, body: { hello: 'world' } }, /not a list of tasks/],
	] as Array<[string, Effect, RegExp, RegExp?]>
).flatMap(([what, then, message, suggestion], index): FaultCase[] => {
	const isMissing = index > 4;
	const common = { faults: [then], affectsAllItems: true } as const;
	return [
		row(what, {
			when: 'first',
			out: isMissing ? NO_LIST : notListed(message, suggestion),
			requests: { list: 1, ...nothingRead },
			...common,
		}),
		row(what, {
			when: 'middle',
			out: listedInPart(message, suggestion),
			requests: { list: 2, ...nothingRead },
			...common,
		}),
	];
});

const notRead = (message: RegExp, suggestion = /./): Outcome => ({
	error: new RegExp(`^Task \\S+ could not be read: .*${message.source}`),
	suggestion,
});

/**
 * One of the listed tasks cannot be read: the others are output. With On Error = Stop, the run ends before
 * the page after the last one is requested, so that the number of pages is not stated here.
 */
const readOfOne = QUICK.flatMap(({ what, then, message }): FaultCase[] => {
	const title = `${what}, when one task is read`;
	const common = { on: 'read', faults: [then] } as const;
	return [
		row(title, { when: 'first', requests: { list: 2, read: 2, download: 1 }, ...common }),
		row(title, {
			when: 'always',
			out: notRead(message),
			requests: { read: TRIES, download: 0 },
			...common,
		}),
	];
});
const finalReads = (
	[
		[401, /Check the API key/],
		[403, /another account/],
	] as const
).map(([status, suggestion]) =>
	row(`${status}, when one task is read`, {
		when: 'first',
		on: 'read',
		faults: [{ status }],
		out: notRead(new RegExp(`HTTP ${status}`), suggestion),
		requests: { read: 1, download: 0 },
	}),
);

// All faults of batches: read.ts.
const batches = (
	[
		['503 to a batch', { status: 503 }],
		['404 to a batch: no such route', { status: 404 }],
		['a batch without the tasks', { patch: { data: [] } }],
	] as Array<[string, Effect]>
).map(([what, then]) =>
	row(what, { when: 'always', on: 'batch', faults: [then], requests: { list: 2, download: 1 } }),
);

export const getManyCases: readonly FaultCase[] = [
	...transient,
	...final,
	...readOfOne,
	...finalReads,
	...batches,
	row('503, then 429, then truncated JSON', {
		when: 'first',
		faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
		requests: { list: 5, ...whole },
	}),
	row('503, then 401', {
		when: 'first',
		faults: [{ status: 503 }, { status: 401 }],
		out: notListed(/HTTP 401/, /Check the API key/),
		requests: { list: 2, ...nothingRead },
		affectsAllItems: true,
	}),
	row('valid JSON with content type text/html', {
		when: 'always',
		faults: [{ contentType: 'text/html' }],
		requests: { list: 2, ...whole },
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
	row('404 when one listed task is read', {
		when: 'always',
		on: 'read',
		faults: [{ status: 404 }],
		out: {
			error: /^Task \S+ is completed, but the response has no video URL/,
			suggestion: /Use Get Status with this task ID to try again at no extra cost/,
		},
		requests: { download: 0 },
	}),
];
