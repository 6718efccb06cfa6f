import type { Effect } from '../../../simulator';
import type { FaultCase } from '../case';
import { TRANSIENT, type TransientFault } from './transientErrors';

const where = 'upload';
const TRIES = 4;
const created = { create: 1, read: 3, download: 1 };
const nothingCreated = { create: 0, read: 0, download: 0 };

const notUploaded = (message: RegExp, advice: RegExp) => ({
	error: new RegExp(`^The image \\(PNG, .* px\\) could not be uploaded: .*${message.source}`),
	advice: new RegExp(`${advice.source}.*(?:Nothing was charged|This item was not charged)`),
});

const ofThisHost: readonly TransientFault[] = [
	{
		what: 'success: true without a URL',
		then: { patch: { data: null } },
		message: /The response is not the URL of an uploaded file/,
	},
];

/** Uploads are free, so they are retried after any transient error. */
const transient = [...TRANSIENT, ...ofThisHost].flatMap(
	({ what, then, message, minPauseMs, isSlow }): FaultCase[] => {
		const row = { where, what, rules: [3, 5], faults: [then], minPauseMs, isSlow } as const;
		const once: FaultCase = {
			...row,
			when: 'first',
			out: 'video',
			requests: { ...created, upload: 2 },
		};
		const always: FaultCase = {
			...row,
			when: 'always',
			out: notUploaded(message, /(?:[Tt]ry again later|Wait a minute|Check Files Base URL)/),
			requests: { ...nothingCreated, upload: TRIES },
		};
		// Four attempts without a response would take four minutes.
		return isSlow ? [once] : [once, always];
	},
);

const rejections: Array<[what: string, then: Effect, message: RegExp, advice: RegExp]> = [
	['400', { status: 400 }, /HTTP 400/, /message of the API/],
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
	([what, then, message, advice]): FaultCase => ({
		where,
		what,
		when: 'first',
		rules: 'moved' in then ? [3, 7] : [3],
		faults: [then],
		out: notUploaded(message, advice),
		requests: { ...nothingCreated, upload: 1 },
	}),
);

export const uploadCases: readonly FaultCase[] = [...transient, ...rejected];
