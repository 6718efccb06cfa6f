import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { Clock } from '../utils/clock';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { ignoreErrors, streamFrom, type ByteStream } from './byteStream';
import type { RequestError } from './evidence';
import { fromNetworkError } from './networkError';
import { storageError } from './response';
import { requestVideo, type VideoLink, type VideoResponse } from './videoRequest';
import { openVideo } from './videoStream';

/** The maximum duration of a download: a host that sends very slowly must not block the run. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
/** The maximum time without data, before the first byte and between two chunks. */
const IDLE_TIMEOUT_MS = 60_000;
/** How often the watchdog checks a download. */
const WATCH_INTERVAL_MS = 1_000;
/** The maximum size of a download, bytes: a hundred times a video of 10 s at 1080p. */
const MAX_VIDEO_BYTES = 1024 ** 3;

const NO_DATA: RequestError = { reason: 'unclear', message: 'No data arrived for 60 seconds' };
const TOO_SLOW: RequestError = {
	reason: 'unclear',
	message: 'The download took longer than 15 minutes',
};
const TOO_LARGE: RequestError = {
	reason: 'invalid',
	message: 'The file is larger than 1 GB, so it is not a video from this API',
	suggestion: 'Ask your provider for the file.',
};

/** A video to download. */
export interface VideoSource extends VideoLink {
	/** The file name in n8n, without the extension, which depends on the content. */
	name: string;
}

/**
 * Streams a video to n8n's binary store, in one attempt. The URL belongs to a storage host, so the API
 * key is not sent.
 */
export async function downloadVideo(
	context: IExecuteFunctions,
	source: VideoSource,
	clock: Clock,
	signal: AbortSignal,
): Promise<Result<IBinaryData, RequestError>> {
	const watchdog = new Watchdog(clock);
	let body: ByteStream | undefined;
	try {
		const abortSignal = AbortSignal.any([signal, watchdog.signal]);
		const response = await requestVideo(context.helpers, source, IDLE_TIMEOUT_MS, abortSignal);
		if (!response.ok) return response;
		body = ignoreErrors(response.value.body);
		const refusal = refusalIn(response.value);
		if (refusal !== undefined) return err(refusal);
		const expectedBytes = contentLength(response.value);
		const video = await openVideo(watchdog.watch(body));
		if (!video.ok) return video;
		const { mimeType, extension, chunks } = video.value;
		const fileName = `${source.name}.${extension}`;
		const file = streamFrom(body, chunks);
		const binary = await context.helpers.prepareBinaryData(file, fileName, mimeType);
		if (binary.bytes !== undefined && binary.bytes < expectedBytes) {
			const message = `Received only ${binary.bytes} of ${expectedBytes} bytes`;
			return err({ reason: 'unclear', message });
		}
		return ok(binary);
	} catch (thrown) {
		const { error } = watchdog;
		// What a Stop aborts is not the fault of the download.
		return err(error === undefined || signal.aborted ? fromNetworkError(thrown) : error);
	} finally {
		watchdog.stop();
		body?.destroy();
	}
}

function refusalIn({ statusCode, headers }: VideoResponse): RequestError | undefined {
	if (statusCode !== 200)
		return storageError({ status: statusCode, headers, receivedMs: Date.now() });
	const contentType = nonEmptyString(headers['content-type']) ?? '';
	if (/^text\/|json|xml/i.test(contentType)) {
		const message = `The video URL returned ${contentType} instead of a video`;
		return { reason: 'unclear', status: statusCode, message };
	}
	return Number(headers['content-length']) > MAX_VIDEO_BYTES ? TOO_LARGE : undefined;
}

/**
 * The size of the content; 0 if unknown, also if the response was compressed: `Content-Length` is then not
 * the size of the content. When n8n's HTTP client decompresses, it removes the header `Content-Encoding`,
 * and the stream is no longer the response itself, which has raw headers.
 */
function contentLength({ headers, body }: VideoResponse): number {
	const isCompressed = headers['content-encoding'] !== undefined || !('rawHeaders' in body);
	return isCompressed ? 0 : Number(headers['content-length'] ?? 0);
}

/** Aborts a download that takes too long, receives no data, or receives too much. */
class Watchdog {
	/** Why the download was aborted. */
	error: RequestError | undefined;
	private readonly abortController = new AbortController();
	private idleMs = 0;

	constructor(clock: Clock) {
		void this.run(clock);
	}

	get signal(): AbortSignal {
		return this.abortController.signal;
	}

	/** Passes the data on. Its arrival counts as activity, and so does the request for more. */
	async *watch(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
		let bytes = 0;
		this.idleMs = 0;
		for await (const chunk of data) {
			this.idleMs = 0;
			bytes += chunk.length;
			if (bytes > MAX_VIDEO_BYTES) this.abort(TOO_LARGE);
			this.signal.throwIfAborted();
			yield chunk;
			this.idleMs = 0;
		}
	}

	/** Called at the end of the attempt, so that no timer remains. */
	stop(): void {
		this.abortController.abort();
	}

	/**
	 * Counts the time slept instead of reading the clock: while the process is suspended or busy, data
	 * that has arrived is not read either.
	 */
	private async run(clock: Clock): Promise<void> {
		for (let ms = 0; ms < DOWNLOAD_TIMEOUT_MS; ms += WATCH_INTERVAL_MS) {
			await clock.sleep(WATCH_INTERVAL_MS, this.signal);
			if (this.signal.aborted) return;
			this.idleMs += WATCH_INTERVAL_MS;
			if (this.idleMs >= IDLE_TIMEOUT_MS) return this.abort(NO_DATA);
		}
		this.abort(TOO_SLOW);
	}

	private abort(error: RequestError): void {
		this.error = error;
		this.abortController.abort();
	}
}
