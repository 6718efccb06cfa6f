import type { Effect } from '../../../simulator';
import { rowsOf, type FaultCase } from '../case';
import { CONNECTION_ERRORS, RATE_LIMITED, SERVER_ERRORS, WEB_PAGE } from './transientErrors';

const requests = (download: number) => ({ create: 1, read: 3, download });
const row = rowsOf({ where: 'download', rules: [2, 7, 8], requests: requests(1) });

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

const page = (contentType: string): Effect => ({
	status: 200,
	body: WEB_PAGE,
	headers: { 'content-type': contentType },
});
const notAVideo = /The video URL returned a file that is not a video/;

/** Tried again up to three times. */
const transient: Array<[what: string, then: Effect, message: RegExp, isSlow?: true]> = [
	...[...SERVER_ERRORS, ...RATE_LIMITED].map(
		({ what, then }) =>
			[what, then, rejected((then as { status: number }).status)] as [string, Effect, RegExp],
	),
	...CONNECTION_ERRORS.map(
		({ what, then, message, isSlow }) =>
			[what, then, message, isSlow] as [string, Effect, RegExp, true?],
	),
	// It fails before n8n's store listens to the stream.
	['connection closed after the headers', { reset: 'afterHeaders' }, /The connection was closed/],
	['a web page', page('text/html'), /The video URL returned text\/html instead of a video/],
	[
		'JSON instead of a video',
		{ status: 200, body: { message: 'Expired' } },
		/The video URL returned application\/json.* instead of a video/,
	],
	[
		'a web page with its content type in capitals',
		page('Text/HTML'),
		/The video URL returned Text\/HTML instead of a video/,
	],
	['a web page without a content type', page(''), notAVideo],
	['a web page with the content type of a video', page('video/mp4'), notAVideo],
	[
		'an error of the storage host, sent as a file',
		{
			status: 200,
			body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
			headers: { 'content-type': 'application/octet-stream' },
		},
		notAVideo,
	],
	['an empty file', { cutBody: 0 }, /The file is empty/],
];

/** Their message shows what the URL returned; the others end in the same way. */
const ALWAYS = ['503', 'connection closed after the headers', 'a web page without a content type'];

const retried = transient.flatMap(([what, then, message, isSlow]): FaultCase[] => [
	row(what, {
		when: 'first',
		faults: [then],
		requests: requests(2),
		...(isSlow && { isSlow }),
	}),
	...(ALWAYS.includes(what) || !/rejected|closed|timed out/.test(message.source)
		? [
				row(what, {
					when: 'always',
					faults: [then],
					out: notDownloaded(message),
					requests: requests(4),
				}),
			]
		: []),
]);

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
	...['data:video/mp4;base64,AAAA', 'ftp://storage.example/video.mp4'].map((link) =>
		row(`a video URL with ${new URL(link).protocol}`, {
			when: 'at completion',
			on: 'read',
			faults: [{ patch: { results: [link] } }],
			out: notRequested(/The video URL points to "\S+", which is not http or https/),
			requests: requests(0),
		}),
	),
	row('redirect to ftp:', {
		when: 'first',
		faults: [{ redirect: 'ftp://storage.example/video.mp4' }],
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
