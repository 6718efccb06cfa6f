import { createHash, randomUUID } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { ImageFormat } from '../domain/imageLimits';
import type { BinaryImage } from '../images/binaryImage';
import { asRecord, nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { ignoreErrors, streamFrom } from './byteStream';
import { sendRequest } from './request';
import { parseResponse, type RequestError } from './evidence';

/** The maximum time without activity on the connection. */
const UPLOAD_IDLE_TIMEOUT_MS = 60_000;

const TYPES: Readonly<Record<ImageFormat, { mimeType: string; extension: string }>> = {
	JPEG: { mimeType: 'image/jpeg', extension: 'jpg' },
	PNG: { mimeType: 'image/png', extension: 'png' },
	WebP: { mimeType: 'image/webp', extension: 'webp' },
	HEIC: { mimeType: 'image/heic', extension: 'heic' },
};

/**
 * Uploads an image to the file host, in one attempt. The file is streamed from n8n's binary store and
 * not loaded into memory.
 *
 * @returns its public URL, which expires after 72 hours
 */
export async function uploadImage(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	filesBaseUrl: string,
	image: BinaryImage,
): Promise<Result<string, RequestError>> {
	const boundary = `hailuo-${randomUUID()}`;
	const { head, tail } = multipartParts(image, boundary);
	const form = await openMultipartBody(context, image, head, tail);
	if (!form.ok) return form;
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: `${filesBaseUrl}/api/v1/files/upload/stream`,
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': form.value.bytes,
		},
		body: form.value.body,
		timeout: UPLOAD_IDLE_TIMEOUT_MS,
	};
	const uploaded = await sendRequest(context, data, options, (response, nowMs) =>
		parseResponse(response, parseFileUrl, 'the URL of an uploaded file', nowMs, 'upload'),
	);
	form.value.close();
	return uploaded.ok ? ok(uploaded.value.fileUrl) : uploaded;
}

function parseFileUrl(body: unknown): { fileUrl: string } | undefined {
	const fileUrl = nonEmptyString(asRecord(asRecord(body).data).file_url);
	return fileUrl === undefined ? undefined : { fileUrl };
}

/**
 * The multipart form before and after the file. Not built with the library form-data, the only forms
 * that n8n streams, because this package may not have dependencies.
 *
 * The file name is a hash of the file's ID: the real name may be private, and equal names could
 * overwrite each other.
 */
function multipartParts(
	{ id, format }: BinaryImage,
	boundary: string,
): { head: Buffer; tail: Buffer } {
	const { mimeType, extension } = TYPES[format];
	const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
	const lines = [
		`--${boundary}`,
		`Content-Disposition: form-data; name="file"; filename="${name}.${extension}"`,
		`Content-Type: ${mimeType}`,
		'',
		'',
	];
	return { head: Buffer.from(lines.join('\r\n')), tail: Buffer.from(`\r\n--${boundary}--\r\n`) };
}

interface MultipartBody {
	body: IHttpRequestOptions['body'];
	bytes: number;
	/** Closes the file, which a request that is rejected early leaves open. */
	close(): void;
}

async function openMultipartBody(
	context: IExecuteFunctions,
	{ binary, bytes }: BinaryImage,
	head: Buffer,
	tail: Buffer,
): Promise<Result<MultipartBody, RequestError>> {
	if (binary.id === undefined) {
		const body = Buffer.concat([head, Buffer.from(binary.data, 'base64'), tail]);
		return ok({ body, bytes: body.length, close: () => {} });
	}
	try {
		const file = await context.helpers.getBinaryStream(binary.id);
		const form = async function* (chunks: AsyncIterable<Uint8Array>) {
			yield head;
			yield* chunks;
			yield tail;
		};
		const body = streamFrom(file, form(ignoreErrors(file)));
		const totalBytes = head.length + bytes + tail.length;
		return ok({ body, bytes: totalBytes, close: () => file.destroy() });
	} catch {
		return err({ reason: 'unclear', message: 'n8n could not read the file' });
	}
}
