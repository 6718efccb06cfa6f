/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import { Refusal, type ApiError } from '../api/errors';
import { deliveryOf } from '../faults/effects';
import type { Target } from '../faults/faults';
import type { Simulator } from '../simulator';
import type { Answer } from './answer';
import type { Certificate } from './certificate';
import { deliver } from './deliver';
import { readJson } from './readJson';
import type { Endpoint, RecordedRequest } from './recording';

/**
 * Returns the response to a request, or throws a Refusal. Adds what it learns about the task to the
 * record.
 */
export type Handler = (record: RecordedRequest, content: Buffer) => Answer | Promise<Answer>;

interface HostSettings {
	readonly server: RecordedRequest['server'];
	/** Largest request body, bytes. */
	readonly bodyLimit: number;
	/** The format of this server's errors. */
	readonly refusal: (error: ApiError, endpoint?: Endpoint) => Answer;
	/** Serves over TLS. */
	readonly certificate?: Certificate;
}

interface Route {
	readonly method: string;
	readonly path: RegExp;
	readonly handler: Handler;
	readonly endpoint?: Endpoint;
}

/** Longer than any test: n8n reuses connections. */
const KEEP_ALIVE_MS = 600_000;

/** One server: every request is recorded, may get a fault, and is answered in the server's own format. */
export class Host {
	private readonly routes: Route[] = [];
	/** The clients' connections, below any TLS, by their port. */
	private readonly clients = new Map<number | undefined, Socket>();
	private readonly server;
	private origin = '';

	constructor(
		private readonly simulator: Simulator,
		private readonly settings: HostSettings,
	) {
		const handle = (request: IncomingMessage, response: ServerResponse) =>
			void this.handle(request, response);
		const { certificate } = settings;
		this.server = certificate ? createTlsServer(certificate, handle) : createServer(handle);
		this.server.keepAliveTimeout = KEEP_ALIVE_MS;
		this.server.on('connection', (socket: Socket) => {
			const { remotePort } = socket;
			this.clients.set(remotePort, socket);
			socket.once('close', () => this.clients.delete(remotePort));
		});
	}

	/**
	 * @param path a regular expression; its group `taskId` is the ID of the request's task
	 * @param endpoint faults are applied to named endpoints only
	 */
	on(method: 'GET' | 'HEAD' | 'POST', path: string, handler: Handler, endpoint?: Endpoint): void {
		this.routes.push({ method, path: new RegExp(`^${path}$`), handler, endpoint });
	}

	/** Starts on 127.0.0.1; returns the origin. */
	async listen(port: number): Promise<string> {
		await once(this.server.listen(port, '127.0.0.1'), 'listening');
		const scheme = this.settings.certificate ? 'https' : 'http';
		this.origin = `${scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		return this.origin;
	}

	async close(): Promise<void> {
		if (!this.server.listening) return;
		for (const socket of this.clients.values()) socket.destroy();
		await once(this.server.close(), 'close');
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { recording, faults, now } = this.simulator;
		const [path, query] = (request.url ?? '').split('?');
		const route = this.routes.find(
			(each) => each.method === request.method && each.path.test(path),
		);
		const endpoint = route?.endpoint;
		const taskId = route?.path.exec(path)?.groups?.taskId;
		const record: RecordedRequest = {
			at: now,
			server: this.settings.server,
			...(endpoint && { endpoint }),
			method: request.method ?? '',
			path,
			query: Object.fromEntries(new URLSearchParams(query)),
			headers: request.headers,
			...(taskId !== undefined && { taskId: decoded(taskId) }),
		};
		recording.begin(record);
		response.once('close', () => {
			if (record.status !== 'reset' && !response.writableFinished) record.status = 'aborted';
			recording.end(record);
		});
		const content = await contentOf(request);
		if (content === undefined) return;
		const isForm = request.headers['content-type']?.startsWith('multipart/');
		if (content.length > 0 && !isForm) record.body = readJson(content) ?? content.toString();
		recording.add(record);

		const effect = endpoint && faults.match(this.targetOf(endpoint, record));
		if (effect) record.faulted = true;
		const delivery = await deliveryOf(effect, {
			normal: async () => await this.answer(route, record, content),
			refusal: (error) => this.settings.refusal(error, endpoint),
			key: /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '',
			url: this.origin + request.url,
			now: this.simulator.now,
		});
		recording.markHandled(record);
		response.setHeader('date', new Date(this.simulator.now).toUTCString());
		const client = this.clients.get(request.socket.remotePort);
		await deliver(delivery, record, response, client);
	}

	private async answer(
		route: Route | undefined,
		record: RecordedRequest,
		content: Buffer,
	): Promise<Answer> {
		try {
			if (!route) throw new Refusal({ status: 404 });
			if (content.length > this.settings.bodyLimit) throw new Refusal({ status: 413 });
			return await route.handler(record, content);
		} catch (problem) {
			const { message } = problem as Error;
			const error = problem instanceof Refusal ? problem.error : { status: 500, message };
			return this.settings.refusal(error, record.endpoint);
		}
	}

	private targetOf(endpoint: Endpoint, { taskId, body }: RecordedRequest): Target {
		const { store } = this.simulator;
		const task = taskId === undefined ? undefined : store.find(taskId);
		const prompt = task?.request.prompt ?? (body as { prompt?: unknown } | undefined)?.prompt;
		return {
			endpoint,
			taskId,
			prompt: typeof prompt === 'string' ? prompt : undefined,
			completed: !!task && store.stateOf(task).status === 'completed',
		};
	}
}

/** The whole body; undefined if the client has disconnected. */
async function contentOf(request: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) chunks.push(chunk as Buffer);
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks);
}

/** A path segment; unchanged if its encoding is invalid. */
function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
