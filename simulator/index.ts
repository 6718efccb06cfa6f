import { buildApi } from './api/api';
import { addControl } from './control';
import { buildFiles } from './files/files';
import { newCertificate } from './http/certificate';
import { buildMedia } from './media/media';
import { Simulation, type SimulatorOptions } from './simulation';
import type { SimulatedTask, Simulator } from './simulator';
import { videoUrl } from './tasks/taskAnswers';

export type { Effect } from './faults/effects';
export type { ErrorShape } from './api/errorShapes';
export type { CreditsPlan, ListPlan } from './api/plans';
export type { Fault, FaultRule } from './faults/faults';
export type { Endpoint, RecordedRequest } from './http/recording';
export type { SimulatorOptions } from './simulation';
export type { SimulatedTask, Simulator } from './simulator';
export type { TaskFailure, TaskBehavior, TaskStatus } from './tasks/taskClock';
export type { IdKind, IdPlace } from './tasks/taskId';
export type { EarlierTasks, TaskPlan } from './tasks/tasks';

/** Starts the API, its media server and its file host on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulation = new Simulation(options);
	const { port, prefix } = simulation.options;
	const certificate = simulation.options.tls ? await newCertificate() : undefined;
	const api = buildApi(simulation, certificate);
	const media = buildMedia(simulation);
	const files = buildFiles(simulation);

	const access = { baseUrl: '', mediaUrl: '', filesUrl: '', certificate: certificate?.cert };
	const close = async () => {
		await Promise.all([api, media, files].map(async (host) => await host.close()));
	};
	const simulator = simulatorOf(simulation, access, close);
	addControl(api.app, simulator);

	let listening = false;
	try {
		access.mediaUrl = simulation.mediaUrl = await media.listen(port && port + 1);
		access.filesUrl = await files.listen(port && port + 2);
		// Last: a client that waits for the API expects the other servers to be ready.
		access.baseUrl = (await api.listen(port)) + prefix;
		listening = true;
	} finally {
		if (!listening) await close();
	}
	return simulator;
}

function simulatorOf(
	simulation: Simulation,
	access: Pick<Simulator, 'baseUrl' | 'mediaUrl' | 'filesUrl' | 'certificate'>,
	close: Simulator['close'],
): Simulator {
	const { tasks, recording, faults } = simulation;
	return {
		certificate: access.certificate,
		get baseUrl() {
			return access.baseUrl;
		},
		get mediaUrl() {
			return access.mediaUrl;
		},
		get filesUrl() {
			return access.filesUrl;
		},
		get requests() {
			return recording.all();
		},
		get tasks() {
			return simulatedTasks(simulation);
		},
		get paidTaskIds() {
			return tasks
				.all()
				.filter((task) => tasks.isPaid(task))
				.map(({ id }) => id);
		},
		get keyLeaks() {
			return recording.all().filter(({ keyLeak }) => keyLeak);
		},
		requestsTo: (endpoint) => recording.to(endpoint),
		waitForRequest: async (endpoint, count = 1) => await recording.waitFor(endpoint, count),
		waitForIdle: async () => await recording.waitForIdle(),
		plan: (plan) => tasks.plan(plan),
		planCredits: (plan) => simulation.planCredits(plan),
		planList: (plan) => simulation.planList(plan),
		addTasks: (earlier) => tasks.addEarlier({ key: simulation.options.keys[0], ...earlier }),
		fault: (rule) => faults.add(rule),
		reset: () => simulation.reset(),
		close,
	};
}

function simulatedTasks({ tasks, mediaUrl }: Simulation): SimulatedTask[] {
	return tasks.all().map((task) => ({
		id: task.id,
		status: tasks.stateOf(task).status,
		request: task.request,
		sentBody: task.sentBody,
		...(task.idempotencyKey !== undefined && { idempotencyKey: task.idempotencyKey }),
		createdAtMs: task.createdAtMs,
		videoUrl: videoUrl(mediaUrl, task),
	}));
}
