import { createHash, randomUUID } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { BinaryFile } from '../images/binaryFile';
import { asRecord, nonEmptyString } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { ignoreErrors, streamFrom } from './byteStream';
import { sendRequest } from './request';
import { parseResponse, type RequestError } from './evidence';

/** The maximum time without activity on the connection. */
const UPLOAD_IDLE_TIMEOUT_MS = 60_000;

/** A file that the file host has received. */
export interface UploadedFile {
	/** Public. */
	fileUrl: string;
	/** ISO 8601, after 72 hours; absent if the host does not say it. */
	expiresAt?: string;
}

/**
 * Uploads a file to the file host, in one attempt. It is streamed from n8n's binary store and not loaded
 * into memory.
 */
export async function uploadFile(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	filesBaseUrl: string,
	file: BinaryFile,
): Promise<Result<UploadedFile, RequestError>> {
	const boundary = `hailuo-${randomUUID()}`;
	const { head, tail } = multipartParts(file, boundary);
	const form = await openMultipartBody(context, file, head, tail);
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
		parseResponse(response, parseUploadedFile, 'the URL of an uploaded file', nowMs, 'upload'),
	);
	form.value.close();
	return uploaded;
}

function parseUploadedFile(body: unknown): UploadedFile | undefined {
	const { file_url, expires_at } = asRecord(asRecord(body).data);
	const fileUrl = nonEmptyString(file_url);
	if (fileUrl === undefined) return undefined;
	const expiresMs = Date.parse(nonEmptyString(expires_at) ?? '');
	return { fileUrl, ...(expiresMs > 0 && { expiresAt: new Date(expiresMs).toISOString() }) };
}

/**
 * The multipart form before and after the file. Not built with the library form-data, the only forms
 * that n8n streams, because this package may not have dependencies.
 *
 * The file name is a hash of the file's ID: the real name may be private, and equal names could
 * overwrite each other.
 */
function multipartParts(
	{ id, mimeType, extension }: BinaryFile,
	boundary: string,
): { head: Buffer; tail: Buffer } {
	const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
	const fileName = extension === '' ? name : `${name}.${extension}`;
	const lines = [
		`--${boundary}`,
		`Content-Disposition: form-data; name="file"; filename="${fileName}"`,
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
	{ binary, bytes }: BinaryFile,
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
