import axios from 'axios';
import { startSimulator } from '../../simulator';
import type { DemoOptions } from './options';

/** How long a video takes in the simulator: long enough to watch, short enough to wait for. */
const VIDEO_S = 12;
const KEY = 'demo-key';

/** The video API that the demo uses. */
export interface DemoApi {
	baseUrl: string;
	apiKey: string;
	/** The status of the running task in a few words, as far as it is known. */
	progress(): Promise<string | undefined>;
	close(): Promise<void>;
}

/** The status at the real API is unknown: only n8n has the task's ID. */
export const realApi = (real: NonNullable<DemoOptions['real']>): DemoApi => ({
	...real,
	progress: async () => undefined,
	close: async () => undefined,
});

export async function simulatedApi(): Promise<DemoApi> {
	const simulator = await startSimulator({
		keys: [KEY],
		task: { durationMs: VIDEO_S * 1000, estimatedTimeS: VIDEO_S },
	});
	return {
		baseUrl: simulator.baseUrl,
		apiKey: KEY,
		async progress() {
			const task = simulator.tasks.at(-1);
			if (!task) return undefined;
			const url = `${simulator.baseUrl}/v1/tasks/${task.id}`;
			const { data } = await axios.get(url, { headers: { authorization: `Bearer ${KEY}` } });
			return `${task.id} ${data.status}, ${data.progress} %`;
		},
		close: async () => await simulator.close(),
	};
}
