import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { validateFileSize, validateDimensions, type ImageFile } from '../domain/imageLimits';
import { asRecord } from '../utils/json';
import { parseFrom } from './imageHeader';

/** An image in n8n: in its binary store, or within the item itself. */
export interface BinaryImage extends ImageFile {
	binary: IBinaryData;
	bytes: number;
}

/** Read at once; most headers end within the first of them. */
const CHUNK_BYTES = 8 * 1024;

/**
 * Looks at the image in a binary field of an item and checks it against the API's limits. Of the
 * file no more is read than its header.
 *
 * @param field its name, or the file itself, as an expression can give it
 * @returns the image, or what is wrong in words that follow "First frame …"
 */
export async function readBinaryImage(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): Promise<{ image: BinaryImage } | { complaint: string }> {
	try {
		const binary: unknown = context.helpers.assertBinaryData(itemIndex, field);
		if (!isFile(binary)) return { complaint: NO_FILE };
		const bytes = await sizeOf(context, binary);
		const tooLarge = validateFileSize(bytes);
		if (tooLarge !== undefined) return { complaint: tooLarge };

		const size = await parseFrom(await chunksOf(context, binary), bytes);
		if ('complaint' in size) return size;
		const complaint = validateDimensions(size);
		if (complaint !== undefined) return { complaint };
		return { image: { ...size, id: idOf(binary), binary, bytes } };
	} catch (error) {
		return { complaint: `cannot be read: ${(error as Error).message}` };
	}
}

/** n8n finds a "constructor" in the binary fields of every item, so that it is looked at twice. */
const NO_FILE = 'cannot be read: its binary field holds no file';

/** Whether a value is a file as items hold it: in n8n's store under its ID, or as base64. */
export function isFile(value: unknown): value is IBinaryData {
	const { mimeType, data, id } = asRecord(value);
	const hasId = id === undefined || typeof id === 'string';
	return typeof mimeType === 'string' && typeof data === 'string' && hasId;
}

async function sizeOf(context: IExecuteFunctions, { id, data }: IBinaryData): Promise<number> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	return (await context.helpers.getBinaryMetadata(id)).fileSize;
}

async function chunksOf(
	context: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
	return id === undefined ? decoded(data) : await context.helpers.getBinaryStream(id, CHUNK_BYTES);
}

function* decoded(base64: string): Generator<Uint8Array> {
	// Four characters are three bytes.
	const step = 4 * Math.floor(CHUNK_BYTES / 3);
	for (let at = 0; at < base64.length; at += step) {
		yield Buffer.from(base64.slice(at, at + step), 'base64');
	}
}

/** The same for the same image, in this item or another, now or when the run is tried again. */
function idOf({ id, data }: IBinaryData): string {
	return id ?? `sha256:${createHash('sha256').update(data).digest('base64url')}`;
}
