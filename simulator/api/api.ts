import type { Answer } from '../http/answer';
import type { ApiCall } from './apiCall';
import { createTask } from './createTask';
import { readCredits } from './credits';
import { errorAnswer, Refusal, type ApiError } from './errors';
import type { Certificate } from '../http/certificate';
import { Host, type Handler } from '../http/host';
import { listTasks } from './listTasks';
import { readTask } from './readTask';
import { readTasks } from './readTasks';
import type { Simulation, SimulatorOptions } from '../simulation';

const MAX_BODY_BYTES = 1024 * 1024;

const UNKNOWN_ROUTE: Record<
	NonNullable<SimulatorOptions['unknownRoute']>,
	(address: string) => ApiError
> = {
	error: () => ({ status: 404 }),
	invalidUrl: (address) => ({
		status: 404,
		shape: 'text',
		code: '',
		type: 'invalid_request_error',
		message: `Invalid URL (${address})`,
	}),
	page: () => ({ status: 404, shape: 'page' }),
};

/** The video API itself. */
export function buildApi(simulation: Simulation, certificate?: Certificate): Host {
	const { prefix, errorShape, unknownRoute, withCredits, withTaskList, withTaskBatch } =
		simulation.options;

	const host = new Host(simulation, {
		server: 'api',
		bodyLimit: MAX_BODY_BYTES,
		refusal: ({ shape = errorShape, ...error }, endpoint) =>
			errorAnswer(shape, error, endpoint === 'read' || endpoint === 'batch'),
		unknownRoute: UNKNOWN_ROUTE[unknownRoute],
		certificate,
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
