import type { FastifyRequest } from 'fastify';

import type { Answer } from '../http/answer';
import { createTask } from './createTask';
import { readCredits } from './credits';
import { errorAnswer, Refusal } from './errors';
import { Host, type Handler } from '../http/host';
import { listTasks } from './listTasks';
import { readTask } from './readTask';
import { readTasks } from './readTasks';
import type { RecordedRequest } from '../http/recording';
import type { Simulation } from '../simulation';

/** A request with an accepted API key. */
export interface ApiCall {
	readonly simulation: Simulation;
	readonly key: string;
	readonly request: FastifyRequest;
	readonly record: RecordedRequest;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** The video API itself. */
export function buildApi(simulation: Simulation): Host {
	const { prefix, dialect, withCredits, withTaskList, withTaskBatch } = simulation.options;

	const host = new Host(simulation, {
		server: 'api',
		bodyLimit: MAX_BODY_BYTES,
		refusal: (error, endpoint) =>
			errorAnswer(dialect, error, endpoint === 'read' || endpoint === 'batch'),
	});

	const forAccounts =
		(endpoint: (call: ApiCall) => Answer): Handler =>
		(request, record) => {
			const key = simulation.keyIn(request.headers.authorization);
			if (key === undefined) throw new Refusal({ status: 401 });
			return endpoint({ simulation, key, request, record });
		};

	const path = (rest: string) => `${prefix}/v1${rest}`;
	host.on(
		{ method: 'POST', path: path('/videos/generations'), endpoint: 'create' },
		forAccounts(createTask),
	);
	host.on({ method: 'GET', path: path('/tasks/:taskId'), endpoint: 'read' }, forAccounts(readTask));
	if (withTaskBatch) {
		host.on(
			{ method: 'POST', path: path('/tasks/batch'), endpoint: 'batch' },
			forAccounts(readTasks),
		);
	}
	if (withTaskList) {
		host.on({ method: 'GET', path: path('/tasks'), endpoint: 'list' }, forAccounts(listTasks));
	}
	if (withCredits) {
		host.on(
			{ method: 'GET', path: path('/credits'), endpoint: 'credits' },
			forAccounts(readCredits),
		);
	}
	return host;
}
