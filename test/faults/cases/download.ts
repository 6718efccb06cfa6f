import type { Effect } from '../../../simulator';
import type { FaultCase } from '../case';
import { CONNECTION_ERRORS, RATE_LIMITED, SERVER_ERRORS, WEB_PAGE } from './transientErrors';

const where = 'download';

const notDownloaded = (message: RegExp) => ({
	error: new RegExp(
		`^The video of task \\S+ is ready, but could not be downloaded: ${message.source}`,
	),
	advice: /HTTP (401|403|410)/.test(message.source)
		? /Video URL: http\S+. The URL is private or has expired/
		: /Video URL: http\S+. Use Get Status with Download Video to try again at no extra cost/,
});

interface MediaFault {
	what: string;
	then: Effect;
	message: RegExp;
	minPauseMs?: number;
	isSlow?: true;
}

/** Error messages of the storage host are not shown. */
const statuses: readonly MediaFault[] = [...SERVER_ERRORS, ...RATE_LIMITED].map(
	({ what, then, minPauseMs }) => {
		const status = (then as { status: number }).status;
		return {
			what,
			then,
			message: new RegExp(`The storage host rejected the video URL \\(HTTP ${status}\\)`),
			// Retry-After of a storage host is ignored, but there is a pause.
			minPauseMs: minPauseMs && Math.min(minPauseMs, 700),
		};
	},
);

const noVideo: readonly MediaFault[] = [
	{
		what: 'a web page instead of a video',
		then: { status: 200, body: WEB_PAGE },
		message: /The video URL returned text\/html instead of a video/,
	},
	{
		what: 'JSON instead of a video',
		then: { status: 200, body: { message: 'Expired' } },
		message: /The video URL returned application\/json.* instead of a video/,
	},
	{
		what: 'a web page with its content type in capitals',
		then: { status: 200, body: WEB_PAGE, headers: { 'content-type': 'Text/HTML' } },
		message: /The video URL returned Text\/HTML instead of a video/,
	},
	{
		what: 'a web page without a content type',
		then: { status: 200, body: WEB_PAGE, headers: { 'content-type': '' } },
		message: /The video URL returned a file that is not a video/,
	},
	{
		what: 'an error of the storage host, sent as a file',
		then: {
			status: 200,
			body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
			headers: { 'content-type': 'application/octet-stream' },
		},
		message: /The video URL returned a file that is not a video/,
	},
	{ what: 'an empty file', then: { cutBody: 0 }, message: /The file is empty/ },
];

/** It fails before n8n's store listens to the stream. */
const AFTER_HEADERS: MediaFault = {
	what: 'connection closed after the headers',
	then: { reset: 'afterHeaders' },
	message: /The connection was closed/,
};

const transient = [...statuses, ...CONNECTION_ERRORS, AFTER_HEADERS, ...noVideo].flatMap(
	({ what, then, message, minPauseMs, isSlow }): FaultCase[] => {
		const row = { where, what, rules: [2, 8], faults: [then], minPauseMs, isSlow } as const;
		const once: FaultCase = {
			...row,
			when: 'first',
			out: 'video',
			requests: { create: 1, read: 3, download: 2 },
		};
		const always: FaultCase = {
			...row,
			when: 'always',
			out: notDownloaded(message),
			requests: { create: 1, read: 3, download: 4 },
		};
		// Four attempts without a response would take four minutes.
		return isSlow ? [once] : [once, always];
	},
);

const rejected = (status: number) => ({
	out: notDownloaded(new RegExp(`The storage host rejected the video URL \\(HTTP ${status}\\)`)),
});

const final: readonly FaultCase[] = [
	{
		where,
		what: '401',
		when: 'first',
		rules: [2, 8],
		faults: [{ status: 401 }],
		...rejected(401),
		requests: { create: 1, read: 3, download: 1 },
	},
];

/** A file can become available after its task, so these are retried for a minute: six more requests. */
const lagging = [403, 404].flatMap((status): FaultCase[] => {
	const what = String(status);
	const row = { where, what, rules: [2, 8], faults: [{ status }], isAccelerated: true } as const;
	return [
		{ ...row, when: 'first', out: 'video', requests: { create: 1, read: 3, download: 2 } },
		{
			...row,
			when: 'always',
			...rejected(status),
			requests: { create: 1, read: 3, download: 7 },
		},
	];
});

const notRequested = (message: RegExp) => ({
	out: {
		...notDownloaded(message),
		advice: /Video URL: \S+\. It was not requested\. Ask your provider for a public URL/,
	},
});

/** URLs into private networks are tested in test/engine/hostile: the simulator itself is in one. */
const unsafe: readonly FaultCase[] = [
	...['data:video/mp4;base64,AAAA', 'ftp://storage.example/video.mp4'].map(
		(link): FaultCase => ({
			where,
			what: `a video URL with ${new URL(link).protocol}`,
			when: 'at completion',
			on: 'read',
			rules: [2, 8],
			faults: [{ patch: { results: [link] } }],
			...notRequested(/The video URL points to "\S+", which is not http or https/),
			requests: { create: 1, read: 3, download: 0 },
		}),
	),
	{
		where,
		what: 'redirect to ftp:',
		when: 'first',
		rules: [2, 7, 8],
		faults: [{ redirect: 'ftp://storage.example/video.mp4' }],
		...notRequested(/The video URL redirects to "ftp:\S+", which is not http or https/),
		requests: { create: 1, read: 3, download: 1 },
	},
];

export const downloadCases: readonly FaultCase[] = [
	...transient,
	...final,
	...lagging,
	...unsafe,
	{
		where,
		what: 'a slow download',
		when: 'first',
		rules: [8],
		faults: [{ dripBytesPerSecond: 2_000 }],
		out: 'video',
		requests: { create: 1, read: 3, download: 1 },
	},
	{
		where,
		what: 'a compressed response',
		when: 'first',
		rules: [8],
		faults: [{ gzip: true }],
		out: 'video',
		requests: { create: 1, read: 3, download: 1 },
	},
	{
		where,
		what: 'a file of more than 1 GB',
		rules: [2, 8],
		behavior: { videoBytes: 1024 ** 3 + 1 },
		out: notDownloaded(/The file is larger than 1 GB/),
		requests: { create: 1, read: 3, download: 1 },
	},
	{
		where,
		what: 'a generic content type',
		when: 'first',
		rules: [8],
		faults: [{ contentType: 'application/octet-stream' }],
		out: 'video',
		requests: { create: 1, read: 3, download: 1 },
	},
	{
		where,
		what: 'redirect to another host',
		when: 'first',
		rules: [7, 8],
		faults: [{ moved: 'localhost' }],
		out: 'video',
		requests: { create: 1, read: 3, download: 2 },
	},
	{
		where,
		what: 'endless redirects',
		when: 'always',
		rules: [2, 7, 8],
		faults: [{ moved: 'localhost' }],
		out: notDownloaded(/Too many redirects/),
		requests: { create: 1, read: 3 },
	},
];
