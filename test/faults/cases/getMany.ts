import type { Effect } from '../../../simulator';
import type { FaultCase, Outcome } from '../case';
import { OF_OPTIONAL_ROUTE, TRANSIENT, WEB_PAGE } from './transientErrors';

const where = 'get many';
const TRIES = 4;
const nothingRead = { read: 0, download: 0 };
const whole = { read: 1, download: 1 };

const notListed = (message: RegExp, advice = /./): Outcome => ({
	error: new RegExp(`^The tasks of the account could not be listed: .*${message.source}`),
	advice,
});
const listedInPart = (message: RegExp, advice = /./): Outcome => ({
	error: new RegExp(`^Only 100 tasks of the account could be listed: .*${message.source}`),
	advice,
});
const NO_LIST: Outcome = {
	error: /^This API has no task list, which Get Many requires: /,
	advice: /Use Get Status with the task IDs/,
};

/** Transient errors cost one more request, on either page. */
const transient = OF_OPTIONAL_ROUTE.flatMap(
	({ what, then, message, minPauseMs, isSlow }): FaultCase[] => {
		const row = { where, what, rules: [5], faults: [then], isSlow } as const;
		const once = (when: 'first' | 'middle', list: number): FaultCase => ({
			...row,
			when,
			out: 'video',
			requests: { list, ...whole },
			minPauseMs,
		});
		const always: FaultCase = {
			...row,
			when: 'always',
			out: notListed(message),
			requests: { list: TRIES, ...nothingRead },
			affectsAllItems: true,
		};
		// Four attempts without a response would take four minutes.
		return isSlow ? [once('first', 3)] : [once('first', 3), once('middle', 4), always];
	},
);

const rejections: Array<[what: string, then: Effect, message: RegExp, advice?: RegExp]> = [
	['400', { status: 400 }, /HTTP 400/],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['403', { status: 403 }, /HTTP 403/],
	['redirect to another host', { moved: 'localhost' }, /redirect/, /Check Base URL/],
];
const missing: Array<[what: string, then: Effect, message: RegExp]> = [
	['404', { status: 404 }, /HTTP 404/],
	['405', { status: 405 }, /HTTP 405/],
	['a web page with 200', { status: 200, body: WEB_PAGE }, /web page/],
	['unrelated JSON', { status: 200, body: { hello: 'world' } }, /not a list of tasks/],
];

/** Ends the listing: without any task on the first page, with the tasks of the first page on the second. */
const final = [...rejections, ...missing].flatMap(([what, then, message, advice]): FaultCase[] => {
	const row = { where, what, rules: 'moved' in then ? [7] : [5], faults: [then] } as const;
	const isMissing = missing.some(([name]) => name === what);
	return [
		{
			...row,
			when: 'first',
			out: isMissing ? NO_LIST : notListed(message, advice),
			requests: { list: 1, ...nothingRead },
			affectsAllItems: true,
		},
		{
			...row,
			when: 'middle',
			out: listedInPart(message, advice),
			requests: { list: 2, ...nothingRead },
			affectsAllItems: true,
		},
	];
});

/**
 * One of the listed tasks cannot be read: the others are output. With On Error = Stop, the run ends before
 * the page after the last one is requested, so that the number of pages is not stated here.
 */
const readOfOne = TRANSIENT.filter(({ isSlow }) => !isSlow).flatMap(
	({ what, then, message }): FaultCase[] => {
		const row = {
			where,
			what: `${what}, when one task is read`,
			rules: [2, 5],
			on: 'read',
			faults: [then],
		} as const;
		return [
			{ ...row, when: 'first', out: 'video', requests: { list: 2, read: 2, download: 1 } },
			{
				...row,
				when: 'always',
				out: {
					error: new RegExp(`^Task \\S+ could not be read: .*${message.source}`),
					advice: /./,
				},
				requests: { read: TRIES, download: 0 },
			},
		];
	},
);

const finalReads: FaultCase[] = [
	['401', 401, /Check the API key/] as const,
	['403', 403, /another account/] as const,
].map(([what, status, advice]) => ({
	where,
	what: `${what}, when one task is read`,
	when: 'first',
	rules: [2, 5],
	on: 'read',
	faults: [{ status }],
	out: {
		error: new RegExp(`^Task \\S+ could not be read: .*HTTP ${status}`),
		advice,
	},
	requests: { read: 1, download: 0 },
}));

const BATCH_FAULTS: ReadonlyArray<[what: string, then: Effect]> = [
	['503 to a batch', { status: 503 }],
	['a truncated batch', { cutBody: 40 }],
	['404 to a batch: no such route', { status: 404 }],
	['a web page for a batch', { status: 200, body: WEB_PAGE }],
	['a batch without the tasks', { patch: { data: [] } }],
];
const batches = BATCH_FAULTS.flatMap(([what, then]) =>
	(['first', 'always'] as const).map(
		(when): FaultCase => ({
			where,
			on: 'batch',
			what,
			when,
			rules: [2, 5],
			faults: [then],
			out: 'video',
			requests: { list: 2, download: 1 },
		}),
	),
);

const more: FaultCase[] = [
	{
		where,
		what: '503, then 429, then truncated JSON',
		when: 'first',
		rules: [5],
		faults: [{ status: 503 }, { status: 429 }, { cutBody: 30 }],
		out: 'video',
		requests: { list: 5, ...whole },
	},
	{
		where,
		what: '503, then 401',
		when: 'first',
		rules: [5],
		faults: [{ status: 503 }, { status: 401 }],
		out: notListed(/HTTP 401/, /Check the API key/),
		requests: { list: 2, ...nothingRead },
		affectsAllItems: true,
	},
	{
		where,
		what: 'valid JSON with content type text/html',
		when: 'always',
		rules: [10],
		faults: [{ contentType: 'text/html' }],
		out: 'video',
		requests: { list: 2, ...whole },
	},
	{
		where,
		what: '503 when one video is downloaded',
		when: 'first',
		rules: [2, 8],
		on: 'download',
		faults: [{ status: 503 }],
		out: 'video',
		requests: { list: 2, read: 1, download: 2 },
	},
	{
		where,
		what: '503 when one video is downloaded',
		when: 'always',
		rules: [2, 8],
		on: 'download',
		faults: [{ status: 503 }],
		out: {
			error: /^The video of task \S+ is ready, but could not be downloaded: .*HTTP 503/,
			advice: /Video URL: http\S+. Use Get Status with Download Video/,
		},
		requests: { read: 1, download: TRIES },
	},
	{
		where,
		what: '404 when one listed task is read',
		when: 'always',
		rules: [2, 5],
		on: 'read',
		faults: [{ status: 404 }],
		out: {
			error: /^Task \S+ is completed, but the response has no video URL/,
			advice: /Use Get Status with this task ID to try again at no extra cost/,
		},
		requests: { download: 0 },
		isAccelerated: true,
	},
];

export const getManyCases: readonly FaultCase[] = [
	...transient,
	...final,
	...readOfOne,
	...finalReads,
	...batches,
	...more,
];
