import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Simulation } from '../simulation';
import { readJson } from './readJson';
import type { Endpoint, RecordedRequest, ServerName } from './recording';

declare module 'fastify' {
	interface FastifyContextConfig {
		endpoint?: Endpoint;
		/** A control endpoint: not recorded, and without faults. */
		control?: boolean;
	}
	interface FastifyRequest {
		record: RecordedRequest;
	}
}

/** Records every request to a server, and its result. */
export function recordRequests(
	app: FastifyInstance,
	{ recording, options }: Simulation,
	server: ServerName,
): void {
	app.addHook('onRequest', async (request, reply) => {
		if (request.routeOptions.config.control) return;
		const record = newRecord(request, server, options.now());
		request.record = record;
		recording.begin(record);
		reply.raw.once('close', () => {
			if (record.status !== 'reset' && !reply.raw.writableFinished) record.status = 'aborted';
			recording.end(record);
		});
	});
	app.addHook('preHandler', async ({ record, body }) => {
		if (!record) return;
		if (typeof body === 'string') record.body = readJson(body) ?? body;
		recording.add(record);
	});
}

function newRecord(request: FastifyRequest, server: ServerName, at: number): RecordedRequest {
	const { taskId } = request.params as { taskId?: string };
	const { endpoint } = request.routeOptions.config;
	return {
		at,
		server,
		...(endpoint && { endpoint }),
		method: request.method,
		path: request.url.split('?')[0],
		query: request.query as Record<string, unknown>,
		headers: request.headers,
		...(taskId !== undefined && { taskId }),
	};
}
