/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code, never shipped */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { Refusal, type ApiError } from '../api/errors';
import { responseTo } from '../faults/effects';
import type { Simulator } from '../simulator';
import { parsedJson, type Answer } from './answer';
import { deliver } from './deliver';
import type { Endpoint, RecordedRequest } from './recording';

/**
 * Returns the response to a request, or throws a Refusal. Adds what it learns about the task to the
 * record.
 */
export type Handler = (record: RecordedRequest, content: Buffer) => Answer | Promise<Answer>;

export interface HostSettings {
	readonly server: RecordedRequest['server'];
	/** Largest request body, bytes. */
	readonly bodyLimit: number;
	/** The format of this server's errors. */
	readonly refusal: (error: ApiError, endpoint?: Endpoint) => Answer;
	/** Serves over TLS; PEM. */
	readonly certificate?: { key: string; cert: string };
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
		const { simulator } = this;
		const { method = '', headers, url = '' } = request;
		const [path, query] = url.split('?');
		const route = this.routes.find((each) => each.method === method && each.path.test(path));
		const endpoint = route?.endpoint;
		const taskId = route?.path.exec(path)?.groups?.taskId;
		const record: RecordedRequest = {
			at: simulator.now,
			server: this.settings.server,
			...(endpoint && { endpoint }),
			method,
			path,
			query: Object.fromEntries(new URLSearchParams(query)),
			headers,
			...(taskId !== undefined && { taskId: decoded(taskId) }),
		};
		simulator.begin(record);
		response.once('close', () => {
			if (record.status !== 'reset' && !response.writableFinished) record.status = 'aborted';
			simulator.end(record);
		});
		// Undefined if the client disconnects before the end.
		const content = await buffer(request).catch(() => undefined);
		if (content === undefined) return;
		const isForm = headers['content-type']?.startsWith('multipart/');
		if (content.length > 0 && !isForm) record.body = parsedJson(content) ?? content.toString();
		simulator.add(record);

		const fault = endpoint && simulator.faults.match({ endpoint, ...this.taskOf(record) });
		if (fault) record.faulted = true;
		const effect = fault ?? {};
		const answer = await responseTo(effect, {
			normal: async () => await this.answer(route, record, content),
			refusal: (error) => this.settings.refusal(error, endpoint),
			url: this.origin + url,
			now: simulator.now,
		});
		simulator.markHandled(record);
		response.setHeader('date', new Date(simulator.now).toUTCString());
		await deliver(answer, effect, record, response, this.clients.get(request.socket.remotePort));
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

	/** What fault rules match, of the request's task or the task that it wants to create. */
	private taskOf({ taskId, body }: RecordedRequest) {
		const { store } = this.simulator;
		const task = taskId === undefined ? undefined : store.find(taskId);
		const prompt = task?.request.prompt ?? (body as { prompt?: unknown } | undefined)?.prompt;
		return {
			taskId,
			prompt: typeof prompt === 'string' ? prompt : undefined,
			isFinished: !!task && store.isFinished(task),
		};
	}
}

/** A path segment; unchanged if its encoding is invalid. */
function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
