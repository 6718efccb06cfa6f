/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { EventEmitter, once } from 'node:events';
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
	/** Resolves once this many were received. */
	waitForMessages(count: number): Promise<Message[]>;
	/** Rejects the next video as too large. */
	refuseNextVideo(): void;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1, with the methods sendMessage and sendVideo. */
export async function startMessenger(): Promise<Messenger> {
	const messages: Message[] = [];
	const arrivals = new EventEmitter();
	let refusesNextVideo = false;
	const app = fastify({ forceCloseConnections: true });
	await app.register(multipart, { limits: { fileSize: 20_000_000 } });
	const sent = (message: Message) => {
		const result = { message_id: messages.push(message) };
		arrivals.emit('message');
		return { ok: true, result };
	};

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
		if (refusesNextVideo) {
			refusesNextVideo = false;
			const description = 'Request Entity Too Large';
			return await reply.code(413).send({ ok: false, error_code: 413, description });
		}
		if (!video) return await reply.code(400).send({ ok: false, description: 'no video' });
		return sent({ chat: String(fields.chat_id), text: String(fields.caption), video });
	});

	const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		credential: { accessToken: 'test', baseUrl },
		messages,
		async waitForMessages(count) {
			while (messages.length < count) await once(arrivals, 'message');
			return messages;
		},
		refuseNextVideo() {
			refusesNextVideo = true;
		},
		close: async () => await app.close(),
	};
}
