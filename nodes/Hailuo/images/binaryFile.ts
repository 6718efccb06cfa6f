import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { newIssue, withSubject, type Issue } from '../domain/issue';
import { fileInText, validatePastedText } from '../domain/pastedText';
import { formatValue, toText } from '../utils/format';
import { asRecord, nonEmptyString } from '../utils/json';
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
 * Reads a file of the item, and its first bytes.
 *
 * @param field value of a parameter that names a binary field: the name, or the file itself, which an
 * expression can return
 * @param headBytes how many
 * @returns the file, or the issue as a predicate: "First frame **cannot be read: …**"
 */
export async function readBinaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: unknown,
	headBytes: number,
): Promise<Result<{ file: BinaryFile; head: Uint8Array }, Issue>> {
	const issue = validateField(context, itemIndex, field);
	if (issue !== undefined) return err(issue);
	try {
		const binary: unknown = context.helpers.assertBinaryData(itemIndex, field as string);
		if (!isFile(binary)) return err(newIssue('cannot be read: its binary field holds no file'));
		const { bytes, head } = await readHead(context, binary, headBytes);
		return ok({ file: { binary, id: idOf(binary), bytes, ...statedType(binary) }, head });
	} catch (error) {
		return err(newIssue(`cannot be read: ${(error as Error).message}`));
	}
}

function validateField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: unknown,
): Issue | undefined {
	if (field === undefined || (typeof field === 'string' && field.trim() === '')) {
		return newIssue('has no binary field', 'Enter its name, such as data.');
	}
	if (typeof field === 'string') return validateName(context, itemIndex, field);
	if (isFile(field)) return undefined;
	const message = `cannot be read from ${formatValue(field)}`;
	return newIssue(message, 'Enter the name of a binary field.');
}

function validateName(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Issue | undefined {
	const file = fileInText(field);
	if (file !== undefined) {
		return newIssue(
			`cannot be read: its binary field is ${file} instead of a name`,
			"Convert it with the node Convert to File, then enter the name of that node's output field.",
		);
	}
	const issue = validatePastedText(field);
	if (issue !== undefined)
		return withSubject('cannot be read: the name of its binary field', issue);
	const fields = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	if (fields.includes(field)) return undefined;
	return newIssue(
		`cannot be read: the item has no binary field ${formatValue(field)}`,
		fields.length > 0 ? `It has: ${fields.join(', ')}.` : 'It has no files.',
	);
}

/** Whether a value is n8n binary data: a reference to its store, or base64. */
function isFile(value: unknown): value is IBinaryData {
	const { mimeType, data, id } = asRecord(value);
	const hasId = id === undefined || typeof id === 'string';
	return typeof mimeType === 'string' && typeof data === 'string' && hasId;
}

/** Reads the size and the first bytes of a file. May throw, as n8n's helpers do. */
async function readHead(
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

function idOf({ id, data }: IBinaryData): string {
	return id ?? `sha256:${createHash('sha256').update(data).digest('base64url')}`;
}

/** Characters of names in a multipart form; others could add lines to it. */
const MIME_TYPE = /^[a-z]+\/[\w.+-]+/i;
const EXTENSION = /^(?:.*\.)?([a-z\d]{1,10})$/is;

/** The type of a file as its item states it, which its content may contradict. */
export function statedType({
	mimeType,
	fileName,
	fileExtension,
}: IBinaryData): Pick<BinaryFile, 'mimeType' | 'extension'> {
	const [type = 'application/octet-stream'] = MIME_TYPE.exec(mimeType) ?? [];
	const name = nonEmptyString(fileName)?.includes('.') ? fileName : fileExtension;
	const [, extension = ''] = EXTENSION.exec(toText(name)) ?? [];
	return { mimeType: type, extension: extension.toLowerCase() };
}
