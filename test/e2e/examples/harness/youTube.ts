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
/** All chunks of an upload but the last are a multiple of it, in bytes. */
const CHUNK_UNIT = 256 * 1024;
const QUOTA_EXCEEDED = 'The request cannot be completed because you have exceeded your quota.';

/** An upload as YouTube knows it. */
export interface Upload {
	snippet: { title: string; categoryId: string; tags?: string[]; description?: string };
	status: { privacyStatus?: string; selfDeclaredMadeForKids?: boolean };
	type: string;
	/** Of the whole file, in bytes. */
	size: number;
	/** What has come so far. */
	content: Buffer;
}

/** YouTube's uploads, at the address where n8n's own YouTube node looks for them. */
export interface YouTube {
	/** For an n8n: what goes to YouTube comes here, and the certificate is trusted. */
	env: Record<string, string>;
	/** For a credential of type `youTubeOAuth2Api`, as n8n saves it after the login at Google. */
	credential: { clientId: string; clientSecret: string; oauthTokenData: { access_token: string } };
	/** Those that have begun, in order. */
	uploads: Upload[];
	/** Uploads are refused from now on: at their start for want of quota, or at each chunk. */
	refuse(what: 'start' | 'chunk'): void;
	/** Forgets the uploads, and refuses nothing. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1, behind an HTTP proxy that leads to it and nowhere else. */
export async function startYouTube(): Promise<YouTube> {
	const folder = mkdtempSync(join(tmpdir(), 'hailuo-youtube-'));
	const certificate = join(folder, 'certificate.pem');
	const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
		keyType: 'ec',
		algorithm: 'sha256',
	});
	writeFileSync(certificate, cert);

	const uploads: Upload[] = [];
	let refused: 'start' | 'chunk' | undefined;
	const https = { key, cert };
	const app = fastify({ https, bodyLimit: 8 * CHUNK_UNIT, forceCloseConnections: true });
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.post<{ Body: Pick<Upload, 'snippet' | 'status'> }>(PATH, async ({ headers, body }, reply) => {
		if (headers.authorization !== 'Bearer test-token') return await reply.code(401).send();
		if (refused === 'start') {
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
		if (refused === 'chunk') return await reply.code(503).send();
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
			// In lower case it counts before HTTPS_PROXY of the machine.
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
		refuse(what) {
			refused = what;
		},
		reset() {
			uploads.length = 0;
			refused = undefined;
		},
		async close() {
			proxy.close();
			await app.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
