/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { generate } from 'selfsigned';

const HOST = 'www.googleapis.com';
const PATH = '/upload/youtube/v3/videos';
const DRIVE_PATH = '/upload/drive/v3/files';
/** The size of each chunk but the last is a multiple of this, bytes. */
const CHUNK_UNIT = 256 * 1024;
const QUOTA_EXCEEDED = 'The request cannot be completed because you have exceeded your quota.';

/** An upload as YouTube receives it. */
interface Upload {
	snippet: { title: string; categoryId: string; tags?: string[]; description?: string };
	status: { privacyStatus?: string; selfDeclaredMadeForKids?: boolean };
	type: string;
	/** Size of the whole file, bytes. */
	size: number;
	/** The bytes received so far. */
	content: Buffer;
}

/** A file as Google Drive keeps it. */
interface DriveFile {
	name: string;
	parents: string[];
	size: number;
	content: Buffer;
}

/** The upload APIs of YouTube and Google Drive, at the URL that n8n's nodes use. */
export interface Google {
	/** Environment of an n8n: routes requests for them to this server and trusts its certificate. */
	env: Record<string, string>;
	/** For a credential of type `youTubeOAuth2Api` or `googleDriveOAuth2Api`, as n8n saves it after the login with Google. */
	credential: { clientId: string; clientSecret: string; oauthTokenData: { access_token: string } };
	/** The uploads started, in order. */
	uploads: Upload[];
	/** The files in Google Drive, in the order of their upload. */
	files: DriveFile[];
	/** Rejects all further uploads: to YouTube because the quota is exceeded, or to Drive because its storage is full. */
	reject(what: 'start' | 'file'): void;
	/** Accepts uploads again. */
	accept(): void;
	/** Deletes the uploads and files, and accepts new ones. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1, behind an HTTP proxy that connects to no other host. */
export async function startGoogle(): Promise<Google> {
	const folder = mkdtempSync(join(tmpdir(), 'hailuo-google-'));
	const certificate = join(folder, 'certificate.pem');
	const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
		keyType: 'ec',
		algorithm: 'sha256',
	});
	writeFileSync(certificate, cert);

	const uploads: Upload[] = [];
	const files: DriveFile[] = [];
	let rejected: 'start' | 'file' | undefined;
	const https = { key, cert };
	const app = fastify({ https, bodyLimit: 8 * CHUNK_UNIT, forceCloseConnections: true });
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.post<{ Body: Pick<Upload, 'snippet' | 'status'> }>(PATH, async ({ headers, body }, reply) => {
		if (headers.authorization !== 'Bearer test-token') return await reply.code(401).send();
		if (rejected === 'start') {
			const errors = [
				{ domain: 'youtube.quota', reason: 'quotaExceeded', message: QUOTA_EXCEEDED },
			];
			return await reply.code(403).send({ error: { code: 403, message: QUOTA_EXCEEDED, errors } });
		}
		const type = String(headers['x-upload-content-type']);
		const size = Number(headers['x-upload-content-length']);
		const count = uploads.push({ ...body, type, size, content: Buffer.alloc(0) });
		const location = `https://${HOST}${PATH}?uploadType=resumable&upload_id=${count - 1}`;
		return await reply.header('location', location).send();
	});

	app.put<{ Querystring: { upload_id: string }; Body: Buffer }>(PATH, async (request, reply) => {
		const { headers, body, query } = request;
		const upload = uploads[Number(query.upload_id)];
		const begin = upload.content.length;
		const end = begin + body.length;
		const isLast = end === upload.size;
		const range = `bytes ${begin}-${end - 1}/${upload.size}`;
		if (headers['content-range'] !== range || !(isLast || body.length % CHUNK_UNIT === 0))
			return await reply.code(400).send();
		upload.content = Buffer.concat([upload.content, body]);
		if (!isLast)
			return await reply
				.code(308)
				.header('range', `bytes=0-${end - 1}`)
				.send();
		return { kind: 'youtube#video', id: `video-${query.upload_id}` };
	});

	app.post<{ Body: Pick<DriveFile, 'name' | 'parents'> }>(
		DRIVE_PATH,
		async ({ headers, body }, reply) => {
			if (headers.authorization !== 'Bearer test-token') return await reply.code(401).send();
			if (rejected === 'file') {
				const error = { code: 403, message: "The user's Drive storage quota has been exceeded." };
				return await reply.code(403).send({ error });
			}
			const count = files.push({ ...body, size: 0, content: Buffer.alloc(0) });
			const location = `https://${HOST}${DRIVE_PATH}?upload_id=${count - 1}`;
			return await reply.header('location', location).send();
		},
	);

	app.put<{ Querystring: { upload_id: string }; Body: Buffer }>(
		DRIVE_PATH,
		async ({ headers, body, query }, reply) => {
			const file = files[Number(query.upload_id)];
			file.content = Buffer.concat([file.content, body]);
			file.size = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]);
			if (file.content.length < file.size) return await reply.code(308).send();
			return { id: `file-${query.upload_id}` };
		},
	);

	app.patch<{ Params: { id: string }; Body: Partial<DriveFile> }>(
		'/drive/v3/files/:id',
		async ({ params, body }) => ({
			id: params.id,
			name: Object.assign(files[Number(params.id.slice('file-'.length))], body).name,
		}),
	);

	await app.listen({ port: 0, host: '127.0.0.1' });
	const { port } = app.server.address() as AddressInfo;
	const proxy = createServer().on('connect', ({ url }, socket) => {
		if (url !== `${HOST}:443`) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		const tunnel = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			tunnel.pipe(socket).pipe(tunnel);
		});
		tunnel.on('error', () => socket.destroy());
		return socket.on('error', () => tunnel.destroy());
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');

	return {
		env: {
			// In lower case it takes precedence over HTTPS_PROXY of the machine.
			https_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: certificate,
		},
		credential: {
			clientId: 'test',
			clientSecret: 'test',
			oauthTokenData: { access_token: 'test-token' },
		},
		uploads,
		files,
		accept() {
			rejected = undefined;
		},
		reject(what) {
			rejected = what;
		},
		reset() {
			uploads.length = 0;
			files.length = 0;
			rejected = undefined;
		},
		async close() {
			proxy.close();
			await app.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
