import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { validateFileSize, validateDimensions, type ImageFile } from '../domain/imageLimits';
import { asRecord } from '../utils/json';
import { err, ok, type Result } from '../utils/result';
import { parseImageHeader } from './imageHeader';

/** An image in n8n's binary store, or in the item itself. */
export interface BinaryImage extends ImageFile {
	binary: IBinaryData;
	bytes: number;
}

/** Most image headers end within one chunk. */
const CHUNK_BYTES = 8 * 1024;

/**
 * Reads the image in a binary field and validates it against the API's limits. Only its header is read.
 *
 * @param field name of the binary field, or the file itself, which an expression can return
 * @returns the image, or the issue as a predicate: "First frame **is 200 × 200 px; …**"
 */
export async function readBinaryImage(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): Promise<Result<BinaryImage, string>> {
	try {
		const binary: unknown = context.helpers.assertBinaryData(itemIndex, field);
		if (!isFile(binary)) return err(NO_FILE);
		const { bytes, chunks } = await openFile(context, binary);
		const sizeIssue = validateFileSize(bytes);
		if (sizeIssue !== undefined) return err(sizeIssue);

		const header = await parseImageHeader(await chunks(), bytes);
		if (!header.ok) return header;
		const issue = validateDimensions(header.value);
		if (issue !== undefined) return err(issue);
		return ok({ ...header.value, id: idOf(binary), binary, bytes });
	} catch (error) {
		return err(`cannot be read: ${(error as Error).message}`);
	}
}

/** n8n finds a field named "constructor" in every item, so its value is checked as well. */
const NO_FILE = 'cannot be read: its binary field holds no file';

/** Whether a value is n8n binary data: a reference to its store, or base64. */
export function isFile(value: unknown): value is IBinaryData {
	const { mimeType, data, id } = asRecord(value);
	const hasId = id === undefined || typeof id === 'string';
	return typeof mimeType === 'string' && typeof data === 'string' && hasId;
}

interface OpenFile {
	bytes: number;
	chunks(): Promise<AsyncIterable<Uint8Array>> | Iterable<Uint8Array>;
}

async function openFile(
	{ helpers }: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<OpenFile> {
	if (id === undefined) {
		// The length of the text is no measure of the size: it may contain line breaks and spaces.
		const content = Buffer.from(data, 'base64');
		return { bytes: content.length, chunks: () => [content] };
	}
	const { fileSize } = await helpers.getBinaryMetadata(id);
	const chunks = async () => await helpers.getBinaryStream(id, CHUNK_BYTES);
	return { bytes: fileSize, chunks };
}

/** An ID that is the same for the same image, in any item and on any try. */
function idOf({ id, data }: IBinaryData): string {
	return id ?? `sha256:${createHash('sha256').update(data).digest('base64url')}`;
}
