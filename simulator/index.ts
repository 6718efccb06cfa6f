/* eslint-disable @n8n/community-nodes/require-node-api-error -- development code, never shipped */
import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

import { buildApi } from './api/api';
import { buildFiles } from './files/files';
import { buildMedia } from './media/media';
import { Simulator, type SimulatorOptions } from './simulator';

export type { Effect } from './faults/effects';
export type { Fault, FaultRule } from './faults/faults';
export type { Endpoint, RecordedRequest } from './http/recording';
export type { CreditsPlan, SimulatedTask, Simulator, SimulatorOptions } from './simulator';
export type { TaskBehavior, TaskStatus } from './tasks/taskClock';
export type { TaskPlan } from './tasks/tasks';

/** Starts the API, its media server and its file host on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = new Simulator(options);
	const { port, prefix, tls } = simulator.options;
	const certificate = tls ? await newCertificate() : undefined;
	const api = buildApi(simulator, certificate);
	const media = buildMedia(simulator);
	const files = buildFiles(simulator);
	simulator.certificate = certificate?.cert;
	simulator.close = async () => {
		await Promise.all([api, media, files].map(async (host) => await host.close()));
	};
	try {
		simulator.mediaUrl = await media.listen(port && port + 1);
		simulator.filesUrl = await files.listen(port && port + 2);
		// Last: a client that waits for the API expects the other servers to be ready.
		simulator.baseUrl = (await api.listen(port)) + prefix;
	} catch (error) {
		await simulator.close();
		throw error;
	}
	return simulator;
}

/** A certificate for 127.0.0.1 that no client trusts by itself. */
async function newCertificate() {
	// Clients that trust several certificates find each by its name.
	const name = { name: 'commonName', value: randomUUID() };
	const { private: key, cert } = await generate([name], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
	});
	return { key, cert };
}
