import { createHash, randomUUID } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { RequestError } from './responseError';
import { sendRequest } from './request';
import type { ImageFormat } from '../domain/imageLimits';
import { asRecord, nonEmptyString } from '../utils/json';
import type { BinaryImage } from '../images/binaryImage';

/** The connection may be silent for so long. */
const UPLOAD_IDLE_TIMEOUT_MS = 60_000;

const TYPES: Readonly<Record<ImageFormat, { mimeType: string; extension: string }>> = {
	JPEG: { mimeType: 'image/jpeg', extension: 'jpg' },
	PNG: { mimeType: 'image/png', extension: 'png' },
	WebP: { mimeType: 'image/webp', extension: 'webp' },
};

/**
 * Uploads an image to the file host, in one try, and gives its public link, which lives for 72
 * hours. The file streams: n8n's store holds it, memory does not.
 */
export async function uploadImage(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	filesBaseUrl: string,
	image: BinaryImage,
): Promise<{ link: string } | { fault: RequestError }> {
	const boundary = `hailuo-${randomUUID()}`;
	const { head, tail } = multipartParts(image, boundary);
	const form = await openMultipartBody(context, image, head, tail);
	if ('fault' in form) return form;
	const reply = await sendRequest(context, data, {
		method: 'POST',
		url: `${filesBaseUrl}/api/v1/files/upload/stream`,
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': head.length + image.bytes + tail.length,
		},
		body: form.body,
		timeout: UPLOAD_IDLE_TIMEOUT_MS,
	});
	form.close();
	if ('fault' in reply) return reply;
	const link = nonEmptyString(asRecord(reply.body.data).file_url);
	return link === undefined
		? { fault: { kind: 'unreadable', message: 'The answer gives no link to the file' } }
		: { link };
}

/**
 * What stands before and behind the file in a form. Written by hand, since n8n streams a form only
 * where a library builds it, and this package may bring none.
 *
 * The file goes by a name made from its ID: its own may be nobody's business, and two of one name
 * could overwrite each other.
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
	/** Lets go of the file, which a request that was refused early leaves open. */
	close(): void;
}

async function openMultipartBody(
	context: IExecuteFunctions,
	{ binary }: BinaryImage,
	head: Buffer,
	tail: Buffer,
): Promise<MultipartBody | { fault: RequestError }> {
	if (binary.id === undefined) {
		const body = Buffer.concat([head, Buffer.from(binary.data, 'base64'), tail]);
		return { body, close: () => {} };
	}
	try {
		const file = await context.helpers.getBinaryStream(binary.id);
		const body = file.compose(async function* (chunks: AsyncIterable<Buffer>) {
			yield head;
			yield* chunks;
			yield tail;
		});
		return { body, close: () => file.destroy() };
	} catch {
		return { fault: { kind: 'interrupted', message: 'n8n cannot read the file any more' } };
	}
}
