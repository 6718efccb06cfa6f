/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { cut, EMPTY_BODY, textOf, type Answer, type Body } from './answer';
import type { Delivery } from '../faults/effects';
import { readJson } from './readJson';
import type { RecordedRequest } from './recording';

const DRIPS_PER_SECOND = 10;

async function* drip(body: Body, bytesPerSecond: number, signal: AbortSignal) {
	const size = Math.max(1, Math.floor(bytesPerSecond / DRIPS_PER_SECOND));
	for (const chunk of body.chunks()) {
		for (let start = 0; start < chunk.length; start += size) {
			yield chunk.subarray(start, start + size);
			await delay((1000 * size) / bytesPerSecond, undefined, { signal });
		}
	}
}

function writeHead(response: ServerResponse, { status, headers, body }: Answer): void {
	response.writeHead(status, { ...headers, 'content-length': body.length });
}

async function sendWhole(response: ServerResponse, body: Body, bytesPerSecond?: number) {
	const closed = new AbortController();
	response.once('close', () => closed.abort());
	const source = bytesPerSecond ? drip(body, bytesPerSecond, closed.signal) : body.chunks();
	await pipeline(Readable.from(source, { objectMode: false }), response);
}

async function sendStart(response: ServerResponse, body: Body, length: number) {
	response.flushHeaders();
	await pipeline(Readable.from(cut(body, length).chunks()), response, { end: false });
}

/** Clients may parse JSON with any content type. */
const isText = ({ headers }: Answer) => /json|text/.test(headers['content-type'] ?? 'text');

/** Whether a response contains the ID of the request's task. */
function namesTask({ headers, body }: Answer, { taskId }: RecordedRequest): boolean {
	return (
		taskId !== undefined &&
		`${decodeURIComponent(headers.location ?? '')} ${textOf(body)}`.includes(taskId)
	);
}

/**
 * Sends a delivery and records the result.
 *
 * @param client the connection to the client, below any TLS
 */
export async function deliver(
	delivery: Delivery,
	record: RecordedRequest,
	response: ServerResponse,
	client: Socket | undefined,
): Promise<void> {
	const { socket } = response;
	if (!socket || delivery.kind === 'never') return;
	if (delivery.kind === 'reset') {
		record.status = 'reset';
		socket.resetAndDestroy();
		return;
	}
	if (delivery.kind === 'raw') {
		record.status = 'reset';
		client?.end(delivery.text);
		return;
	}
	const { answer } = delivery;
	const body = record.method === 'HEAD' ? EMPTY_BODY : answer.body;
	record.status = delivery.kind === 'start' ? 'reset' : answer.status;
	if (delivery.kind === 'whole' && isText(answer)) {
		const json = readJson(textOf(answer.body));
		if (json !== undefined) record.answer = json;
		if (namesTask(answer, record)) record.namesTask = true;
	}
	writeHead(response, answer);
	try {
		if (delivery.kind === 'start') {
			await sendStart(response, body, delivery.length);
			// `destroy` alone would discard unsent data, and the client would not receive the headers.
			if (!delivery.thenSilence) socket.destroySoon();
		} else await sendWhole(response, body, delivery.bytesPerSecond);
	} catch {
		// The client disconnected; this is recorded once the connection is closed.
	}
}
