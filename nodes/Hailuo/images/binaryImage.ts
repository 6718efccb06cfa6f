import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { ImageFile } from '../domain/imageLimits';
import { formatValue } from '../utils/format';
import { asRecord } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { HEAD_BYTES, parseImageHeader } from './imageHeader';

/** An image in n8n's binary store, or in the item itself. */
export interface BinaryImage extends ImageFile {
	binary: IBinaryData;
}

/**
 * Reads the format and dimensions of the image in a binary field. Only its header is read.
 *
 * @param field name of the binary field, or the file itself, which an expression can return
 * @returns the image, or the issue as a predicate: "First frame **is an empty file**"
 */
export async function readBinaryImage(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): Promise<Result<BinaryImage, string>> {
	try {
		const fields = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
		if (typeof field === 'string' && !fields.includes(field)) {
			const known = fields.length > 0 ? `It has: ${fields.join(', ')}` : 'It has no files';
			return err(`cannot be read: the item has no binary field ${formatValue(field)}. ${known}`);
		}
		const binary: unknown = context.helpers.assertBinaryData(itemIndex, field);
		if (!isFile(binary)) return err('cannot be read: its binary field holds no file');
		const { bytes, head } = await readHead(context, binary);
		const header = parseImageHeader(head);
		return header.ok ? ok({ ...header.value, id: idOf(binary), binary, bytes }) : header;
	} catch (error) {
		return err(`cannot be read: ${(error as Error).message}`);
	}
}

/** Whether a value is n8n binary data: a reference to its store, or base64. */
export function isFile(value: unknown): value is IBinaryData {
	const { mimeType, data, id } = asRecord(value);
	const hasId = id === undefined || typeof id === 'string';
	return typeof mimeType === 'string' && typeof data === 'string' && hasId;
}

async function readHead(
	{ helpers }: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<{ bytes: number; head: Uint8Array }> {
	if (id === undefined) {
		// The length of the text is no measure of the size: it may contain line breaks and spaces.
		const content = Buffer.from(data, 'base64');
		return { bytes: content.length, head: content.subarray(0, HEAD_BYTES) };
	}
	const { fileSize } = await helpers.getBinaryMetadata(id);
	let head = Buffer.alloc(0);
	for await (const chunk of await helpers.getBinaryStream(id, HEAD_BYTES)) {
		head = Buffer.concat([head, chunk as Buffer]);
		if (head.length >= HEAD_BYTES) break;
	}
	return { bytes: fileSize, head: head.subarray(0, HEAD_BYTES) };
}

/** An ID that is the same for the same image, in any item and on any try. */
function idOf({ id, data }: IBinaryData): string {
	return id ?? `sha256:${createHash('sha256').update(data).digest('base64url')}`;
}
