import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { fileInText, validatePastedText } from '../domain/pastedText';
import { formatValue } from '../utils/format';
import { asRecord } from '../utils/json';
import { err, ok, type Result } from '../utils/result';

/** A file in n8n's binary store, or in the item itself. */
export interface BinaryFile {
	binary: IBinaryData;
	/** The same for the same file, in any item and on any try. */
	id: string;
	/** Size. */
	bytes: number;
	mimeType: string;
	/** Without a dot; '' if unknown. */
	extension: string;
}

/**
 * Finds the file of a parameter that names a binary field.
 *
 * @param field its value: the name, or the file itself, which an expression can return
 * @returns the file, or the issue as a predicate: "First frame **cannot be read: …**"
 */
export function findBinary(
	context: IExecuteFunctions,
	itemIndex: number,
	field: unknown,
): Result<IBinaryData, string> {
	if (field === undefined || (typeof field === 'string' && field.trim() === '')) {
		return err('has no binary field. Enter its name, such as data');
	}
	if (typeof field === 'string') {
		const issue = validateName(context, itemIndex, field);
		if (issue !== undefined) return err(issue);
	} else if (!isFile(field)) {
		return err(`cannot be read from ${formatValue(field)}. Enter the name of a binary field`);
	}
	try {
		const binary: unknown = context.helpers.assertBinaryData(itemIndex, field);
		return isFile(binary) ? ok(binary) : err('cannot be read: its binary field holds no file');
	} catch (error) {
		return err(`cannot be read: ${(error as Error).message}`);
	}
}

function validateName(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): string | undefined {
	const file = fileInText(field);
	if (file !== undefined) {
		return `cannot be read: its binary field is ${file} instead of a name. Convert it with the node Convert to File, then enter the name of that node's output field`;
	}
	const pasted = validatePastedText(field);
	if (pasted !== undefined) return `cannot be read: the name of its binary field ${pasted}`;
	const fields = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	if (fields.includes(field)) return undefined;
	const known = fields.length > 0 ? `It has: ${fields.join(', ')}` : 'It has no files';
	return `cannot be read: the item has no binary field ${formatValue(field)}. ${known}`;
}

/** Whether a value is n8n binary data: a reference to its store, or base64. */
function isFile(value: unknown): value is IBinaryData {
	const { mimeType, data, id } = asRecord(value);
	const hasId = id === undefined || typeof id === 'string';
	return typeof mimeType === 'string' && typeof data === 'string' && hasId;
}

/**
 * Reads the size and the first bytes of a file. May throw, as n8n's helpers do.
 *
 * @param headBytes how many
 */
export async function readHead(
	{ helpers }: IExecuteFunctions,
	{ id, data }: IBinaryData,
	headBytes: number,
): Promise<{ bytes: number; head: Uint8Array }> {
	if (id === undefined) {
		// The length of the text is no measure of the size: it may contain line breaks and spaces.
		const content = Buffer.from(data, 'base64');
		return { bytes: content.length, head: content.subarray(0, headBytes) };
	}
	const { fileSize } = await helpers.getBinaryMetadata(id);
	let head = Buffer.alloc(0);
	for await (const chunk of await helpers.getBinaryStream(id, headBytes)) {
		head = Buffer.concat([head, chunk as Buffer]);
		if (head.length >= headBytes) break;
	}
	return { bytes: fileSize, head: head.subarray(0, headBytes) };
}

export function idOf({ id, data }: IBinaryData): string {
	return id ?? `sha256:${createHash('sha256').update(data).digest('base64url')}`;
}

/** Characters of names in a multipart form; others could add lines to it. */
const MIME_TYPE = /^[a-z]+\/[\w.+-]+/i;
const EXTENSION = /^(?:.*\.)?([a-z\d]{1,10})$/is;

/** The type of a file as its item states it, which its content may contradict. */
export function statedType({
	mimeType,
	fileName = '',
	fileExtension = '',
}: IBinaryData): Pick<BinaryFile, 'mimeType' | 'extension'> {
	const [type = 'application/octet-stream'] = MIME_TYPE.exec(mimeType) ?? [];
	const name = fileName.includes('.') ? fileName : fileExtension;
	const [, extension = ''] = EXTENSION.exec(name) ?? [];
	return { mimeType: type, extension: extension.toLowerCase() };
}
