import { randomBytes } from 'node:crypto';

import { meaningOf, Refusal, type ApiError } from '../api/errors';
import { jsonAnswer, type Answer } from '../http/answer';
import { Host, type Handler } from '../http/host';
import type { RecordedRequest } from '../http/recording';
import type { Simulator } from '../simulator';

const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** The file and the other parts of the form. */
const MAX_FORM_BYTES = MAX_FILE_BYTES + 64 * 1024;
const FILE_LIFE_MS = 72 * 60 * 60 * 1000;

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

/** The file of a multipart form. The record gets the form's fields. */
async function fileOf(record: RecordedRequest, content: Buffer) {
	const type = String(record.headers['content-type']);
	const form = await new Response(content, { headers: { 'content-type': type } })
		.formData()
		.catch(() => new FormData());
	const fields = [...form.entries()].map(([name, value]) => [
		name,
		typeof value === 'string' ? value : `${value.name}, ${value.type}, ${value.size} bytes`,
	]);
	record.body = Object.fromEntries(fields);
	const file = form.get('file');
	if (!(file instanceof File)) throw new Refusal({ status: 400, message: 'The form has no file' });
	const name = form.get('fileName') ?? file.name;
	return { name: String(name), content: Buffer.from(await file.arrayBuffer()) };
}

/** The file host: returns a URL for each uploaded file, which the media server then serves. */
export function buildFiles(simulator: Simulator): Host {
	const host = new Host(simulator, { server: 'files', bodyLimit: MAX_FORM_BYTES, refusal });

	const upload: Handler = async (record, sent) => {
		simulator.keyOf(record);
		const { name, content } = await fileOf(record, sent);
		if (content.length > MAX_FILE_BYTES) throw new Refusal({ status: 413 });
		const contentType = fileTypeOf(content);
		if (!contentType) {
			throw new Refusal({ status: 400, message: 'Not an image, video or audio file' });
		}
		const safeName = name.replace(/[^A-Za-z0-9._-]/g, '_');
		const path = `/uploads/${randomBytes(4).toString('hex')}/${safeName}`;
		simulator.uploads.set(path, { contentType, content });
		const url = simulator.mediaUrl + path;
		const data = {
			file_name: name,
			file_size: content.length,
			mime_type: contentType,
			file_url: url,
			download_url: `${url}?download=1`,
			expires_at: new Date(simulator.now + FILE_LIFE_MS).toISOString(),
		};
		return jsonAnswer(200, { success: true, code: 200, msg: 'File uploaded', data });
	};

	host.on('POST', '/api/v1/files/upload/stream', upload, 'upload');
	return host;
}
