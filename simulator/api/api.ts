import type { Answer } from '../http/answer';
import { Host, type Handler, type HostSettings } from '../http/host';
import type { RecordedRequest } from '../http/recording';
import type { Simulator } from '../simulator';
import { createTask } from './createTask';
import { readCredits } from './credits';
import { errorAnswer } from './errors';
import { listTasks } from './listTasks';
import { readTask, readTasks } from './readTasks';

const MAX_BODY_BYTES = 1024 * 1024;

/** The response to a request with an accepted API key. */
type Endpoint = (simulator: Simulator, key: string, record: RecordedRequest) => Answer;

/** The video API itself. */
export function buildApi(simulator: Simulator, certificate: HostSettings['certificate']): Host {
	const { prefix, errorShape, withCredits, withTaskList, withTaskBatch } = simulator.options;
	const host = new Host(simulator, {
		server: 'api',
		bodyLimit: MAX_BODY_BYTES,
		refusal: (error, endpoint) =>
			errorAnswer(errorShape, error, endpoint === 'read' || endpoint === 'batch'),
		certificate,
	});
	const withKey =
		(endpoint: Endpoint): Handler =>
		(record) =>
			endpoint(simulator, simulator.keyOf(record), record);

	const v1 = `${prefix}/v1`;
	host.on('POST', `${v1}/videos/generations`, withKey(createTask), 'create');
	host.on('GET', `${v1}/tasks/(?<taskId>[^/]+)`, withKey(readTask), 'read');
	if (withTaskBatch) host.on('POST', `${v1}/tasks/batch`, withKey(readTasks), 'batch');
	if (withTaskList) host.on('GET', `${v1}/tasks`, withKey(listTasks), 'list');
	if (withCredits) host.on('GET', `${v1}/credits`, withKey(readCredits), 'credits');
	return host;
}
