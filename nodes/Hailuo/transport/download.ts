import { sleep, type IBinaryData, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { fromNetworkError } from './networkError';
import { USER_AGENT } from './request';
import type { RequestError } from './responseError';

type BinaryStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** The longest a download may take: a host that sends very slowly must not hold up the run. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
/** The longest silence of the connection, before the first byte and between two. */
const IDLE_TIMEOUT_MS = 60_000;
const TOOK_TOO_LONG = 'The download took longer than 15 minutes';

/**
 * Streams a video to n8n's binary store, in one attempt. The URL belongs to a storage host, so that
 * the API key is not sent.
 */
export async function downloadVideo(
	context: IExecuteFunctions,
	url: string,
	fileName: string,
	signal: AbortSignal,
): Promise<Result<IBinaryData, RequestError>> {
	// Aborts when the time is up, and at the end of the attempt, so that no timer is left.
	const over = new AbortController();
	const end = () => over.abort();
	sleep(DOWNLOAD_TIMEOUT_MS, over.signal).then(end, end);
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequest({
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			headers: { 'User-Agent': USER_AGENT },
			timeout: IDLE_TIMEOUT_MS,
			abortSignal: AbortSignal.any([signal, over.signal]),
		})) as { statusCode: number; headers: IDataObject; body: BinaryStream };

		const contentType = nonEmptyString(headers['content-type']) ?? 'application/octet-stream';
		const error = validateResponse(statusCode, contentType);
		if (error !== undefined) {
			body.destroy();
			return err(error);
		}

		const mimeType = contentType.startsWith('video/') ? contentType : 'video/mp4';
		const binary = await context.helpers.prepareBinaryData(body, fileName, mimeType);
		const expected = Number(headers['content-length']);
		if (binary.bytes !== undefined && binary.bytes < expected) {
			const message = `Received only ${binary.bytes} of ${expected} bytes`;
			return err({ kind: 'connectionLost', message });
		}
		if (binary.bytes === 0) {
			return err({ kind: 'unexpectedResponse', message: 'The file is empty' });
		}
		return ok(binary);
	} catch (thrown) {
		const error = fromNetworkError(thrown);
		const isTimeout = error.kind === 'aborted' && !signal.aborted;
		return err(isTimeout ? { kind: 'connectionLost', message: TOOK_TOO_LONG } : error);
	} finally {
		end();
	}
}

function validateResponse(status: number, contentType: string): RequestError | undefined {
	if (status !== 200) {
		return { kind: 'rejected', status, message: 'The storage host rejected the video URL' };
	}
	if (/^text\/|json|xml/.test(contentType)) {
		return {
			kind: 'unexpectedResponse',
			status,
			message: `The video URL returned ${contentType} instead of a video`,
		};
	}
	return undefined;
}
