import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Clock } from '../utils/clock';
import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { ignoreErrors, streamFrom, type ByteStream } from './byteStream';
import { fromNetworkError } from './networkError';
import { storageError, type RequestError } from './evidence';
import { requestVideo, type VideoLink, type VideoResponse } from './videoRequest';
import { InvalidContent, MAX_VIDEO_BYTES, openVideo, TOO_LARGE } from './videoStream';

/** The maximum duration of a download: a host that sends very slowly must not block the run. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
/** The maximum time without data, before the first byte and between two chunks. */
const IDLE_TIMEOUT_MS = 60_000;
/** How often the watchdog checks a download. */
const WATCH_INTERVAL_MS = 1_000;
const TOOK_TOO_LONG = 'The download took longer than 15 minutes';
const IDLE_TOO_LONG = 'No data arrived for 60 seconds';

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
	try {
		const abortSignal = AbortSignal.any([signal, watchdog.signal]);
		const response = await requestVideo(context, source, IDLE_TIMEOUT_MS, abortSignal);
		if (!response.ok) return response;
		const { headers } = response.value;
		const body = ignoreErrors(response.value.body);
		watchdog.reset();

		const contentType = nonEmptyString(headers['content-type']) ?? 'application/octet-stream';
		const expected = Number(headers['content-length']);
		const error = validateResponse(response.value, contentType, expected);
		if (error !== undefined) {
			body.destroy();
			return err(error);
		}

		const isCompressed = isDecoded(headers, body);
		const video = await openVideo(body, () => watchdog.reset());
		if (!video.ok) {
			body.destroy();
			return video;
		}
		const { mimeType, extension, chunks } = video.value;
		const binary = await context.helpers.prepareBinaryData(
			streamFrom(body, chunks),
			`${source.name}.${extension}`,
			mimeType,
		);
		if (!isCompressed && binary.bytes !== undefined && binary.bytes < expected) {
			const message = `Received only ${binary.bytes} of ${expected} bytes`;
			return err({ reason: 'unclear', message });
		}
		return ok(binary);
	} catch (thrown) {
		if (thrown instanceof InvalidContent) return err(thrown.error);
		const message = signal.aborted ? undefined : watchdog.message;
		return err(message ? { reason: 'unclear', message } : fromNetworkError(thrown));
	} finally {
		watchdog.stop();
	}
}

/** Aborts a download that takes too long or receives no data. */
class Watchdog {
	/** Why the download was aborted. */
	message: string | undefined;
	private readonly abortController = new AbortController();
	private readonly deadline: number;
	private idleMs = 0;

	constructor(private readonly clock: Clock) {
		this.deadline = clock.now() + DOWNLOAD_TIMEOUT_MS;
		void this.watch();
	}

	get signal(): AbortSignal {
		return this.abortController.signal;
	}

	/** Called when data arrives. */
	reset(): void {
		this.idleMs = 0;
	}

	/** Called at the end of the attempt, so that no timer remains. */
	stop(): void {
		this.abortController.abort();
	}

	/**
	 * Counts the time slept instead of reading the clock: while the process is suspended or busy, data
	 * that has arrived is not read either.
	 */
	private async watch(): Promise<void> {
		while (!this.signal.aborted) {
			const isLate = this.clock.now() >= this.deadline;
			if (isLate || this.idleMs >= IDLE_TIMEOUT_MS) {
				this.message = isLate ? TOOK_TOO_LONG : IDLE_TOO_LONG;
				this.abortController.abort();
				return;
			}
			await this.clock.sleep(WATCH_INTERVAL_MS, this.signal);
			this.idleMs += WATCH_INTERVAL_MS;
		}
	}
}

/**
 * Whether the response was compressed, so that `Content-Length` is not the size of the content. When
 * n8n's HTTP client decompresses, it removes the header `Content-Encoding`, and the stream is no longer
 * the response itself, which has raw headers.
 */
function isDecoded(headers: IDataObject, body: ByteStream): boolean {
	return headers['content-encoding'] !== undefined || !('rawHeaders' in body);
}

function validateResponse(
	{ statusCode, headers }: Pick<VideoResponse, 'statusCode' | 'headers'>,
	contentType: string,
	bytes: number,
): RequestError | undefined {
	if (statusCode !== 200) return storageError({ status: statusCode, headers }, Date.now());
	if (/^text\/|json|xml/i.test(contentType)) {
		return {
			reason: 'unclear',
			status: statusCode,
			message: `The video URL returned ${contentType} instead of a video`,
		};
	}
	return bytes > MAX_VIDEO_BYTES ? TOO_LARGE : undefined;
}
