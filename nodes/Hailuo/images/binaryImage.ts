import type { IExecuteFunctions } from 'n8n-workflow';

import type { ImageFile, ImageFormat } from '../domain/imageLimits';
import type { Issue } from '../domain/issue';
import { ok, type Result } from '../utils/result';
import { readBinaryFile, type BinaryFile } from './binaryFile';
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
	const read = await readBinaryFile(context, itemIndex, field, HEAD_BYTES);
	if (!read.ok) return read;
	const { file, head } = read.value;
	const header = parseImageHeader(head);
	return header.ok ? ok({ ...file, ...header.value, ...TYPES[header.value.format] }) : header;
}
