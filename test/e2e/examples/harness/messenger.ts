/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import multipart from '@fastify/multipart';
import fastify from 'fastify';

export interface Message {
	chat: string;
	text: string;
	video?: { name: string; type: string; content: Buffer };
}

/** The part of Telegram's API that the examples use, for n8n's Telegram node. */
export interface Messenger {
	/** For a credential of type `telegramApi`. */
	credential: { accessToken: string; baseUrl: string };
	/** The messages received, in order. */
	messages: Message[];
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1, with the methods sendMessage and sendVideo. */
export async function startMessenger(): Promise<Messenger> {
	const messages: Message[] = [];
	const app = fastify({ forceCloseConnections: true });
	await app.register(multipart, { limits: { fileSize: 20_000_000 } });
	const sent = (message: Message) => ({ ok: true, result: { message_id: messages.push(message) } });

	app.post<{ Body: { chat_id: string; text: string } }>('/:bot/sendMessage', async ({ body }) =>
		sent({ chat: body.chat_id, text: body.text }),
	);
	app.post('/:bot/sendVideo', async (request, reply) => {
		const fields: Record<string, unknown> = {};
		let video: Message['video'];
		for await (const part of request.parts()) {
			if (part.type === 'field') fields[part.fieldname] = part.value;
			else video = { name: part.filename, type: part.mimetype, content: await part.toBuffer() };
		}
		if (!video) return await reply.code(400).send({ ok: false, description: 'no video' });
		return sent({ chat: String(fields.chat_id), text: String(fields.caption), video });
	});

	const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		credential: { accessToken: 'test', baseUrl },
		messages,
		close: async () => await app.close(),
	};
}
