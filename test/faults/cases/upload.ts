import type { Effect } from '../../../simulator';
import type { FaultCase } from '../case';
import { TRANSIENT, type PassingFault } from './transientErrors';

const where = 'upload';
const TRIES = 4;
const made = { create: 1, read: 3, download: 1 };
const nothingMade = { create: 0, read: 0, download: 0 };

const notUploaded = (says: RegExp, advice: RegExp) => ({
	error: new RegExp(`^The image \\(PNG, .* px\\) could not be uploaded: .*${says.source}`),
	advice: new RegExp(`${advice.source}.*(?:Nothing was charged|This item was not charged)`),
});

const ofThisHost: readonly PassingFault[] = [
	{
		what: 'success: true without a URL',
		then: { patch: { data: null } },
		says: /The response contains no file URL/,
	},
];

/** Uploads are free, so they are retried after any transient error. */
const passing = [...TRANSIENT, ...ofThisHost].flatMap(
	({ what, then, says, restMs, isSlow }): FaultCase[] => {
		const row = { where, what, rules: [3, 5], faults: [then], restMs, isSlow } as const;
		const once: FaultCase = {
			...row,
			when: 'first',
			out: 'video',
			requests: { ...made, upload: 2 },
		};
		const always: FaultCase = {
			...row,
			when: 'always',
			out: notUploaded(says, /(?:[Tt]ry again later|Wait a minute|Check Files Base URL)/),
			requests: { ...nothingMade, upload: TRIES },
		};
		// Four attempts without a response would take four minutes.
		return isSlow ? [once] : [once, always];
	},
);

const rejections: Array<[what: string, then: Effect, says: RegExp, advice: RegExp]> = [
	['400', { status: 400 }, /HTTP 400/, /Correct the field/],
	['401', { status: 401 }, /HTTP 401/, /Check the API key/],
	['402', { status: 402 }, /HTTP 402/, /Top up/],
	['403', { status: 403 }, /HTTP 403/, /may not upload files/],
	['404', { status: 404 }, /HTTP 404/, /Check Files Base URL/],
	['413', { status: 413 }, /HTTP 413/, /too large/],
	[
		'success: false with code 413 in a 200',
		{ status: 200, body: { success: false, code: 413, msg: 'Too big' } },
		/Too big \(HTTP 413\)/,
		/too large/,
	],
	[
		'redirect to another host',
		{ moved: 'localhost' },
		/redirect.*HTTP 302/,
		/Check Files Base URL/,
	],
];

const rejected = rejections.map(
	([what, then, says, advice]): FaultCase => ({
		where,
		what,
		when: 'first',
		rules: 'moved' in then ? [3, 7] : [3],
		faults: [then],
		out: notUploaded(says, advice),
		requests: { ...nothingMade, upload: 1 },
	}),
);

export const uploadCases: readonly FaultCase[] = [...passing, ...rejected];
