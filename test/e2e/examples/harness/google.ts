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
/** The size of each chunk but the last is a multiple of this, bytes. */
const CHUNK_UNIT = 256 * 1024;

/** A file as Google receives it, with the fields that were sent with it. */
type Uploaded<Fields> = Fields & {
	type: string;
	/** Size of the whole file, bytes. */
	size: number;
	/** The bytes received so far. */
	content: Buffer;
};
type Video = Uploaded<{ snippet: { title: string }; status: { privacyStatus?: string } }>;
type DriveFile = Uploaded<{ name: string }>;

/** The upload APIs of YouTube and Google Drive, at the URL that n8n's nodes use. */
export interface Google {
	/** Environment of an n8n: routes requests for them to this server and trusts its certificate. */
	env: Record<string, string>;
	/** For a credential of type `youTubeOAuth2Api` or `googleDriveOAuth2Api`, as n8n saves it after the login with Google. */
	credential: { clientId: string; clientSecret: string; oauthTokenData: { access_token: string } };
	/** The uploads to YouTube and to Google Drive, in order. */
	uploads: Video[];
	files: DriveFile[];
	/** Rejects all further uploads to one of them: its quota is exceeded. */
	reject(service: 'YouTube' | 'Drive'): void;
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

	const uploads: Video[] = [];
	const files: DriveFile[] = [];
	let rejected: 'YouTube' | 'Drive' | undefined;
	const https = { key, cert };
	const app = fastify({ https, bodyLimit: 8 * CHUNK_UNIT, forceCloseConnections: true });
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	/** A resumable upload: a request with the fields, then the bytes in chunks. */
	const receive = <Fields extends object>(
		service: 'YouTube' | 'Drive',
		path: string,
		received: Array<Uploaded<Fields>>,
	) => {
		app.post<{ Body: Fields }>(path, async ({ headers, body }, reply) => {
			if (headers.authorization !== 'Bearer test-token') return await reply.code(401).send();
			if (rejected === service) {
				const message = `The quota of ${service} has been exceeded.`;
				return await reply.code(403).send({ error: { code: 403, message } });
			}
			const type = String(headers['x-upload-content-type']);
			const count = received.push({ ...(body as Fields), type, size: 0, content: Buffer.alloc(0) });
			const location = `https://${HOST}${path}?uploadType=resumable&upload_id=${count - 1}`;
			return await reply.header('location', location).send();
		});
		app.put<{ Querystring: { upload_id: string }; Body: Buffer }>(path, async (request, reply) => {
			const { headers, body, query } = request;
			const file = received[Number(query.upload_id)];
			const begin = file.content.length;
			const end = begin + body.length;
			const range = String(headers['content-range']);
			file.size = Number(range.split('/')[1]);
			const isLast = end === file.size;
			if (
				range !== `bytes ${begin}-${end - 1}/${file.size}` ||
				!(isLast || body.length % CHUNK_UNIT === 0)
			)
				return await reply.code(400).send();
			file.content = Buffer.concat([file.content, body]);
			if (isLast) return { id: `${service === 'YouTube' ? 'video' : 'file'}-${query.upload_id}` };
			return await reply
				.code(308)
				.header('range', `bytes=0-${end - 1}`)
				.send();
		});
	};
	receive('YouTube', '/upload/youtube/v3/videos', uploads);
	receive('Drive', '/upload/drive/v3/files', files);

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
