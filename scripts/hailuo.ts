import { startSimulator, type SimulatorOptions } from '../simulator';
import type { CredentialInput, CredentialReference } from '../tools/n8n/credentials';
import { startN8n, type N8n, type N8nOptions } from '../tools/n8n/n8n';
import { build } from '../tools/n8n/package';
import { openSession } from '../tools/n8n/session';
import { onClose } from './terminal/cleanup';
import { step } from './terminal/step';

export type RealApi = { apiKey: string; baseUrl: string };

interface Options {
	n8n?: N8nOptions;
	simulator?: SimulatorOptions;
	/** Instead of the simulator. */
	realApi?: RealApi;
}

/** How long a video takes: long enough to watch, short enough to wait for. */
const VIDEO_S = 12;
const TASK = { durationMs: VIDEO_S * 1000, estimatedTimeS: VIDEO_S };

/**
 * Starts the API simulator, unless there is a real API, and n8n with the package and a tested
 * credential. Shows each step; all of it stops at the end of the command.
 */
export async function startHailuo(options: Options) {
	const { realApi } = options;
	const startApi = async () => await startSimulator({ task: TASK, ...options.simulator });
	const simulator = realApi
		? undefined
		: await step('Start the API simulator', startApi, ({ baseUrl }) => baseUrl);
	if (simulator) onClose(simulator.close);
	await step('Build the package', build);
	const start = async () => await startN8n(options.n8n);
	const n8n = await step('Start n8n with the package installed', start, ({ url }) => url);
	onClose(n8n.stop);
	const { baseUrl = '', filesUrl: filesBaseUrl = '' } = simulator ?? {};
	const data = realApi ?? { apiKey: 'test-key', baseUrl, filesBaseUrl };
	const save = async () => await credentialFor(n8n, data);
	return { n8n, simulator, credential: await step('Save and test the credential', save) };
}

/** That of an earlier start, or a new one. */
async function credentialFor(n8n: N8n, data: CredentialInput['data']) {
	const { status, message } = await n8n.testCredential({ type: 'hailuoApi', data });
	if (status !== 'OK') throw new Error(`The credential test failed: ${message}`);
	const name = 'Hailuo';
	const { call } = openSession(n8n.url, n8n.cookie);
	const saved = await call<CredentialReference[]>('GET', 'credentials');
	const earlier = saved.find((each) => each.name === name);
	return earlier ?? (await n8n.createCredential({ type: 'hailuoApi', data, name }));
}
