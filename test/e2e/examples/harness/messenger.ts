/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import fastify, { type FastifyRequest } from 'fastify';

interface Message {
	chat: string;
	text: string;
	video?: { name: string; type: string; content: Buffer };
}

/** Of a request. */
const MAX_BYTES = 20_000_000;

/** The part of Telegram's API that the examples use, for n8n's Telegram node: sendMessage and sendVideo. */
export async function startMessenger() {
	const messages: Message[] = [];
	let refusesNextVideo = false;
	const app = fastify({ bodyLimit: MAX_BYTES, forceCloseConnections: true });
	app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, formIn);
	const sent = (message: Message) => ({
		ok: true,
		result: { message_id: messages.push(message) },
	});

	app.post<{ Body: { chat_id: string; text: string } }>('/:bot/sendMessage', async ({ body }) =>
		sent({ chat: body.chat_id, text: body.text }),
	);
	app.post<{ Body: FormData }>('/:bot/sendVideo', async ({ body }, reply) => {
		if (refusesNextVideo) {
			refusesNextVideo = false;
			const description = 'Request Entity Too Large';
			return await reply.code(413).send({ ok: false, error_code: 413, description });
		}
		const file = body.get('video');
		if (!(file instanceof File)) return await reply.code(400).send({ ok: false });
		const content = Buffer.from(await file.arrayBuffer());
		return sent({
			chat: String(body.get('chat_id')),
			text: String(body.get('caption')),
			video: { name: file.name, type: file.type, content },
		});
	});

	const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		/** For a credential of type `telegramApi`. */
		credential: { accessToken: 'test', baseUrl },
		/** The messages received, in order. */
		messages,
		texts: () => messages.map(({ text }) => text),
		/** Rejects the next video as too large. */
		refuseNextVideo() {
			refusesNextVideo = true;
		},
		close: async () => await app.close(),
	};
}

const formIn = async ({ headers }: FastifyRequest, body: Buffer) =>
	await new Response(body, {
		headers: { 'content-type': String(headers['content-type']) },
	}).formData();
