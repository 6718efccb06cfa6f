import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import type { Answer } from './answer';
import type { Certificate } from './certificate';
import { deliver } from './deliver';
import { deliveryOf, type Delivery } from '../faults/effects';
import { Refusal, type ApiError } from '../api/errors';
import type { Target } from '../faults/faults';
import { Middlebox } from './middlebox';
import { recordRequests } from './recordRequests';
import type { Endpoint, RecordedRequest, ServerName } from './recording';
import type { Simulation } from '../simulation';

/**
 * Returns the response to a request, or throws a Refusal. Adds what it learns about the task to the
 * record.
 */
export type Handler = (
	request: FastifyRequest,
	record: RecordedRequest,
) => Answer | Promise<Answer>;

interface HostSettings {
	readonly server: ServerName;
	/** Largest request body, bytes. */
	readonly bodyLimit: number;
	/** The format of this server's errors. */
	readonly refusal: (error: ApiError, endpoint?: Endpoint) => Answer;
	/** The error for a path without a handler, by `GET /path`. Default: the usual 404. */
	readonly unknownRoute?: (address: string) => ApiError;
	/** Serves over TLS. */
	readonly certificate?: Certificate;
}

interface Address {
	readonly method: 'GET' | 'HEAD' | 'POST';
	/** A segment `:taskId` is the ID of the request's task. */
	readonly path: string;
	/** Faults are applied to named endpoints only. */
	readonly endpoint?: Endpoint;
}

/** One server: every request is recorded, may get a fault, and is answered in the server's own format. */
export class Host {
	readonly app: FastifyInstance;
	private middlebox?: Middlebox;

	constructor(
		private readonly simulation: Simulation,
		private readonly settings: HostSettings,
	) {
		this.app = fastify({
			bodyLimit: settings.bodyLimit,
			exposeHeadRoutes: false,
			forceCloseConnections: true,
			https: settings.certificate ?? null,
		}) as FastifyInstance;
		this.readBodiesAsText();
		recordRequests(this.app, simulation, settings.server);
		this.answerTheRest();
	}

	on({ method, path, endpoint }: Address, handler: Handler): void {
		this.app.route({
			method,
			url: path,
			config: { endpoint },
			handler: async (request, reply) => {
				const { record } = request;
				const effect = endpoint && this.simulation.faults.match(this.targetOf(endpoint, record));
				if (effect) record.faulted = true;
				const delivery = await deliveryOf(effect, {
					normal: async () => await this.answerOf(handler, request),
					refusal: (error) => this.settings.refusal(error, endpoint),
					key: /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '',
					url: new URL(request.url, `${request.protocol}://${request.host}`),
					now: this.simulation.now,
				});
				await this.send(delivery, request, reply);
			},
		});
	}

	/** Starts on 127.0.0.1; returns the origin. */
	async listen(port: number): Promise<string> {
		const isSecure = this.settings.certificate !== undefined;
		const origin = await this.app.listen({ port: isSecure ? 0 : port, host: '127.0.0.1' });
		if (!isSecure) return origin;
		this.middlebox = new Middlebox(Number(new URL(origin).port));
		return `https://127.0.0.1:${await this.middlebox.listen(port)}`;
	}

	async close(): Promise<void> {
		await this.middlebox?.close();
		await this.app.close();
	}

	// Invalid JSON must reach the handlers, which reject it with the API's own message.
	private readBodiesAsText(): void {
		this.app.removeAllContentTypeParsers();
		this.app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
			done(null, text),
		);
	}

	private targetOf(endpoint: Endpoint, { taskId, body }: RecordedRequest): Target {
		const { tasks } = this.simulation;
		const task = taskId === undefined ? undefined : tasks.find(taskId);
		const prompt = task?.request.prompt ?? (body as { prompt?: unknown } | undefined)?.prompt;
		return {
			endpoint,
			taskId,
			prompt: typeof prompt === 'string' ? prompt : undefined,
			completed: !!task && tasks.stateOf(task).status === 'completed',
		};
	}

	// Requests without a handler: unknown paths and bodies over the limit.
	private answerTheRest(): void {
		this.app.setNotFoundHandler(async (request, reply) => {
			const { unknownRoute = () => ({ status: 404 }) } = this.settings;
			const answer = this.settings.refusal(unknownRoute(`${request.method} ${request.url}`));
			await this.send({ kind: 'whole', answer }, request, reply);
		});
		this.app.setErrorHandler(async (problem, request, reply) => {
			const answer = this.refusalFor(problem, request);
			await this.send({ kind: 'whole', answer }, request, reply);
		});
	}

	private async answerOf(handler: Handler, request: FastifyRequest): Promise<Answer> {
		try {
			return await handler(request, request.record);
		} catch (problem) {
			return this.refusalFor(problem, request);
		}
	}

	private refusalFor(problem: unknown, { routeOptions }: FastifyRequest): Answer {
		const { statusCode = 500, message } = problem as { statusCode?: number; message: string };
		const error = problem instanceof Refusal ? problem.error : { status: statusCode, message };
		return this.settings.refusal(error, routeOptions.config.endpoint);
	}

	private async send(delivery: Delivery, { record }: FastifyRequest, reply: FastifyReply) {
		this.simulation.recording.add(record);
		this.simulation.recording.markHandled(record);
		reply.hijack();
		const { raw } = reply;
		raw.setHeader('date', new Date(this.simulation.now).toUTCString());
		const client = raw.socket && (this.middlebox?.clientOf(raw.socket) ?? raw.socket);
		await deliver(delivery, record, raw, client);
	}
}
