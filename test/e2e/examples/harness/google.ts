/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code, never shipped */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import fastify from 'fastify';
import { generate } from 'selfsigned';

import { RUN_FOLDER } from '../../../../tools/n8n/environment';
import { freePorts } from '../../../../tools/n8n/ports';

const HOST = 'www.googleapis.com';
const VARIABLE = 'HAILUO_E2E_GOOGLE';

interface Route {
	/** Of the proxy. */
	port: number;
	key: string;
	cert: string;
}

/**
 * Called by jest's global setup. Returns the environment of an n8n that reaches Google through a proxy,
 * which only listens after `startGoogle`, and trusts the certificate of its stand-in.
 */
export async function routeToGoogle(): Promise<Record<string, string>> {
	const [port] = await freePorts(1);
	const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
		keyType: 'ec',
		algorithm: 'sha256',
	});
	const certificate = join(RUN_FOLDER, 'google.pem');
	writeFileSync(certificate, cert);
	process.env[VARIABLE] = JSON.stringify({ port, key, cert } satisfies Route);
	return {
		// In lower case it takes precedence over HTTPS_PROXY of the machine.
		https_proxy: `http://127.0.0.1:${port}`,
		NO_PROXY: '127.0.0.1,localhost',
		NODE_EXTRA_CA_CERTS: certificate,
	};
}

/** A file with the fields that were sent with it: `name` to Google Drive, the others to YouTube. */
interface Upload {
	name: string;
	snippet: { title: string };
	status: { privacyStatus?: string };
	type: string;
	/** The bytes received so far. */
	content: Buffer;
}

/** The upload APIs of YouTube and Google Drive, at the URLs that n8n's nodes use. */
export async function startGoogle() {
	const { port, key, cert } = JSON.parse(process.env[VARIABLE] ?? '') as Route;
	const app = fastify({ https: { key, cert }, bodyLimit: 2 ** 22, forceCloseConnections: true });
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	/** The services whose quota is exceeded: they reject all uploads. */
	const rejecting = new Set<'youTube' | 'drive'>();

	/** A resumable upload: a request with the fields, then the bytes in chunks. */
	const receive = (service: 'youTube' | 'drive', path: string) => {
		const uploads: Upload[] = [];
		app.post<{ Body: Upload }>(path, async ({ headers, body }, reply) => {
			if (headers.authorization !== 'Bearer test-token') return await reply.code(401).send();
			if (rejecting.has(service)) {
				const message = `The quota of ${service} has been exceeded.`;
				return await reply.code(403).send({ error: { code: 403, message } });
			}
			const type = String(headers['x-upload-content-type']);
			const count = uploads.push({ ...body, type, content: Buffer.alloc(0) });
			const location = `https://${HOST}${path}?uploadType=resumable&upload_id=${count - 1}`;
			return await reply.header('location', location).send();
		});
		app.put<{ Querystring: { upload_id: number }; Body: Buffer }>(path, async (request, reply) => {
			const { headers, body, query } = request;
			const upload = uploads[query.upload_id];
			upload.content = Buffer.concat([upload.content, body]);
			const size = upload.content.length;
			const isLast = String(headers['content-range']).endsWith(`/${size}`);
			if (isLast) return { id: `${service}-${query.upload_id}` };
			return await reply
				.code(308)
				.header('range', `bytes=0-${size - 1}`)
				.send();
		});
		return uploads;
	};
	const youTube = receive('youTube', '/upload/youtube/v3/videos');
	const drive = receive('drive', '/upload/drive/v3/files');
	app.patch<{ Params: { index: string }; Body: { name: string } }>(
		'/drive/v3/files/drive-:index',
		async ({ params: { index }, body }) => ({
			id: `drive-${index}`,
			name: Object.assign(drive[Number(index)], body).name,
		}),
	);
	await app.ready();

	const proxy = createServer().on('connect', ({ url }, socket) => {
		if (url !== `${HOST}:443`) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		return app.server.emit('connection', socket);
	});
	await once(proxy.listen(port, '127.0.0.1'), 'listening');

	return {
		/** For the OAuth2 credentials of both, as n8n saves them after the login with Google. */
		credential: {
			clientId: 'test',
			clientSecret: 'test',
			oauthTokenData: { access_token: 'test-token' },
		},
		/** The uploads to each, in order. */
		youTube,
		drive,
		rejecting,
		async close() {
			proxy.close();
			await app.close();
		},
	};
}
