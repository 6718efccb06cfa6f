/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

import type { Effect } from '../faults/effects';
import { bodyOf, chunksOf, cut, lengthOf, parsedJson, type Answer, type Body } from './answer';
import type { RecordedRequest } from './recording';

const DRIPS_PER_SECOND = 10;

async function* drip(body: Body, bytesPerSecond: number, signal: AbortSignal) {
	const size = Math.max(1, Math.floor(bytesPerSecond / DRIPS_PER_SECOND));
	for (const chunk of chunksOf(body)) {
		for (let start = 0; start < chunk.length; start += size) {
			yield chunk.subarray(start, start + size);
			await delay((1000 * size) / bytesPerSecond, undefined, { signal });
		}
	}
}

async function sendWhole(response: ServerResponse, body: Body, bytesPerSecond?: number) {
	const closed = new AbortController();
	response.once('close', () => closed.abort());
	const source = bytesPerSecond ? drip(body, bytesPerSecond, closed.signal) : chunksOf(body);
	await pipeline(Readable.from(source, { objectMode: false }), response);
}

/** Clients may parse JSON with any content type. */
const isText = ({ headers }: Answer) => /json|text/.test(headers['content-type'] ?? 'text');

/** Whether a response contains the ID of the request's task. */
function namesTask({ headers, body }: Answer, { taskId }: RecordedRequest): boolean {
	return (
		taskId !== undefined &&
		`${decodeURIComponent(headers.location ?? '')} ${body.content.toString()}`.includes(taskId)
	);
}

/**
 * Sends a response, or as much of it as the effect lets through, and records the result.
 *
 * @param answer undefined: no response
 * @param client the connection to the client, below any TLS
 */
export async function deliver(
	answer: Answer | undefined,
	{ hang, reset, stall, plainText, dripBytesPerSecond }: Effect,
	record: RecordedRequest,
	response: ServerResponse,
	client: Socket | undefined,
): Promise<void> {
	const { socket } = response;
	if (!socket || hang) return;
	// Without a body, the headers would be the complete response.
	const isCut = reset === 'midBody' || reset === 'afterHeaders';
	if (!answer || (isCut ? lengthOf(answer.body) === 0 : reset)) {
		record.status = 'reset';
		socket.resetAndDestroy();
		return;
	}
	if (plainText !== undefined) {
		record.status = 'reset';
		client?.end(plainText);
		return;
	}
	const { status, headers } = answer;
	const isPartial = isCut || stall;
	record.status = isPartial ? 'reset' : status;
	if (!isPartial && isText(answer)) {
		const json = parsedJson(answer.body.content);
		if (json !== undefined) record.answer = json;
		if (namesTask(answer, record)) record.namesTask = true;
	}
	const size = lengthOf(answer.body);
	response.writeHead(status, { ...headers, 'content-length': size });
	const body = record.method === 'HEAD' ? bodyOf('') : answer.body;
	try {
		if (!isPartial) return await sendWhole(response, body, dripBytesPerSecond);
		response.flushHeaders();
		const length = reset === 'afterHeaders' ? 0 : Math.floor(size / 2);
		await pipeline(Readable.from(chunksOf(cut(body, length))), response, { end: false });
		// `destroy` alone would discard unsent data, and the client would not receive the headers.
		if (isCut) socket.destroySoon();
	} catch {
		// The client disconnected; this is recorded once the connection is closed.
	}
}
