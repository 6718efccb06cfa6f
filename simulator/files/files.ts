import multipart, { type Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { jsonAnswer, type Answer } from '../http/answer';
import { meaningOf, Refusal, type ApiError } from '../api/errors';
import { Host, type Handler } from '../http/host';
import { readJson } from '../http/readJson';
import type { RecordedRequest } from '../http/recording';
import type { Simulation } from '../simulation';

interface SentFile {
	readonly name: string;
	readonly content: Buffer;
}

const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Base64 takes four bytes for three. */
const MAX_BODY_BYTES = 28 * 1024 * 1024;
const FILE_LIFE_MS = 72 * 60 * 60 * 1000;
const DATA_URL = /^data:([a-z]+\/[a-z0-9.+-]+);base64,/i;

/** By the first twelve bytes in hexadecimal. */
const FILE_TYPES: ReadonlyArray<readonly [start: RegExp, type: string]> = [
	[/^ffd8ff/, 'image/jpeg'],
	[/^89504e470d0a1a0a/, 'image/png'],
	[/^52494646.{8}57454250/, 'image/webp'],
	[/^.{8}6674797068656963/, 'image/heic'],
	[/^.{8}667479707174/, 'video/quicktime'],
	[/^.{8}66747970/, 'video/mp4'],
	[/^(494433|fffb)/, 'audio/mpeg'],
	[/^52494646.{8}57415645/, 'audio/wav'],
];

function refusal({ status, message = meaningOf(status) }: ApiError): Answer {
	return jsonAnswer(status, { success: false, code: status, msg: message });
}

/** The type by the first bytes; undefined if the API does not accept it. */
function fileTypeOf(content: Buffer): string | undefined {
	const start = content.toString('hex', 0, 12);
	return FILE_TYPES.find(([signature]) => signature.test(start))?.[1];
}

async function fileOfForm(request: FastifyRequest, record: RecordedRequest): Promise<SentFile> {
	const fields: Record<string, string> = {};
	let file: SentFile | undefined;
	record.body = fields;
	for await (const part of request.parts() as AsyncIterable<Multipart>) {
		if (part.type === 'field') {
			fields[part.fieldname] = String(part.value);
		} else {
			const content = await part.toBuffer();
			fields[part.fieldname] = `${part.filename}, ${part.mimetype}, ${content.length} bytes`;
			if (part.fieldname === 'file') file = { name: part.filename, content };
		}
	}
	if (!file) throw new Refusal({ status: 400, message: 'The form has no file' });
	return { ...file, name: fields.fileName ?? file.name };
}

function fileOfJson({ body }: FastifyRequest): SentFile {
	const sent = readJson(body) as { base64_data?: unknown; file_name?: unknown } | undefined;
	if (typeof sent?.base64_data !== 'string') {
		throw new Refusal({ status: 400, message: 'base64_data is missing' });
	}
	const content = Buffer.from(sent.base64_data.replace(DATA_URL, ''), 'base64');
	return { name: String(sent.file_name ?? 'file'), content };
}

/** The file host: returns a URL for each uploaded file, which the media server then serves. */
export function buildFiles(simulation: Simulation): Host {
	const host = new Host(simulation, { server: 'files', bodyLimit: MAX_BODY_BYTES, refusal });
	void host.app.register(multipart, { limits: { fileSize: MAX_FILE_BYTES } });

	const keep = ({ name, content }: SentFile): Answer => {
		if (content.length > MAX_FILE_BYTES) throw new Refusal({ status: 413 });
		const contentType = fileTypeOf(content);
		if (!contentType)
			throw new Refusal({ status: 400, message: 'Not an image, video or audio file' });
		const url = simulation.mediaUrl + simulation.uploads.keep(name, { contentType, content });
		const data = {
			file_name: name,
			file_size: content.length,
			mime_type: contentType,
			file_url: url,
			download_url: `${url}?download=1`,
			expires_at: new Date(simulation.now + FILE_LIFE_MS).toISOString(),
		};
		return jsonAnswer(200, { success: true, code: 200, msg: 'File uploaded', data });
	};

	const uploadBy =
		(fileOf: (...args: Parameters<Handler>) => SentFile | Promise<SentFile>): Handler =>
		async (request, record) => {
			if (!simulation.keyIn(request.headers.authorization)) throw new Refusal({ status: 401 });
			return keep(await fileOf(request, record));
		};

	const path = '/api/v1/files/upload';
	host.on({ method: 'POST', path: `${path}/stream`, endpoint: 'upload' }, uploadBy(fileOfForm));
	host.on({ method: 'POST', path: `${path}/base64`, endpoint: 'upload' }, uploadBy(fileOfJson));
	return host;
}
