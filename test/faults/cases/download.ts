import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase } from '../case';
import { CONNECTION_ERRORS, WEB_PAGE } from './requestErrors';

const requests = (download: number) => ({ create: 1, read: 3, download });
const row = rowsOf({ where: 'download', requests: requests(1) });

const notDownloaded = (
	message: RegExp,
	suggestion = /Use Get Status with Download Video to try again at no extra cost/,
) => ({
	error: new RegExp(
		`^The video of task \\S+ is ready, but could not be downloaded: ${message.source}`,
	),
	suggestion: new RegExp(`Video URL: \\S+\\. ${suggestion.source}`),
});
/** Error messages of the storage host are not shown. */
const rejected = (status: number) =>
	new RegExp(`The storage host rejected the video URL \\(HTTP ${status}\\)`);
const refused = (status: number) =>
	notDownloaded(rejected(status), /The URL is private or has expired/);
const notAVideo = /The video URL returned a file that is not a video/;

const page = (contentType: string): Effect => ({
	status: 200,
	body: WEB_PAGE,
	headers: { 'content-type': contentType },
});
const accessDenied: Effect = {
	status: 200,
	body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
	headers: { 'content-type': 'application/octet-stream' },
};

/** Tried again up to three times; those with a message are also tested if they occur always. */
// prettier-ignore
const transient: Array<[what: string, then: Effect, message?: RegExp, isSlow?: true]> = [
	['503', { status: 503 }, rejected(503)],
	['429, Retry-After in seconds', { status: 429, headers: { 'retry-after': '1' } }],
	...CONNECTION_ERRORS.map(({ what, then, isSlow }) => [what, then, undefined, isSlow] as [string, Effect, undefined, true?]),
	// It fails before n8n's store listens to the stream.
	['connection closed after the headers', { reset: 'afterHeaders' }, /The connection was closed/],
	['a web page', page('text/html'), /The video URL returned text\/html instead of a video/],
	['a web page with its content type in capitals', page('Text/HTML')],
	['a web page without a content type', page(''), notAVideo],
	['a web page with the content type of a video', page('video/mp4'), notAVideo],
	['JSON instead of a video', { status: 200, body: { message: 'Expired' } }, /The video URL returned application\/json.* instead of a video/],
	['an error of the storage host, sent as a file', accessDenied, notAVideo],
	['an empty file', { cutBody: 0 }, /The file is empty/],
];

const retried = transient.flatMap(([what, then, message, isSlow]): FaultCase[] => {
	const first = row(what, { when: 'first', faults: [then], requests: requests(2), isSlow });
	if (message === undefined) return [first];
	const out = notDownloaded(message);
	return [first, row(what, { when: 'always', faults: [then], out, requests: requests(4) })];
});

/** A file can become available after its task, so these are retried for a minute: six more requests. */
const lagging = [403, 404].flatMap((status): FaultCase[] => [
	row(`${status}`, { when: 'first', faults: [{ status }], requests: requests(2) }),
	row(`${status}`, {
		when: 'always',
		faults: [{ status }],
		out: status === 403 ? refused(status) : notDownloaded(rejected(status)),
		requests: requests(7),
	}),
]);

const notRequested = (message: RegExp) =>
	notDownloaded(message, /It was not requested\. Ask your provider for a public URL/);

export const downloadCases: readonly FaultCase[] = [
	...retried,
	...lagging,
	...[401, 410].map((status) =>
		row(`${status}`, { when: 'first', faults: [{ status }], out: refused(status) }),
	),
	// URLs into private networks are tested in test/engine/hostile: the simulator itself is in one.
	row('a video URL with data:', {
		when: 'at completion',
		on: 'read',
		faults: [{ patch: { results: ['data:video/mp4;base64,AAAA'] } }],
		out: notRequested(/The video URL points to "\S+", which is not http or https/),
		requests: requests(0),
	}),
	row('redirect to ftp:', {
		when: 'first',
		faults: [{ status: 302, headers: { location: 'ftp://storage.example/video.mp4' }, body: '' }],
		out: notRequested(/The video URL redirects to "ftp:\S+", which is not http or https/),
	}),
	row('redirect to another host', {
		when: 'first',
		faults: [{ moved: 'localhost' }],
		requests: requests(2),
	}),
	row('endless redirects', {
		when: 'always',
		faults: [{ moved: 'localhost' }],
		out: notDownloaded(/Too many redirects/),
		requests: { create: 1, read: 3 },
	}),
	row('a file of more than 1 GB', {
		behavior: { videoBytes: 1024 ** 3 + 1 },
		out: notDownloaded(/The file is larger than 1 GB/, /Ask your provider for the file/),
	}),
	row('a slow download', { when: 'first', faults: [{ dripBytesPerSecond: 2_000 }] }),
	row('a compressed response', { when: 'first', faults: [{ gzip: true }] }),
	row('a generic content type', {
		when: 'first',
		faults: [{ contentType: 'application/octet-stream' }],
	}),
];
