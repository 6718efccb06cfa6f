import type { IExecuteFunctions } from 'n8n-workflow';

import type { ImageFile, ImageFormat } from '../domain/imageLimits';
import { newIssue, type Issue } from '../domain/issue';
import { err, ok, type Result } from '../utils/result';
import { findBinary, idOf, readHead, type BinaryFile } from './binaryFile';
import { HEAD_BYTES, parseImageHeader } from './imageHeader';

export interface BinaryImage extends BinaryFile, ImageFile {}

const TYPES: Readonly<Record<ImageFormat, Pick<BinaryFile, 'mimeType' | 'extension'>>> = {
	JPEG: { mimeType: 'image/jpeg', extension: 'jpg' },
	PNG: { mimeType: 'image/png', extension: 'png' },
	WebP: { mimeType: 'image/webp', extension: 'webp' },
	HEIC: { mimeType: 'image/heic', extension: 'heic' },
};

/**
 * Reads the format and dimensions of the image in a binary field. Only its header is read.
 *
 * @param field name of the binary field, or the file itself, which an expression can return
 * @returns the image, or the issue as a predicate: "First frame **is an empty file**"
 */
export async function readBinaryImage(
	context: IExecuteFunctions,
	itemIndex: number,
	field: unknown,
): Promise<Result<BinaryImage, Issue>> {
	const found = findBinary(context, itemIndex, field);
	if (!found.ok) return found;
	const binary = found.value;
	try {
		const { bytes, head } = await readHead(context, binary, HEAD_BYTES);
		const header = parseImageHeader(head);
		if (!header.ok) return header;
		return ok({ ...header.value, ...TYPES[header.value.format], id: idOf(binary), binary, bytes });
	} catch (error) {
		return err(newIssue(`cannot be read: ${(error as Error).message}`));
	}
}
