import { createHash, randomUUID } from 'crypto';
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { BinaryFile } from '../images/binaryFile';
import { asRecord, nonEmptyString } from '../utils/json';
import { err, type Result } from '../utils/result';
import { ignoreErrors, joined, streamFrom, type ByteStream } from './byteStream';
import type { RequestError } from './evidence';
import { sendRequest } from './request';
import { parseResponse } from './response';

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
	const head = multipartHead(file, boundary);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	let stored: ByteStream | undefined;
	try {
		const { id } = file.binary;
		if (id !== undefined) stored = ignoreErrors(await context.helpers.getBinaryStream(id));
	} catch {
		return err({ reason: 'unclear', message: 'n8n could not read the file' });
	}
	const options = {
		method: 'POST' as const,
		url: `${filesBaseUrl}/api/v1/files/upload/stream`,
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': head.length + file.bytes + tail.length,
		},
		body: stored
			? streamFrom(stored, joined(head, stored, tail))
			: Buffer.concat([head, Buffer.from(file.binary.data, 'base64'), tail]),
		timeout: UPLOAD_IDLE_TIMEOUT_MS,
	};
	const uploaded = await sendRequest(context, data, options, (response) =>
		parseResponse(response, parseUploadedFile, 'the URL of an uploaded file', 'upload'),
	);
	// A request that is rejected early leaves the file open.
	stored?.destroy();
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
 * The multipart form before the file. Not built with the library form-data, the only forms that n8n
 * streams, because this package may not have dependencies.
 *
 * The file name is a hash of the file's ID: the real name may be private, and equal names could
 * overwrite each other.
 */
function multipartHead({ id, mimeType, extension }: BinaryFile, boundary: string): Buffer {
	const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
	const fileName = extension === '' ? name : `${name}.${extension}`;
	const lines = [
		`--${boundary}`,
		`Content-Disposition: form-data; name="file"; filename="${fileName}"`,
		`Content-Type: ${mimeType}`,
		'',
		'',
	];
	return Buffer.from(lines.join('\r\n'));
}
