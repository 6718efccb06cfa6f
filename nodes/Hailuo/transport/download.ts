import { sleep, type IBinaryData, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { USER_AGENT } from './request';
import type { RequestError } from './responseError';
import { fromNetworkError } from './networkError';
import { nonEmptyString } from '../utils/json';

type BinaryStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** One try may take this long; a host that stops sending would hold up the run for ever. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
/** The connection may be silent for so long, before the first byte and between two. */
const IDLE_TIMEOUT_MS = 60_000;
const TOOK_TOO_LONG = 'The download took longer than 15 minutes';

/**
 * Streams a finished video to n8n's binary store, in one try. The link belongs to a storage host,
 * so the API key does not go along.
 */
export async function downloadVideo(
	context: IExecuteFunctions,
	url: string,
	fileName: string,
	signal: AbortSignal,
): Promise<{ binary: IBinaryData } | { fault: RequestError }> {
	// Aborts when the time is up and when the try is over; either way its timer is gone.
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
		const complaint = validateResponse(statusCode, contentType);
		if (complaint !== undefined) {
			body.destroy();
			return { fault: complaint };
		}

		const mimeType = contentType.startsWith('video/') ? contentType : 'video/mp4';
		const binary = await context.helpers.prepareBinaryData(body, fileName, mimeType);
		const expected = Number(headers['content-length']);
		if (binary.bytes !== undefined && binary.bytes < expected) {
			const message = `Only ${binary.bytes} of ${expected} bytes arrived`;
			return { fault: { kind: 'interrupted', message } };
		}
		if (binary.bytes === 0) return { fault: { kind: 'unreadable', message: 'The file is empty' } };
		return { binary };
	} catch (error) {
		const fault = fromNetworkError(error);
		const tookTooLong = fault.kind === 'stopped' && !signal.aborted;
		return { fault: tookTooLong ? { kind: 'interrupted', message: TOOK_TOO_LONG } : fault };
	} finally {
		end();
	}
}

function validateResponse(status: number, contentType: string): RequestError | undefined {
	if (status !== 200) {
		return { kind: 'refused', status, message: 'The storage host refuses the link' };
	}
	if (/^text\/|json|xml/.test(contentType)) {
		return { kind: 'unreadable', status, message: `The link gives ${contentType}, not a video` };
	}
	return undefined;
}
